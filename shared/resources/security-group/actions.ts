import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type Permission, permissionKey, type SecurityGroup } from './kind.ts';
import { trafficText } from './protocol.ts';

export const [revokeIngress, authorizeIngress] = inverses<SecurityGroup, Permission>()(
  {
    type: 'ec2.revoke-ingress',
    describe: (permission) => `Close ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({ ...group, ingress: withoutItems(group.ingress, same(permission)) }),
  },
  {
    type: 'ec2.authorize-ingress',
    describe: (permission) => `Open ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({ ...group, ingress: withItems(group.ingress, [permission], permissionKey) }),
  },
);

export const [revokeEgress, authorizeEgress] = inverses<SecurityGroup, Permission>()(
  {
    type: 'ec2.revoke-egress',
    describe: (permission) => `Close outbound ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({ ...group, egress: withoutItems(group.egress, same(permission)) }),
  },
  {
    type: 'ec2.authorize-egress',
    describe: (permission) => `Open outbound ${trafficText(permission)} to ${sourceOf(permission)}`,
    simulate: (group, permission) => ({ ...group, egress: withItems(group.egress, [permission], permissionKey) }),
  },
);

function same(wanted: Permission): (other: Permission) => boolean {
  const key = permissionKey(wanted);
  return (other) => permissionKey(other) === key;
}

export function sourceOf({ cidr, prefixList, group }: Permission): string {
  return cidr ?? prefixList ?? group ?? 'nobody';
}
