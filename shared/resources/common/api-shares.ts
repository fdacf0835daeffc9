import type { LaunchPermission } from '@aws-sdk/client-ec2';
import { inOrder } from '../../aws/in-order.ts';
import type { Listing } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { EVERYBODY, type Share } from './shares.ts';

/** The shares in the permissions of a snapshot or an image. */
export function sharesIn(permissions: readonly LaunchPermission[] = []): Listing<Share> {
  const shares = permissions.flatMap(
    ({ Group, UserId, OrganizationArn, OrganizationalUnitArn }) =>
      Group ?? UserId ?? OrganizationArn ?? OrganizationalUnitArn ?? [],
  );
  return exactly(inOrder(shares, (share) => share));
}

export function permissionFor(share: Share): LaunchPermission {
  if (share === EVERYBODY) return { Group: 'all' };
  if (!share.startsWith('arn:')) return { UserId: share };
  return share.includes(':ou/') ? { OrganizationalUnitArn: share } : { OrganizationArn: share };
}
