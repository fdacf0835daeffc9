import { inverses } from '../../core/action.ts';
import { putPolicy } from '../common/put-policy.ts';
import { type Deletion, type KmsKey, LONGEST_WINDOW, type Rotation, rotationEvery } from './kind.ts';

/** A key whose deletion is cancelled stays disabled. */
export const [cancelKeyDeletion, scheduleKeyDeletion] = inverses<KmsKey, Deletion>()(
  {
    type: 'kms.cancel-key-deletion',
    describe: () => 'Cancel the deletion of the key',
    simulate: (key) => (key.deletion === null ? key : { ...key, deletion: null, enabled: false }),
  },
  {
    type: 'kms.schedule-key-deletion',
    describe: ({ windowDays, date }) =>
      `Schedule the deletion of the key ${date ? `for ${date}` : `with a window of ${windowDays ?? LONGEST_WINDOW} days`}`,
    simulate: (key, deletion) => ({ ...key, deletion, enabled: false }),
  },
);

export const [enableKey, disableKey] = inverses<KmsKey, object>()(
  {
    type: 'kms.enable-key',
    describe: () => 'Enable the key',
    simulate: (key) => ({ ...key, enabled: true }),
  },
  {
    type: 'kms.disable-key',
    describe: () => 'Disable the key',
    simulate: (key) => ({ ...key, enabled: false }),
  },
);

export const [enableKeyRotation, disableKeyRotation] = inverses<KmsKey, Pick<Rotation, 'days'>>()(
  {
    type: 'kms.enable-key-rotation',
    describe: ({ days }) => `Switch automatic rotation on${days === undefined ? '' : `, every ${days} days`}`,
    simulate: (key, { days }) => ({ ...key, rotation: rotationEvery(days) }),
  },
  {
    type: 'kms.disable-key-rotation',
    describe: () => 'Switch automatic rotation off',
    simulate: (key) => ({ ...key, rotation: { on: false } }),
  },
);

/**
 * Never with `BypassPolicyLockoutSafetyCheck`: nobody could change such a policy again. Ids of deleted principals are left
 * out: AWS refuses them.
 */
export const putKeyPolicy = putPolicy<KmsKey>()('kms.put-key-policy', 'key policy');
