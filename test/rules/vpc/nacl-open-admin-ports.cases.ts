import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import type { AclEntry } from '../../../shared/resources/network-acl/kind.ts';
import rule from '../../../shared/rules/vpc/nacl-open-admin-ports.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const networkAclId = 'acl-0a1b2c3d4e5f60718';
const entry = (number: number, parts: Partial<AclEntry> = {}): AclEntry => ({
  number,
  allows: true,
  protocol: '-1',
  cidr: '0.0.0.0/0',
  ...parts,
});
const ssh = { protocol: '6', from: 22, to: 22 };
const acl = (...entries: readonly AclEntry[]) => ({ inbound: exactly(entries) });
const open = (number: number, ports = '22, 3389', source = 'the internet') =>
  ({ message: 'open', path: String(number), data: { number, source, ports } }) as const;
const deny = (number: number, port: number, cidr = '0.0.0.0/0') => ({
  type: 'ec2.create-acl-entry',
  params: { number, allows: false, protocol: '6', cidr, from: port, to: port },
});
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`ec2:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { networkAclId, ...request },
    response: { _return: true },
    ...parts,
  });
const rest = { egress: false, ruleNumber: 100, aclProtocol: '-1', cidrBlock: '0.0.0.0/0' };

export default casesOf(rule, {
  compliant: [
    { name: 'it denies everything', state: acl() },
    { name: 'it lets the web in', state: acl(entry(100, { protocol: '6', from: 443, to: 443 })) },
    { name: 'it lets an office in', state: acl(entry(100, { ...ssh, cidr: '198.51.100.0/24' })) },
    {
      name: 'it denies the ports before it allows the rest',
      state: acl(
        entry(100),
        entry(90, { ...ssh, allows: false }),
        entry(91, { protocol: '6', from: 3000, to: 4000, allows: false }),
      ),
    },
    {
      name: 'it is open on purpose',
      id: networkAclId,
      options: { publicAcls: [networkAclId] },
      state: acl(entry(100)),
    },
    { name: 'other ports are those of administrators', options: { ports: [5900] }, state: acl(entry(100, ssh)) },
    { name: 'another protocol', state: acl(entry(100, { protocol: '17', from: 0, to: 65535 })) },
  ],
  drifted: [
    {
      name: 'it allows everything, as the default one of AWS',
      state: acl(entry(100)),
      violations: [open(100)],
      plan: [deny(99, 22), deny(98, 3389)],
    },
    {
      name: 'it allows SSH alone',
      state: acl(entry(100, ssh)),
      violations: [open(100, '22')],
      plan: [{ type: 'ec2.delete-acl-entry', params: entry(100, ssh) }],
    },
    {
      name: 'it allows all of IPv6, and the denial comes too late',
      state: acl(entry(100, { cidr: '::/0' }), entry(110, { ...ssh, cidr: '::/0', allows: false })),
      violations: [open(100)],
      plan: [deny(99, 22, '::/0'), deny(98, 3389, '::/0')],
    },
    {
      name: 'a denial for a part of the internet leaves the rest',
      state: acl(entry(50, { ...ssh, allows: false, cidr: '203.0.0.0/8' }), entry(100, ssh)),
      violations: [open(100, '22')],
    },
    {
      name: 'half of the internet',
      state: acl(entry(100, { ...ssh, cidr: '128.0.0.0/1' })),
      violations: [open(100, '22', '128.0.0.0/1, much of the internet,')],
    },
    {
      name: 'no number is free',
      state: acl(entry(1)),
      violations: [open(1)],
      cannot: /No number is free/,
    },
  ],
  unknown: [{ name: 'no event showed the rules', state: { inbound: UNSEEN } }],
  events: [
    {
      name: 'a new one lets everything in, and no longer',
      events: [
        call('CreateNetworkAcl', 0, { vpcId: 'vpc-1' }, { response: { networkAcl: { networkAclId } } }),
        call('CreateNetworkAclEntry', 1, { ...rest, ruleAction: 'allow' }),
        call('ReplaceNetworkAclEntry', 2, { ...rest, ruleAction: 'deny' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: networkAclId,
    },
    {
      name: 'a rule that denies is deleted',
      events: [
        call('CreateNetworkAclEntry', 0, {
          ...rest,
          ruleNumber: 90,
          aclProtocol: '6',
          portRange: { from: 0, to: 65535 },
          ruleAction: 'deny',
        }),
        call('CreateNetworkAclEntry', 1, { ...rest, ruleAction: 'allow' }),
        call('DeleteNetworkAclEntry', 2, { egress: false, ruleNumber: 90 }),
        call('DeleteNetworkAcl', 3, {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a rule for what goes out',
      events: [call('CreateNetworkAclEntry', 0, { ...rest, egress: true, ruleAction: 'allow' })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('CreateNetworkAclEntry', 0, { ...rest, ruleAction: 'allow' }, { errorCode: 'X', response: null })],
      transitions: [],
    },
    {
      name: 'a call that shows no rule',
      events: [call('CreateNetworkAclEntry', 0, { ruleNumber: 100 })],
      transitions: [],
      unreadable: /shows no rule/,
    },
  ],
});
