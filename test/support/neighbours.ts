import type { Neighbours } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import type { CloudTrailTrail } from '../../shared/resources/cloudtrail-trail/kind.ts';
import { type BlockPublicAccess, NOTHING_BLOCKED } from '../../shared/resources/common/block-public-access.ts';
import type { Administrator, IamAdministrators } from '../../shared/resources/iam-administrators/kind.ts';
import type { KmsKey } from '../../shared/resources/kms-key/kind.ts';
import type { PrefixList } from '../../shared/resources/prefix-list/kind.ts';
import type { S3Account } from '../../shared/resources/s3-account/kind.ts';
import type { SnapshotBlockPublicAccess } from '../../shared/resources/snapshot-block-public-access/kind.ts';
import { ACCOUNT, REGION } from './events.ts';

/** What is known of the account's Block Public Access: by default it blocks nothing. */
export function accountWith(blockPublicAccess: BlockPublicAccess = NOTHING_BLOCKED): Neighbours<S3Account> {
  const ref = { kind: 's3-account', account: ACCOUNT, region: 'us-east-1', id: 'account' };
  return exactly([{ ref, state: { blockPublicAccess } }]);
}

/** All trails of the account, by name. */
export function trails(states: Readonly<Record<string, CloudTrailTrail>> = {}): Neighbours<CloudTrailTrail> {
  return exactly(
    Object.entries(states).map(([id, state]) => ({
      ref: { kind: 'cloudtrail-trail', account: ACCOUNT, region: REGION, id },
      state,
    })),
  );
}

/** A trail that records everything. */
export const WHOLE_TRAIL: CloudTrailTrail = {
  logging: true,
  multiRegion: true,
  globalServices: true,
  managementEvents: { included: true, readWrite: 'All', excludedSources: [] },
};

/** Prefix lists with all of their blocks, by id. */
export function prefixLists(blocks: Readonly<Record<string, readonly string[]>>): Neighbours<PrefixList> {
  return exactly(
    Object.entries(blocks).map(([id, some]) => ({
      ref: { kind: 'prefix-list', account: ACCOUNT, region: REGION, id },
      state: { blocks: exactly(some) },
    })),
  );
}

/** The KMS keys that a resource names, by id. A key that is missing does not exist. */
export function kmsKeys(states: Readonly<Record<string, KmsKey>>): Neighbours<KmsKey> {
  return exactly(
    Object.entries(states).map(([id, state]) => ({
      ref: { kind: 'kms-key', account: ACCOUNT, region: REGION, id },
      state,
    })),
  );
}

/** Whether the region lets snapshots be public. */
export function snapshotsAre(
  mode: NonNullable<SnapshotBlockPublicAccess['mode']>,
): Neighbours<SnapshotBlockPublicAccess> {
  const ref = { kind: 'snapshot-block-public-access', account: ACCOUNT, region: REGION, id: REGION };
  return exactly([{ ref, state: { mode } }]);
}

/** Who has all rights in the account; `isAll`: nobody else has. */
export function administrators(items: readonly Administrator[], isAll = true): Neighbours<IamAdministrators> {
  const ref = { kind: 'iam-administrators', account: ACCOUNT, region: 'us-east-1', id: 'account' };
  return exactly([{ ref, state: { administrators: { items, complete: isAll } } }]);
}
