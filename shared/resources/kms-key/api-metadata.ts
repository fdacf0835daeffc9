import type { KeyMetadata } from '@aws-sdk/client-kms';
import { dayOf } from '../../core/day.ts';
import type { Deletion, KmsKey } from './kind.ts';

/** The state in the metadata of a key. */
export function keyIn(metadata: KeyMetadata): KmsKey {
  const { KeySpec: spec, Origin: origin, KeyManager: manager } = metadata;
  const { MultiRegionKeyType: role, PrimaryKey } = metadata.MultiRegionConfiguration ?? {};
  const primary = role === 'REPLICA' ? PrimaryKey?.Arn : undefined;
  const [enabled, material] = [enabledIn(metadata), materialIn(metadata)];
  return {
    deletion: isPendingDeletion(metadata) ? deletionIn(metadata) : null,
    ...(enabled === undefined ? {} : { enabled }),
    ...(material === undefined ? {} : { material }),
    ...(spec ? { spec } : {}),
    ...(origin ? { origin } : {}),
    ...(manager ? { manager } : {}),
    ...(primary ? { primary } : {}),
  };
}

export function isPendingDeletion({ KeyState }: KeyMetadata): boolean {
  return KeyState === 'PendingDeletion' || KeyState === 'PendingReplicaDeletion';
}

/**
 * Whether AWS shows the rotation of a key. Of other keys AWS returns "off". While a deletion is pending, AWS returns
 * "off" for every key and resumes the rotation if the deletion is cancelled.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export function showsRotation(metadata: KeyMetadata): boolean {
  const { KeySpec, Origin } = metadata;
  return KeySpec === 'SYMMETRIC_DEFAULT' && Origin === 'AWS_KMS' && !isPendingDeletion(metadata);
}

function deletionIn({ DeletionDate, PendingDeletionWindowInDays }: KeyMetadata): Deletion {
  return {
    ...(DeletionDate ? { date: dayOf(DeletionDate) } : {}),
    ...(PendingDeletionWindowInDays === undefined ? {} : { windowDays: PendingDeletionWindowInDays }),
  };
}

/**
 * `undefined` while a key is being created or updated, or while its key store is disconnected: AWS then returns
 * `Enabled: false` for keys that nobody has disabled.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
function enabledIn(metadata: KeyMetadata): boolean | undefined {
  if (metadata.KeyState === 'Enabled') return true;
  const off = metadata.KeyState === 'Disabled' || metadata.KeyState === 'PendingImport' || isPendingDeletion(metadata);
  return off ? false : undefined;
}

/**
 * A symmetric key keeps the id of its material when the material is deleted. While a deletion is pending, AWS does not
 * show whether there is material.
 */
function materialIn({ Origin, KeyState, KeySpec, CurrentKeyMaterialId }: KeyMetadata): KmsKey['material'] {
  if (Origin !== 'EXTERNAL') return undefined;
  if (KeyState === 'Enabled' || KeyState === 'Disabled') return 'imported';
  if (KeyState !== 'PendingImport') return undefined;
  if (KeySpec !== 'SYMMETRIC_DEFAULT') return 'lacking';
  return CurrentKeyMaterialId ? 'removed' : 'awaited';
}
