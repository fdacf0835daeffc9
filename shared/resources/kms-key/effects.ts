import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import {
  cancelKeyDeletion,
  disableKey,
  disableKeyRotation,
  enableKey,
  enableKeyRotation,
  putKeyPolicy,
  scheduleKeyDeletion,
} from './actions.ts';
import { isPendingDeletion } from './api-metadata.ts';
import { A_YEAR, type Deletion, LONGEST_WINDOW } from './kind.ts';

const KEYS = 'kms:{region}:{account}:key/*';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const REFUSALS = {
  KMSInvalidStateException: 'The state of the key does not allow it.',
  DisabledException: 'The key is disabled.',
  NotFoundException: 'The key no longer exists.',
  UnsupportedOperationException: 'AWS does not offer this for keys of this type.',
};

export default [
  effectOf(cancelKeyDeletion, {
    permissions: { 'kms:DescribeKey': KEYS, 'kms:CancelKeyDeletion': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, _, aws) {
      const kms = aws.client(KMSClient, { region });
      if (await isPending(kms, KeyId)) await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    },
  }),
  effectOf(scheduleKeyDeletion, {
    permissions: { 'kms:DescribeKey': KEYS, 'kms:ScheduleKeyDeletion': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, deletion, aws) {
      const kms = aws.client(KMSClient, { region });
      if (await isPending(kms, KeyId)) return;
      const PendingWindowInDays = windowFor(deletion, Date.now());
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    },
  }),
  effectOf(enableKey, {
    permissions: { 'kms:EnableKey': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, _, aws) {
      await aws.client(KMSClient, { region }).send(new EnableKeyCommand({ KeyId }));
    },
  }),
  effectOf(disableKey, {
    permissions: { 'kms:DisableKey': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, _, aws) {
      await aws.client(KMSClient, { region }).send(new DisableKeyCommand({ KeyId }));
    },
  }),
  effectOf(enableKeyRotation, {
    permissions: { 'kms:EnableKeyRotation': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, { days = A_YEAR }, aws) {
      await aws.client(KMSClient, { region }).send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: days }));
    },
  }),
  effectOf(disableKeyRotation, {
    permissions: { 'kms:DisableKeyRotation': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, _, aws) {
      await aws.client(KMSClient, { region }).send(new DisableKeyRotationCommand({ KeyId }));
    },
  }),
  effectOf(putKeyPolicy, {
    permissions: { 'kms:PutKeyPolicy': KEYS },
    refusals: REFUSALS,
    async apply({ id: KeyId, region }, { after }, aws) {
      await aws
        .client(KMSClient, { region })
        .send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: policyText(writable(after)) }));
    },
  }),
];

/** AWS refuses to cancel a deletion that is not scheduled, and to schedule one twice. */
async function isPending(kms: KMSClient, KeyId: string): Promise<boolean> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  return KeyMetadata !== undefined && isPendingDeletion(KeyMetadata);
}

const DAY = 24 * 60 * 60 * 1000;
const SHORTEST_WINDOW = 7;

/** The window that ends on the earlier date, or as soon after it as AWS allows. */
function windowFor({ date, windowDays = LONGEST_WINDOW }: Deletion, now: number): number {
  if (date === undefined) return windowDays;
  const days = Math.floor(Date.parse(date) / DAY) - Math.floor(now / DAY);
  return Math.min(Math.max(days, SHORTEST_WINDOW), LONGEST_WINDOW);
}
