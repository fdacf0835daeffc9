import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeySpec,
  type KeyState,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  cancelKeyDeletion,
  disableKey,
  enableKey,
  enableKeyRotation,
  putKeyPolicy,
  scheduleKeyDeletion,
} from '../../../shared/resources/kms-key/actions.ts';
import type { KmsKey } from '../../../shared/resources/kms-key/kind.ts';
import kmsKey from '../../../shared/resources/kms-key/reader.ts';
import deletionScheduled from '../../../shared/rules/kms/kms-key-deletion-scheduled.ts';
import keyDisabled from '../../../shared/rules/kms/kms-key-disabled.ts';
import policyPublic from '../../../shared/rules/kms/kms-policy-public.ts';
import rotationOff from '../../../shared/rules/kms/kms-rotation-off.ts';
import {
  applyAction,
  describeWithMoto,
  expectConforming,
  listed,
  MOTO_ACCOUNT,
  motoAws,
  PLACE,
  refOn,
} from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const DAY = 24 * 60 * 60 * 1000;
const dateIn = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const allow = (AWS: string) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' });
const OWN = { Version: '2012-10-17', Statement: [allow(`arn:aws:iam::${MOTO_ACCOUNT}:root`)] };
const OPEN = { ...OWN, Statement: [...OWN.Statement, allow('*')] };

describeWithMoto('KMS keys in AWS', () => {
  const aws = motoAws();
  const kms = aws.client(KMSClient, PLACE);

  async function create(spec: KeySpec = 'SYMMETRIC_DEFAULT'): Promise<ReturnType<typeof refOn>> {
    const KeyUsage = spec.startsWith('RSA') ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT';
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ KeySpec: spec, KeyUsage, Policy: JSON.stringify(OWN) }),
    );
    return refOn(kmsKey, KeyMetadata?.KeyId ?? expect.fail('no key'));
  }

  async function deletionOf(ref: ReturnType<typeof refOn>): Promise<KmsKey['deletion']> {
    const state = await kmsKey.read(ref, aws);
    return state === GONE ? expect.fail('gone') : state.deletion;
  }

  test('a key, and whether it is rotated', async () => {
    const ref = await create();
    expect(await kmsKey.read(ref, aws)).toEqual({
      enabled: true,
      deletion: null,
      rotation: { on: false },
      policy: OWN,
      spec: 'SYMMETRIC_DEFAULT',
      origin: 'AWS_KMS',
      manager: 'CUSTOMER',
    });
    await expectConforming(kmsKey, ref, enableKeyRotation({}), aws);
  });

  test('a disabled key', async () => {
    const ref = await create();
    await expectConforming(kmsKey, ref, disableKey({}), aws);
    await applyAction(ref, disableKey({}), aws);
    await expectConforming(kmsKey, ref, enableKey({}), aws);
  });

  test('a deletion, scheduled and cancelled', async () => {
    // Not one that is rotated: while a deletion is pending that cannot be read.
    const ref = await create('RSA_2048');
    await applyAction(ref, disableKey({}), aws);
    const deletion = { date: dateIn(12) };
    await expectConforming(kmsKey, ref, scheduleKeyDeletion(deletion), aws);
    await applyAction(ref, scheduleKeyDeletion({ windowDays: 12, ...deletion }), aws);
    expect(await deletionOf(ref)).toEqual(deletion);
    await expectConforming(kmsKey, ref, cancelKeyDeletion(deletion), aws);
  });

  test('the policy', async () => {
    await expectConforming(kmsKey, await create(), putKeyPolicy({ before: OWN, after: OPEN }), aws);
  });

  test.each([
    { rule: rotationOff, drift: undefined },
    { rule: keyDisabled, drift: disableKey({}) },
    { rule: deletionScheduled, drift: scheduleKeyDeletion({ windowDays: 7 }) },
    { rule: policyPublic, drift: putKeyPolicy({ before: OWN, after: OPEN }) },
  ])('$rule.id: a key that drifted is found and put right', async ({ rule, drift }) => {
    const ref = await create();
    if (drift) await applyAction(ref, drift, aws);
    await expectMended(rule, kmsKey, ref, aws);
  });

  test('what is there is listed, what is not is gone', async () => {
    const ref = await create();
    expect(await listed(kmsKey, aws)).toContain(ref.id);
    expect(await kmsKey.read(refOn(kmsKey, '0a1b2c3d-1111-4222-8333-444455556666'), aws)).toBe(GONE);
    expect(await kmsKey.read(refOn(kmsKey, 'no-id'), aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(kmsKey, await create(), motoAws());
  });
});

describe('KMS keys (calls mocked: moto has not these states of a key)', () => {
  const aws = createAws();
  const kms = mockClient(aws.client(KMSClient, PLACE));
  const ref = refOn(kmsKey, '0a1b2c3d-1111-4222-8333-444455556666');
  const KeyId = ref.id;
  beforeEach(() => {
    kms.reset();
    kms.on(GetKeyPolicyCommand).resolves({ Policy: JSON.stringify(OWN) });
    kms.on(GetKeyRotationStatusCommand).rejects(awsError('UnsupportedOperationException'));
  });

  const ROTATABLE = { KeyId, KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' } as const;

  test.each<[KeyState, KmsKey]>([
    ['Creating', { deletion: null }],
    ['Updating', { deletion: null }],
    ['Unavailable', { deletion: null }],
    ['PendingImport', { deletion: null, enabled: false }],
    ['PendingReplicaDeletion', { deletion: { windowDays: 9 }, enabled: false }],
  ])('a key that is %s', async (KeyState, expected) => {
    kms.on(DescribeKeyCommand).resolves({
      KeyMetadata: { KeyId, KeyState, ...(expected.deletion ? { PendingDeletionWindowInDays: 9 } : {}) },
    });
    expect(await kmsKey.read(ref, aws)).toEqual({ ...expected, policy: OWN });
  });

  test.each([
    { KeyState: 'Enabled', material: 'imported' },
    { KeyState: 'Disabled', material: 'imported' },
    { KeyState: 'PendingImport', material: 'awaited' },
    { KeyState: 'PendingImport', CurrentKeyMaterialId: '0123', material: 'removed' },
    { KeyState: 'PendingImport', KeySpec: 'HMAC_256', material: 'lacking' },
    { KeyState: 'PendingDeletion', DeletionDate: new Date(), material: undefined },
  ] as const)('imported material of a key that is $KeyState: $material', async ({ material, ...metadata }) => {
    kms.on(DescribeKeyCommand).resolves({
      KeyMetadata: { KeyId, Origin: 'EXTERNAL', KeySpec: 'SYMMETRIC_DEFAULT', ...metadata },
    });
    const state = await kmsKey.read(ref, aws);
    expect(state === GONE ? GONE : state.material).toBe(material);
  });

  test.each([
    ['PRIMARY', undefined],
    ['REPLICA', 'arn:aws:kms:us-east-1:123456789012:key/mrk-0a1b'],
  ] as const)('the primary key of a multi-Region key that is %s', async (MultiRegionKeyType, primary) => {
    const PrimaryKey = { Arn: 'arn:aws:kms:us-east-1:123456789012:key/mrk-0a1b', Region: 'us-east-1' };
    kms.on(DescribeKeyCommand).resolves({
      KeyMetadata: {
        ...ROTATABLE,
        KeyState: 'Enabled',
        MultiRegion: true,
        MultiRegionConfiguration: { MultiRegionKeyType, PrimaryKey },
      },
    });
    kms.on(GetKeyRotationStatusCommand).resolves({ KeyRotationEnabled: false });
    const state = await kmsKey.read(ref, aws);
    expect(state === GONE ? GONE : state.primary).toBe(primary);
  });

  test('how often a key is rotated, a year being the default', async () => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { ...ROTATABLE, KeyState: 'Enabled' } });
    kms.on(GetKeyRotationStatusCommand).resolves({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    expect(await kmsKey.read(ref, aws)).toMatchObject({ rotation: { on: true, days: 90 } });
    kms.on(GetKeyRotationStatusCommand).resolves({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    expect(await kmsKey.read(ref, aws)).toMatchObject({ rotation: { on: true } });
    await applyAction(ref, enableKeyRotation({ days: 90 }), aws);
    await applyAction(ref, enableKeyRotation({}), aws);
    const periods = kms.commandCalls(EnableKeyRotationCommand).map(({ args }) => args[0].input.RotationPeriodInDays);
    expect(periods).toEqual([90, 365]);
  });

  test('a rotation that is off because the deletion is pending is not known', async () => {
    kms.on(DescribeKeyCommand).resolves({
      KeyMetadata: { ...ROTATABLE, KeyState: 'PendingDeletion', DeletionDate: new Date('2026-03-09T10:00:00Z') },
    });
    kms.on(GetKeyRotationStatusCommand).resolves({ KeyRotationEnabled: false });
    const state = await kmsKey.read(ref, aws);
    expect(state).toMatchObject({ deletion: { date: '2026-03-09' }, enabled: false });
    expect(state).not.toHaveProperty('rotation');
  });

  test.each([
    [{ date: dateIn(20), windowDays: 30 }, 20],
    [{ date: dateIn(3) }, 7],
    [{ date: '2020-01-01' }, 7],
    [{ windowDays: 9 }, 9],
    [{}, 30],
  ])('a deletion scheduled again, for %o: in %i days', async (deletion, days) => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId, KeyState: 'Disabled' } });
    await applyAction(ref, scheduleKeyDeletion(deletion), aws);
    expect(kms.commandCalls(ScheduleKeyDeletionCommand)[0]?.args[0].input).toEqual({
      KeyId,
      PendingWindowInDays: days,
    });
  });

  test('what is scheduled, or cancelled, already is left alone', async () => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId, KeyState: 'PendingReplicaDeletion' } });
    await applyAction(ref, scheduleKeyDeletion({ windowDays: 7 }), aws);
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId, KeyState: 'Disabled' } });
    await applyAction(ref, cancelKeyDeletion({ windowDays: 7 }), aws);
    expect(kms.commandCalls(ScheduleKeyDeletionCommand)).toEqual([]);
    expect(kms.commandCalls(CancelKeyDeletionCommand)).toEqual([]);
  });

  test('a policy is never put without the safety check', async () => {
    await applyAction(ref, putKeyPolicy({ before: OPEN, after: OWN }), aws);
    expect(kms.commandCalls(PutKeyPolicyCommand)[0]?.args[0].input).toEqual({
      KeyId,
      PolicyName: 'default',
      Policy: JSON.stringify(OWN),
    });
  });

  test('keys that AWS manages are not listed', async () => {
    kms
      .on(ListKeysCommand, { Marker: undefined })
      .resolves({ Keys: [{ KeyId: 'own' }, { KeyId: 'managed' }], NextMarker: 'next', Truncated: true })
      .on(ListKeysCommand, { Marker: 'next' })
      .resolves({ Keys: [{ KeyId: 'nameless' }] })
      .on(ListAliasesCommand, { Marker: undefined })
      .resolves({ Aliases: [{ AliasName: 'alias/own', TargetKeyId: 'own' }], NextMarker: 'more', Truncated: true })
      .on(ListAliasesCommand, { Marker: 'more' })
      .resolves({ Aliases: [{ AliasName: 'alias/aws/ebs', TargetKeyId: 'managed' }, { AliasName: 'alias/aws/s3' }] });
    expect(await listed(kmsKey, aws)).toEqual(['own', 'nameless']);
  });

  test('a change that the state of a key does not allow fails', async () => {
    kms.rejects(awsError('KMSInvalidStateException'));
    await expect(applyAction(ref, enableKey({}), aws)).rejects.toThrow('KMSInvalidStateException');
  });
});
