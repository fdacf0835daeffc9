import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putRotation, putSecretPolicy, scheduleSecretDeletion } from '../../../shared/resources/secret/actions.ts';
import secret from '../../../shared/resources/secret/reader.ts';
import deleted from '../../../shared/rules/secretsmanager/secret-deletion-scheduled.ts';
import open from '../../../shared/rules/secretsmanager/secret-policy-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

describeWithMoto('secret: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(SecretsManagerClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const { ARN = '' } = await client.send(
      new CreateSecretCommand({ Name: `shop/reader-${count}`, SecretString: 'a-value' }),
    );
    return ARN.split(':secret:')[1] ?? expect.fail(ARN);
  }

  test('a new one is not rotated, has no policy and stays', async () => {
    expect(await secret.read(refOn(secret, await make()), aws)).toEqual({
      rotation: { on: false },
      unfinished: null,
      lastRotated: null,
      created: new Date().toISOString().slice(0, 10),
      scheduledForDeletion: false,
      policy: null,
      replica: false,
    });
  });

  test('its policy is put, and removed', async () => {
    const ref = refOn(secret, await make());
    const after = policyDocument(
      allowing('Partner', 'arn:aws:iam::444455556666:root', 'secretsmanager:GetSecretValue'),
    );
    await expectConforming(secret, ref, putSecretPolicy({ before: null, after }), aws);
  });

  test('its deletion is scheduled and cancelled', async () => {
    await expectConforming(secret, refOn(secret, await make()), scheduleSecretDeletion({}), aws);
  });

  test('a secret for anyone is found and mended', async () => {
    const ref = refOn(secret, await make());
    const after = policyDocument(allowing('Anyone', '*', 'secretsmanager:GetSecretValue'));
    await applyAction(ref, putSecretPolicy({ before: null, after }), aws);
    await expectMended(open, secret, ref, aws);
    expect(await secret.read(ref, aws)).toMatchObject({ policy: null });
  });

  test('a secret that is scheduled for deletion is found and kept', async () => {
    const ref = refOn(secret, await make());
    await applyAction(ref, scheduleSecretDeletion({}), aws);
    await expectMended(deleted, secret, ref, aws);
  });

  test('one that is deleted at once is gone, and listed no more', async () => {
    const ref = refOn(secret, await make());
    expect(await listed(secret, aws)).toContain(ref.id);
    await client.send(new DeleteSecretCommand({ SecretId: secret.kind.arn?.(ref), ForceDeleteWithoutRecovery: true }));
    expect(await secret.read(ref, aws)).toBe(GONE);
    expect(await listed(secret, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(secret, refOn(secret, await make()), motoAws());
  });
});

describe('secret: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SecretsManagerClient, PLACE));
  const ref = refOn(secret, 'orders-a1b2c3');
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  test('a pending version shows since when a rotation is going on', async () => {
    client.on(GetResourcePolicyCommand).resolves({});
    client.on(DescribeSecretCommand).resolves({
      RotationEnabled: true,
      RotationLambdaARN: 'f',
      RotationRules: { AutomaticallyAfterDays: 31, ScheduleExpression: 'cron(0 8 1 * ? *)', Duration: '3h' },
      LastRotatedDate: new Date('2026-02-01T08:10:00Z'),
      VersionIdsToStages: { one: ['AWSCURRENT'], two: ['AWSPENDING'] },
      PrimaryRegion: 'eu-west-1',
    });
    client
      .on(ListSecretVersionIdsCommand)
      .resolves({ Versions: [{ VersionId: 'two', CreatedDate: new Date('2026-03-01T08:10:00Z') }] });
    expect(await secret.read(ref, aws)).toMatchObject({
      rotation: { on: true, function: 'f', schedule: 'cron(0 8 1 * ? *)', window: '3h' },
      lastRotated: '2026-02-01',
      unfinished: { since: '2026-03-01T08:10:00.000Z' },
      replica: false,
    });
  });

  test('the end of a rotation leaves both labels at one version', async () => {
    client.on(GetResourcePolicyCommand).resolves({});
    client.on(DescribeSecretCommand).resolves({ VersionIdsToStages: { one: ['AWSCURRENT', 'AWSPENDING'] } });
    expect(await secret.read(ref, aws)).toMatchObject({ unfinished: null });
  });

  test('a replica is one, and a policy that AWS does not show is not known', async () => {
    client.on(DescribeSecretCommand).resolves({ PrimaryRegion: 'us-east-1', DeletedDate: new Date() });
    client.on(GetResourcePolicyCommand).rejects(awsError('InvalidRequestException'));
    const state = await secret.read(ref, aws);
    expect(state).toMatchObject({ replica: true, scheduledForDeletion: true });
    expect(state).not.toHaveProperty('policy');
  });

  test('rotation is switched on as it was, without a rotation at once, and off', async () => {
    client.onAnyCommand().resolves({});
    const off = { on: false, function: 'f', days: 30, window: '3h' };
    const action = putRotation({ before: off, after: { ...off, on: true } });
    await applyAction(ref, action, aws);
    await applyAction(ref, putRotation.inverse(action.params), aws);
    const SecretId = `arn:aws:secretsmanager:eu-west-1:${PLACE.account}:secret:${ref.id}`;
    expect(client.calls().map(({ args: [command] }) => [command.constructor.name, command.input])).toEqual([
      [
        'RotateSecretCommand',
        {
          SecretId,
          RotationLambdaARN: 'f',
          RotationRules: { AutomaticallyAfterDays: 30, Duration: '3h' },
          RotateImmediately: false,
        },
      ],
      ['CancelRotateSecretCommand', { SecretId }],
    ]);
  });

  test('a schedule is put as one', async () => {
    client.onAnyCommand().resolves({});
    const after = { on: true, schedule: 'rate(10 days)' };
    await applyAction(ref, putRotation({ before: { on: true, days: 400 }, after }), aws);
    expect(client.commandCalls(RotateSecretCommand)[0]?.args[0].input).toMatchObject({
      RotationRules: { ScheduleExpression: 'rate(10 days)' },
    });
  });

  test('every page is listed, with secrets that are scheduled for deletion', async () => {
    const arn = (id: string) => `arn:aws:secretsmanager:eu-west-1:${PLACE.account}:secret:${id}`;
    client
      .on(ListSecretsCommand, { IncludePlannedDeletion: true, NextToken: undefined })
      .resolves({ SecretList: [{ ARN: arn('one-a1b2c3') }], NextToken: 'next' })
      .on(ListSecretsCommand, { IncludePlannedDeletion: true, NextToken: 'next' })
      .resolves({ SecretList: [{ ARN: arn('shop/two-a1b2c3') }] });
    expect(await listed(secret, aws)).toEqual(['one-a1b2c3', 'shop/two-a1b2c3']);
  });
});
