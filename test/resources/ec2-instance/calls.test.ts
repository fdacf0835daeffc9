import { gzipSync } from 'node:zlib';
import {
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  EC2Client,
  ModifyInstanceMetadataOptionsCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putHopLimit, putHttpTokens } from '../../../shared/resources/ec2-instance/actions.ts';
import instance from '../../../shared/resources/ec2-instance/reader.ts';
import rule from '../../../shared/rules/ec2/ec2-imdsv1-allowed.ts';
import { applyAction, describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');
const SCRIPT = '#!/bin/bash\nset -e\nyum install -y nginx\nexport DB_PASSWORD=8fK2pQ7vLx9mTz4w\n';

describeWithMoto('EC2 instance: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(EC2Client, PLACE);

  let image = '';
  beforeAll(async () => {
    const made = await client.send(new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 }));
    const InstanceId = made.Instances?.[0]?.InstanceId;
    image = (await client.send(new CreateImageCommand({ InstanceId, Name: 'of-an-instance' }))).ImageId ?? '';
  });

  async function make(parts: Partial<RunInstancesCommandInput> = {}): Promise<string> {
    const made = await client.send(new RunInstancesCommand({ ImageId: image, MinCount: 1, MaxCount: 1, ...parts }));
    return made.Instances?.[0]?.InstanceId ?? '';
  }

  test('is read, with the owner of its image', async () => {
    expect(await instance.read(refOn(instance, await make()), aws)).toMatchObject({
      httpTokens: 'optional',
      httpEndpoint: 'enabled',
      hopLimit: 1,
      profile: null,
      image,
      imageOwners: expect.arrayContaining([expect.any(String)]),
      userData: null,
    });
  });

  test('a secret in the user data is found, and nothing else of it is shown', async () => {
    const state = await instance.read(refOn(instance, await make({ UserData: encoded(SCRIPT) })), aws);
    expect(state).toMatchObject({ userData: { detection: { detector: 'embedded-secret' } } });
    expect(JSON.stringify(state)).not.toMatch(/8fK2|nginx/);
  });

  test('an instance that serves IMDSv1 is found and mended', async () => {
    await expectMended(rule, instance, refOn(instance, await make()), aws);
  });

  test('one that is terminated is gone, and listed no more', async () => {
    const ref = refOn(instance, await make());
    expect(await listed(instance, aws)).toContain(ref.id);
    await client.send(new TerminateInstancesCommand({ InstanceIds: [ref.id] }));
    expect(await instance.read(ref, aws)).toBe(GONE);
    expect(await listed(instance, aws)).not.toContain(ref.id);
  });

  test('one that never was is gone', async () => {
    expect(await instance.read(refOn(instance, 'i-0123456789abcdef0'), aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(instance, refOn(instance, await make()), motoAws());
  });
});

describe('EC2 instance: answers that moto does not give (aws-sdk-client-mock)', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EC2Client, PLACE));
  const ref = refOn(instance, 'i-1');
  const profile = { Arn: 'arn:aws:iam::123456789012:instance-profile/web/shop' };

  beforeEach(() => {
    client.reset();
    client
      .on(DescribeInstancesCommand)
      .resolves({
        Reservations: [{ Instances: [{ InstanceId: 'i-1', ImageId: 'ami-1', IamInstanceProfile: profile }] }],
      })
      .on(DescribeInstanceAttributeCommand)
      .resolves({})
      .on(DescribeImagesCommand)
      .resolves({ Images: [{ ImageId: 'ami-1', OwnerId: '137112412989', ImageOwnerAlias: 'amazon' }] });
  });
  afterAll(() => client.restore());

  const userData = (Value: string) => client.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value } });

  test('the name of the profile and the alias of the image are read', async () => {
    expect(await instance.read(ref, aws)).toEqual({
      profile: 'shop',
      image: 'ami-1',
      imageOwners: ['137112412989', 'amazon'],
      userData: null,
    });
  });

  test.each([
    ['is not shown', () => client.on(DescribeImagesCommand).resolves({ Images: [] })],
    ['is deregistered', () => client.on(DescribeImagesCommand).rejects(awsError('InvalidAMIID.Unavailable'))],
  ])('an image that %s has no known owner', async (_, answer) => {
    answer();
    expect(await instance.read(ref, aws)).toMatchObject({ imageOwners: null });
  });

  test('compressed user data is judged', async () => {
    userData(gzipSync(SCRIPT).toString('base64'));
    expect(await instance.read(ref, aws)).toMatchObject({ userData: { detection: expect.anything() } });
  });

  test.each([
    ['damaged', Buffer.concat([gzipSync(SCRIPT).subarray(0, 30)])],
    ['too long', gzipSync('a'.repeat(2 ** 21))],
  ])('compressed user data that is %s was not judged', async (_, bytes) => {
    userData(bytes.toString('base64'));
    expect(await instance.read(ref, aws)).toMatchObject({ userData: { name: 'user data' } });
    expect(await instance.read(ref, aws)).not.toHaveProperty('userData.value');
  });

  // moto resets the options that a call does not name.
  test.each([
    [putHttpTokens({ before: 'optional', after: 'required' }), { HttpTokens: 'required' }],
    [putHopLimit({ before: 2, after: 1 }), { HttpPutResponseHopLimit: 1 }],
  ])('%j names no other option', async (action, input) => {
    client.on(ModifyInstanceMetadataOptionsCommand).resolves({});
    await applyAction(ref, action, aws);
    const [call, ...more] = client.commandCalls(ModifyInstanceMetadataOptionsCommand);
    expect(call?.args[0].input).toEqual({ InstanceId: 'i-1', ...input });
    expect(more).toEqual([]);
  });

  test('every page is listed, without what is being terminated', async () => {
    const ending = { InstanceId: 'i-2', State: { Name: 'shutting-down' } } as const;
    client
      .on(DescribeInstancesCommand, { NextToken: undefined })
      .resolves({ Reservations: [{ Instances: [{ InstanceId: 'i-1' }, ending] }], NextToken: 'next' })
      .on(DescribeInstancesCommand, { NextToken: 'next' })
      .resolves({ Reservations: [{ Instances: [{ InstanceId: 'i-3' }] }] });
    expect(await listed(instance, aws)).toEqual(['i-1', 'i-3']);
  });
});
