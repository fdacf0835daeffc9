import { exactly } from '../../../shared/core/listing.ts';
import type { Permission, SecurityGroup } from '../../../shared/resources/security-group/kind.ts';
import rule from '../../../shared/rules/ec2/sg-open-ingress.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = 'sg-0123456789abcdef0';
const tcp = (from: number, to: number, cidr: string): Permission => ({ protocol: 'tcp', from, to, cidr });
const group = (...ingress: Permission[]): SecurityGroup => ({
  ingress: exactly(ingress),
  egress: { items: [], complete: false },
});
const ssh = tcp(22, 22, '0.0.0.0/0');
const violation = <Message extends string>(message: Message, permission: string, ports: string, source: string) => ({
  message,
  path: `${permission} ${message}`,
  data: { ports, source },
});

const flat = { groupId: ID, ipPermissions: {}, ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' };
const nested = (permission: Record<string, unknown>) => ({ groupId: ID, ipPermissions: { items: [permission] } });
const open = {
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  groups: {},
  ipRanges: { items: [{ cidrIp: '0.0.0.0/0', description: 'temporary' }] },
  ipv6Ranges: {},
  prefixListIds: {},
};
const ruleSet = (...rules: Record<string, unknown>[]) => ({
  _return: true,
  securityGroupRuleSet: {
    items: rules.map((each) => ({
      groupId: ID,
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      ...each,
    })),
  },
});
const authorize = (request: unknown, response: unknown = { _return: true }, at = '2026-03-02T09:00:00Z') =>
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { request, response, at });
const revoke = (request: unknown, response: unknown = { _return: true }) =>
  trailRecord('ec2:RevokeSecurityGroupIngress', { request, response, at: '2026-03-02T10:30:00Z' });
const modify = (rule: Record<string, unknown>, at = '2026-03-02T10:00:00Z') =>
  trailRecord('ec2:ModifySecurityGroupRules', {
    at,
    request: {
      ModifySecurityGroupRulesRequest: {
        GroupId: ID,
        SecurityGroupRule: { tag: 1, SecurityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa', SecurityGroupRule: rule },
      },
    },
    response: { ModifySecurityGroupRulesResponse: { return: true } },
  });
const begun = trailRecord('ec2:CreateSecurityGroup', {
  at: '2026-03-02T08:59:59Z',
  request: { groupName: 'web', groupDescription: 'web', vpcId: 'vpc-0123456789abcdef0' },
  response: { groupId: ID, _return: true },
});

export default casesOf(rule, {
  compliant: [
    { name: 'no ingress', state: group() },
    { name: 'HTTP and HTTPS from anywhere', state: group(tcp(443, 443, '0.0.0.0/0'), tcp(80, 80, '::/0')) },
    { name: 'SSH from inside', state: group(tcp(22, 22, '10.0.0.0/8'), tcp(22, 22, '100.64.0.0/10')) },
    { name: 'SSH from one office', state: group(tcp(22, 22, '198.51.100.0/24')) },
    {
      name: 'SSH from another group',
      state: group({ protocol: 'tcp', from: 22, to: 22, group: 'sg-0aaaaaaaaaaaaaaaa' }),
    },
    { name: 'ping from anywhere', state: group({ protocol: 'icmp', from: 8, to: 0, cidr: '0.0.0.0/0' }) },
    {
      name: 'two halves of the internet, each to a port of its own that is approved',
      state: group(tcp(80, 80, '0.0.0.0/1'), tcp(443, 443, '128.0.0.0/1')),
    },
    {
      name: 'a declared public port',
      state: group(tcp(8443, 8443, '0.0.0.0/0')),
      options: { publicPorts: [443, 8443] },
    },
    {
      name: 'a rule on either side that would be no fault',
      state: { ...group(), unplaced: [{ ...tcp(22, 22, '10.0.0.0/8'), ruleId: 'sgr-0aaaaaaaaaaaaaaaa' }] },
    },
    { name: 'a declared public group', id: ID, state: group(ssh), options: { publicGroups: [ID] } },
  ],
  drifted: [
    {
      name: 'SSH from anywhere, beside a restricted rule that stays',
      state: group(ssh, tcp(22, 22, '198.51.100.0/24')),
      violations: [violation('ssh', 'tcp 22 22 0.0.0.0/0', 'tcp/22', '0.0.0.0/0')],
      plan: [{ type: 'ec2.revoke-ingress', params: ssh }],
    },
    {
      name: 'RDP over IPv6',
      state: group(tcp(3389, 3389, '::/0')),
      violations: [violation('rdp', 'tcp 3389 3389 ::/0', 'tcp/3389', '::/0')],
    },
    {
      name: 'everything, by protocol',
      state: group({ protocol: '-1', cidr: '::/0' }),
      violations: [violation('everything', '-1   ::/0', 'all traffic', '::/0')],
    },
    {
      name: 'everything, by ports',
      state: group(tcp(0, 65535, '0.0.0.0/0')),
      violations: [violation('everything', 'tcp 0 65535 0.0.0.0/0', 'all tcp', '0.0.0.0/0')],
    },
    {
      name: 'everything, with ports missing',
      state: group({ protocol: 'tcp', cidr: '0.0.0.0/0' }),
      violations: [violation('everything', 'tcp   0.0.0.0/0', 'all tcp', '0.0.0.0/0')],
    },
    {
      name: 'a /0 that does not look like one',
      state: group(tcp(22, 22, '208.236.235.254/0')),
      violations: [violation('ssh', 'tcp 22 22 0.0.0.0/0', 'tcp/22', '208.236.235.254/0')],
    },
    {
      name: 'the internet in two halves',
      state: group(tcp(22, 22, '0.0.0.0/1'), tcp(22, 22, '128.0.0.0/1')),
      violations: [
        violation('ssh', 'tcp 22 22 0.0.0.0/1', 'tcp/22', '0.0.0.0/1 (with other rules, most of the internet)'),
        violation('ssh', 'tcp 22 22 128.0.0.0/1', 'tcp/22', '128.0.0.0/1 (with other rules, most of the internet)'),
      ],
    },
    {
      name: 'the internet in two halves whose port ranges meet on one port',
      state: group(tcp(20, 22, '0.0.0.0/1'), { protocol: '-1', cidr: '128.0.0.0/1' }),
      violations: [
        violation('ssh', 'tcp 20 22 0.0.0.0/1', 'tcp/20-22', '0.0.0.0/1 (with other rules, most of the internet)'),
        {
          message: 'risky',
          path: 'tcp 20 22 0.0.0.0/1 risky',
          data: { ports: 'tcp/20-22', source: '0.0.0.0/1 (with other rules, most of the internet)', port: 20 },
        },
        violation(
          'everything',
          '-1   128.0.0.0/1',
          'all traffic',
          '128.0.0.0/1 (with other rules, most of the internet)',
        ),
      ],
    },
    {
      name: 'a database port inside a range',
      state: group(tcp(5000, 6000, '0.0.0.0/0')),
      options: { riskyPorts: [] },
      violations: [
        {
          message: 'database',
          path: 'tcp 5000 6000 0.0.0.0/0 database',
          data: { ports: 'tcp/5000-6000', source: '0.0.0.0/0', port: 5432 },
        },
      ],
    },
    {
      name: 'a risky port that the owner names',
      state: group(tcp(9999, 9999, '0.0.0.0/0')),
      options: { riskyPorts: [9999], databasePorts: [] },
      violations: [
        {
          message: 'risky',
          path: 'tcp 9999 9999 0.0.0.0/0 risky',
          data: { ports: 'tcp/9999', source: '0.0.0.0/0', port: 9999 },
        },
      ],
    },
    {
      name: 'a port nobody approved',
      state: group(tcp(8443, 8443, '0.0.0.0/0')),
      violations: [violation('unapproved', 'tcp 8443 8443 0.0.0.0/0', 'tcp/8443', '0.0.0.0/0')],
    },
    {
      name: 'a range that begins at an approved port',
      state: group(tcp(443, 444, '0.0.0.0/0')),
      violations: [violation('unapproved', 'tcp 443 444 0.0.0.0/0', 'tcp/443-444', '0.0.0.0/0')],
    },
    {
      name: 'a sixteenth of the internet',
      state: group(tcp(22, 22, '16.0.0.0/4')),
      violations: [violation('wide', 'tcp 22 22 16.0.0.0/4', 'tcp/22', '16.0.0.0/4')],
    },
  ],
  unknown: [
    {
      name: 'rules from before the log',
      state: { ...group(tcp(443, 443, '0.0.0.0/0')), ingress: { items: [], complete: false } },
    },
    {
      name: 'a rule that lets the internet in or out',
      state: { ...group(tcp(443, 443, '0.0.0.0/0')), unplaced: [{ ...ssh, ruleId: 'sgr-0aaaaaaaaaaaaaaaa' }] },
    },
    {
      name: 'a rule that with those that are known may let in most of the internet',
      state: { ...group(tcp(22, 22, '10.0.0.0/8')), unplaced: [tcp(22, 22, '0.0.0.0/1'), tcp(22, 22, '128.0.0.0/1')] },
    },
    { name: 'a prefix list', state: group({ protocol: 'tcp', from: 22, to: 22, prefixList: 'pl-0123456789abcdef0' }) },
  ],
  events: [
    {
      name: 'opened flat, closed flat',
      events: [authorize(flat), revoke(flat)],
      transitions: ['opened', 'resolved'],
      resource: ID,
    },
    {
      name: 'a rule that was changed, and then revoked as one that lets out',
      events: [
        modify({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' }),
        trailRecord('ec2:RevokeSecurityGroupEgress', {
          at: '2026-03-02T10:30:00Z',
          request: { groupId: ID, securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa' }] } },
          response: { _return: true },
        }),
      ],
      transitions: [],
      doubt: /no event shows whether it lets traffic in or out/,
    },
    {
      name: 'opened nested, closed by rule id',
      events: [
        authorize(nested(open), ruleSet({ securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa', cidrIpv4: '0.0.0.0/0' })),
        revoke({
          groupId: ID,
          ipPermissions: {},
          securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa' }] },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'closed, as only the answer shows',
      events: [
        authorize(flat),
        revoke(
          { groupId: ID, ipPermissions: {} },
          {
            _return: true,
            revokedSecurityGroupRuleSet: {
              items: [{ isEgress: false, ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIpv4: '0.0.0.0/0' }],
            },
          },
        ),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'closing another rule leaves it open',
      events: [authorize(flat), revoke({ ...flat, cidrIp: '198.51.100.0/24' })],
      transitions: ['opened'],
    },
    {
      name: 'ports as text, as in older records',
      events: [authorize(nested({ ...open, fromPort: '22', toPort: '22' }))],
      transitions: ['opened'],
      texts: [/^tcp\/22 is open to 0\.0\.0\.0\/0/],
    },
    {
      name: 'protocol -1 without ports',
      events: [authorize(nested({ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] }, ipv6Ranges: {} }))],
      transitions: ['opened'],
      texts: ['all traffic is open to 0.0.0.0/0.'],
    },
    {
      name: 'IPv6 only',
      events: [authorize(nested({ ...open, ipRanges: {}, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }))],
      transitions: ['opened'],
    },
    {
      name: 'a protocol by number',
      events: [authorize(nested({ ...open, ipProtocol: '6' }))],
      transitions: ['opened'],
      texts: [/^tcp\/22/],
    },
    {
      name: 'the internet in two halves, in two calls',
      events: [
        authorize({ ...flat, cidrIp: '0.0.0.0/1' }),
        authorize({ ...flat, cidrIp: '128.0.0.0/1' }, { _return: true }, '2026-03-02T09:10:00Z'),
      ],
      transitions: ['opened', 'changed'],
    },
    {
      name: 'a known rule widened, then narrowed',
      events: [
        begun,
        authorize(nested(open), ruleSet({ securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa', cidrIpv4: '198.51.100.0/24' })),
        modify({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' }),
        modify({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '198.51.100.0/24' }, '2026-03-02T11:00:00Z'),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a rule from before the log widened, in or out',
      events: [modify({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' })],
      transitions: [],
      doubt: /whether it lets traffic in or out/,
    },
    {
      name: 'a rule that can be nothing but one of those that let out',
      events: [begun, modify({ IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' })],
      transitions: [],
    },
    {
      name: 'a rule of either side widened, which says nothing of the one that is known to be open',
      events: [
        authorize(flat),
        modify({ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, CidrIpv4: '0.0.0.0/0' }),
        revoke({
          groupId: ID,
          ipPermissions: {},
          securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa' }] },
        }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'the group deleted',
      events: [
        begun,
        authorize(flat),
        trailRecord('ec2:DeleteSecurityGroup', {
          at: '2026-03-02T12:00:00Z',
          request: { groupId: ID },
          response: { _return: true },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'approved ports only, on a group from before the log',
      events: [authorize({ ...flat, fromPort: 443, toPort: 443 })],
      transitions: [],
      doubt: /older than the log/,
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:AuthorizeSecurityGroupIngress', { request: flat, errorCode: 'Client.UnauthorizedOperation' }),
      ],
      transitions: [],
    },
    {
      name: 'a dry run',
      events: [
        trailRecord('ec2:AuthorizeSecurityGroupIngress', { request: flat, errorCode: 'Client.DryRunOperation' }),
      ],
      transitions: [],
    },
    {
      name: 'too large for CloudTrail',
      events: [authorize({ reason: 'requestParameters too large', omitted: true })],
      transitions: [],
      unreadable: /too large/,
    },
    {
      name: 'a call that names no group',
      events: [authorize({ ipPermissions: {} })],
      transitions: [],
      unreadable: /names no security group/,
    },
  ],
});
