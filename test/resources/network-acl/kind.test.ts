import { GONE } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { networkAcl } from '../../../shared/resources/network-acl/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'acl-0a1b2c3d4e5f60718';
const request = { networkAclId: ID, ruleNumber: 100, ruleAction: 'allow', egress: false };
const some = (...items: readonly object[]) => ({ inbound: { items, complete: false } });
const all = { number: 100, allows: true, protocol: '-1', cidr: '::/0' };

provesOf(networkAcl, ID, [
  ['ec2:CreateNetworkAcl', { response: { networkAcl: { networkAclId: ID } } }, { inbound: exactly([]) }],
  ['ec2:CreateNetworkAclEntry', { request: { ...request, aclProtocol: '-1', ipv6CidrBlock: '::/0' } }, some(all)],
  [
    'ec2:ReplaceNetworkAclEntry',
    { request: { ...request, protocol: 'tcp', cidrBlock: '10.0.0.0/8', portRange: { from: 22, to: 22 } } },
    some({ number: 100, allows: true, protocol: '6', cidr: '10.0.0.0/8', from: 22, to: 22 }),
    some(all),
  ],
  ['ec2:DeleteNetworkAclEntry', { request }, some(), some(all)],
  ['ec2:DeleteNetworkAclEntry', { request: { ...request, egress: true } }, some(all), some(all)],
  ['ec2:DeleteNetworkAcl', { request }, GONE],
]);

unreadableOf(networkAcl, ID, [
  ['ec2:CreateNetworkAcl', {}, 'shows no networkAclId'],
  ['ec2:DeleteNetworkAcl', { request: {} }, 'names no network ACL'],
  ['ec2:DeleteNetworkAclEntry', { request: { networkAclId: ID } }, 'shows no ruleNumber'],
  ['ec2:CreateNetworkAclEntry', { request: { networkAclId: ID, ruleNumber: 1 } }, 'shows no rule'],
]);
