import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  type ParameterType,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import ssmParameter from '../../../shared/resources/ssm-parameter/reader.ts';
import rule from '../../../shared/rules/ssm/ssm-parameter-plain-secret.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, judgeRead } from '../../support/mend.ts';

describeWithMoto('Systems Manager parameter: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(SSMClient, PLACE);
  let count = 0;

  async function make(Type: ParameterType, Value: string): Promise<string> {
    count += 1;
    const Name = `/reader-${count}/url`;
    await client.send(new PutParameterCommand({ Name, Type, Value }));
    return Name;
  }

  test('a plain one is judged, and nothing of its value is kept', async () => {
    const id = await make('String', 'postgres://shop:correct-horse-battery@db.example.com/shop');
    const state = await ssmParameter.read(refOn(ssmParameter, id), aws);
    expect(state).toMatchObject({ type: 'String', detection: { detector: 'connection-string' } });
    expect(JSON.stringify(state)).not.toContain('correct-horse');
    expect((await judgeRead(rule, ssmParameter, refOn(ssmParameter, id), aws)).violations).toMatchObject([
      { message: 'secret', path: 'value' },
    ]);
  });

  test('a plain one without a secret, and an encrypted one', async () => {
    const [plain, encrypted] = [await make('StringList', 'a,b'), await make('SecureString', 'correct-horse-battery')];
    expect(await ssmParameter.read(refOn(ssmParameter, plain), aws)).toEqual({ type: 'StringList', detection: null });
    expect(await ssmParameter.read(refOn(ssmParameter, encrypted), aws)).toEqual({ type: 'SecureString' });
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(ssmParameter, await make('String', 'x'));
    expect(await listed(ssmParameter, aws)).toContain(ref.id);
    await client.send(new DeleteParameterCommand({ Name: ref.id }));
    expect(await ssmParameter.read(ref, aws)).toBe(GONE);
    expect(await listed(ssmParameter, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(ssmParameter, refOn(ssmParameter, await make('String', 'x')), motoAws());
  });
});

describe('Systems Manager parameter: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SSMClient, PLACE));
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  test('nothing is decrypted', async () => {
    client.on(GetParameterCommand).resolves({ Parameter: { Type: 'SecureString', Value: 'AQICAHg=' } });
    await ssmParameter.read(refOn(ssmParameter, '/shop/key'), aws);
    expect(client.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({
      Name: '/shop/key',
      WithDecryption: false,
    });
  });

  test('a parameter that AWS may not show is no parameter that is gone', async () => {
    client.on(GetParameterCommand).rejects(awsError('InvalidKeyId'));
    await expect(ssmParameter.read(refOn(ssmParameter, '/shop/key'), aws)).rejects.toThrow('InvalidKeyId');
  });

  test('every page is listed', async () => {
    client
      .on(DescribeParametersCommand)
      .resolves({ Parameters: [{ Name: '/one' }], NextToken: 'next' })
      .on(DescribeParametersCommand, { NextToken: 'next' })
      .resolves({ Parameters: [{ Name: 'two' }], NextToken: '' });
    expect(await listed(ssmParameter, aws)).toEqual(['/one', 'two']);
  });
});
