import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type Permission, permissionKey, type SecurityGroup } from './kind.ts';
import { trafficText } from './protocol.ts';

/** A permission with the tags of its rule, which a look does not read and an undo sets again. */
export interface TaggedPermission extends Permission {
  /** Left out: it has none, or no remediation has begun. */
  readonly tags?: Readonly<Record<string, string>>;
}

export const [revokeIngress, authorizeIngress] = inverses<SecurityGroup, TaggedPermission>()(
  {
    type: 'ec2.revoke-ingress',
    describe: (permission) => `Close ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({ ...group, ingress: withoutItems(group.ingress, same(permission)) }),
  },
  {
    type: 'ec2.authorize-ingress',
    describe: (permission) => `Open ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({
      ...group,
      ingress: withItems(group.ingress, [asRead(permission)], permissionKey),
    }),
  },
);

export const [revokeEgress, authorizeEgress] = inverses<SecurityGroup, TaggedPermission>()(
  {
    type: 'ec2.revoke-egress',
    describe: (permission) => `Close outbound ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({ ...group, egress: withoutItems(group.egress, same(permission)) }),
  },
  {
    type: 'ec2.authorize-egress',
    describe: (permission) => `Open outbound ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({
      ...group,
      egress: withItems(group.egress, [asRead(permission)], permissionKey),
    }),
  },
);

/** A look does not read tags. */
function asRead({ tags: _tags, ...permission }: TaggedPermission): Permission {
  return permission;
}

function same(wanted: Permission): (other: Permission) => boolean {
  const key = permissionKey(wanted);
  return (other) => permissionKey(other) === key;
}

export function sourceOf({ cidr, prefixList, group }: Permission): string {
  return cidr ?? prefixList ?? group ?? 'nobody';
}
