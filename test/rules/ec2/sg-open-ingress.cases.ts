import { exactly } from '../../../shared/core/listing.ts';
import type { Permission, SecurityGroup } from '../../../shared/resources/security-group/kind.ts';
import rule from '../../../shared/rules/ec2/sg-open-ingress.ts';
import { trailRecord } from '../../support/events.ts';
import { prefixLists } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = 'sg-0123456789abcdef0';
const tcp = (from: number, to: number, cidr: string): Permission => ({ protocol: 'tcp', from, to, cidr });
const group = (...ingress: Permission[]): SecurityGroup => ({
  ingress: exactly(ingress),
  egress: { items: [], complete: false },
});
const ssh = tcp(22, 22, '0.0.0.0/0');
const over = (protocol: string, from?: number, to = from): Permission => ({
  protocol,
  ...(from === undefined || to === undefined ? {} : { from, to }),
  cidr: '0.0.0.0/0',
});
const service = <Message extends string>(message: Message, protocol: string, port: number, name: string) => ({
  message,
  path: `${protocol} ${port} ${port} 0.0.0.0/0 ${message.replace(/^unlisted/, '').toLowerCase()}`,
  data: { ports: `${protocol}/${port}`, source: '0.0.0.0/0', port, service: name },
});
const violation = <Message extends string>(message: Message, permission: string, ports: string, source: string) => ({
  message,
  path: `${permission} ${message}`,
  data: { ports, source },
});

const LIST = 'pl-0123456789abcdef0';
const listed = (protocol: string, port: number): Permission => ({ protocol, from: port, to: port, prefixList: LIST });

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
    { name: 'an unknown prefix list on a port that may be open to everybody', state: group(listed('tcp', 443)) },
    { name: 'an unknown prefix list that may ping', state: group({ protocol: 'icmp', prefixList: LIST }) },
    {
      name: 'a prefix list of private networks',
      state: group(listed('tcp', 22)),
      neighbours: { prefixLists: prefixLists({ [LIST]: ['10.0.0.0/8', 'fd00::/8'] }) },
    },
    { name: 'no ingress', state: group() },
    { name: 'HTTP and HTTPS from anywhere', state: group(tcp(443, 443, '0.0.0.0/0'), tcp(80, 80, '::/0')) },
    { name: 'SSH from inside', state: group(tcp(22, 22, '10.0.0.0/8'), tcp(22, 22, '100.64.0.0/10')) },
    { name: 'SSH from one office', state: group(tcp(22, 22, '198.51.100.0/24')) },
    {
      name: 'SSH from another group',
      state: group({ protocol: 'tcp', from: 22, to: 22, group: 'sg-0aaaaaaaaaaaaaaaa' }),
    },
    { name: 'ping from anywhere', state: group({ protocol: 'icmp', from: 8, to: 0, cidr: '0.0.0.0/0' }) },
    { name: 'every ping, and a type with the number of a port', state: group(over('icmp'), over('icmpv6', 22, 3389)) },
    {
      name: 'protocols that the owner allows',
      state: group(over('47'), over('50')),
      options: { publicProtocols: [47, 50] },
    },
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
          data: {
            ports: 'tcp/20-22',
            source: '0.0.0.0/1 (with other rules, most of the internet)',
            port: 20,
            service: 'FTP',
          },
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
          data: { ports: 'tcp/5000-6000', source: '0.0.0.0/0', port: 5432, service: 'PostgreSQL' },
        },
      ],
    },
    {
      name: 'a risky port that the owner names',
      state: group(tcp(9999, 9999, '0.0.0.0/0')),
      options: { riskyPorts: [9999], databasePorts: [] },
      violations: [
        {
          message: 'unlistedRisky',
          path: 'tcp 9999 9999 0.0.0.0/0 risky',
          data: { ports: 'tcp/9999', source: '0.0.0.0/0', port: 9999, service: 'a service that is often attacked' },
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
    ...(
      [
        ['47', 'protocol 47 (GRE)'],
        ['50', 'protocol 50 (ESP)'],
        ['51', 'protocol 51 (AH)'],
        ['132', 'protocol 132 (SCTP)'],
        ['0', 'protocol 0'],
        ['255', 'protocol 255'],
      ] as const
    ).map(([protocol, ports]) => ({
      name: `${ports}, which has no ports to log in at`,
      state: group(over(protocol)),
      violations: [violation('protocol', `${protocol}   0.0.0.0/0`, ports, '0.0.0.0/0')],
    })),
    {
      name: 'GRE from the two halves of the internet',
      state: group({ protocol: '47', cidr: '0.0.0.0/1' }, { protocol: '47', cidr: '128.0.0.0/1' }),
      violations: ['0.0.0.0/1', '128.0.0.0/1'].map((half) =>
        violation('protocol', `47   ${half}`, 'protocol 47 (GRE)', `${half} (with other rules, most of the internet)`),
      ),
    },
    {
      name: 'SSH does not answer over UDP, nor SNMP over TCP',
      state: group(over('udp', 22), over('tcp', 161)),
      violations: [
        violation('unapproved', 'udp 22 22 0.0.0.0/0', 'udp/22', '0.0.0.0/0'),
        violation('unapproved', 'tcp 161 161 0.0.0.0/0', 'tcp/161', '0.0.0.0/0'),
      ],
    },
    {
      name: 'a UDP range over ports of TCP services',
      state: group(over('udp', 5000, 6400)),
      options: { riskyPorts: [] },
      violations: [violation('unapproved', 'udp 5000 6400 0.0.0.0/0', 'udp/5000-6400', '0.0.0.0/0')],
    },
    {
      name: 'services over UDP',
      state: group(...[161, 1434, 11211].map((each) => over('udp', each))),
      violations: [
        service('unlistedRisky', 'udp', 161, 'SNMP'),
        service('database', 'udp', 1434, 'Microsoft SQL Server'),
        service('unlistedDatabase', 'udp', 11211, 'Memcached'),
      ],
    },
    {
      name: 'RDP over UDP',
      state: group(over('udp', 3389)),
      violations: [violation('rdp', 'udp 3389 3389 0.0.0.0/0', 'udp/3389', '0.0.0.0/0')],
    },
    {
      name: 'all of UDP',
      state: group(over('udp', 0, 65535)),
      violations: [
        {
          ...violation('everythingUdp', 'udp 0 65535 0.0.0.0/0', 'all udp', '0.0.0.0/0'),
          path: 'udp 0 65535 0.0.0.0/0 everything',
        },
      ],
    },
    {
      name: 'all of TCP without the reserved port',
      state: group(over('tcp', 1, 65535)),
      violations: [violation('everything', 'tcp 1 65535 0.0.0.0/0', 'tcp/1-65535', '0.0.0.0/0')],
    },
    {
      name: 'directories and wide-column stores',
      state: group(...[88, 389, 3269, 9042].map((each) => over('tcp', each))),
      violations: [
        service('unlistedDatabase', 'tcp', 88, 'Kerberos'),
        service('unlistedDatabase', 'tcp', 389, 'LDAP'),
        service('unlistedDatabase', 'tcp', 3269, 'LDAP'),
        service('unlistedDatabase', 'tcp', 9042, 'Cassandra'),
      ],
    },
    {
      name: 'a range with FTP, SSH and SMB',
      state: group(over('tcp', 20, 500)),
      options: { databasePorts: [] },
      violations: [
        violation('ssh', 'tcp 20 500 0.0.0.0/0', 'tcp/20-500', '0.0.0.0/0'),
        {
          message: 'smb',
          path: 'tcp 20 500 0.0.0.0/0 smb',
          data: { ports: 'tcp/20-500', source: '0.0.0.0/0', port: 445, service: 'SMB' },
        },
        {
          message: 'risky',
          path: 'tcp 20 500 0.0.0.0/0 risky',
          data: { ports: 'tcp/20-500', source: '0.0.0.0/0', port: 20, service: 'FTP' },
        },
      ],
    },
    {
      name: 'a sixteenth of the internet',
      state: group(tcp(22, 22, '16.0.0.0/4')),
      violations: [violation('wide', 'tcp 22 22 16.0.0.0/4', 'tcp/22', '16.0.0.0/4')],
    },
    {
      name: 'a prefix list with the whole internet, and one entry of many',
      state: group(listed('tcp', 22)),
      neighbours: { prefixLists: prefixLists({ [LIST]: ['10.0.0.0/8', '0.0.0.0/0'] }) },
      violations: [violation('ssh', `tcp 22 22 ${LIST}`, 'tcp/22', `${LIST} (0.0.0.0/0)`)],
      plan: [{ type: 'ec2.revoke-ingress', params: listed('tcp', 22) }],
    },
    {
      name: 'all public addresses of IPv6',
      state: group(tcp(22, 22, '2000::/3')),
      violations: [violation('ssh', 'tcp 22 22 2000::/3', 'tcp/22', '2000::/3')],
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
    { name: 'a prefix list', state: group(listed('tcp', 22)) },
    {
      name: "another account's prefix list that it no longer shares: a list in use cannot be deleted",
      state: group(listed('tcp', 22)),
      neighbours: { prefixLists: prefixLists({}) },
    },
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
    ...(['TCP', 'tcp', '6'] as const).map((ipProtocol) => ({
      name: `TCP written ${ipProtocol}`,
      events: [authorize(nested({ ...open, ipProtocol })), revoke(flat)],
      transitions: ['opened' as const, 'resolved' as const],
      texts: [/^tcp\/22/],
    })),
    ...(['-1', 'all', 'ALL'] as const).map((ipProtocol) => ({
      name: `everything written ${ipProtocol}`,
      events: [authorize(nested({ ...open, ipProtocol }))],
      transitions: ['opened' as const],
      texts: ['all traffic is open to 0.0.0.0/0.'],
    })),
    ...(['icmp', '1', 'icmpv6', '58', 'ICMP'] as const).map((ipProtocol) => ({
      name: `pings written ${ipProtocol}, with the number of a port as their type`,
      events: [begun, authorize(nested({ ...open, ipProtocol }))],
      transitions: [],
    })),
    {
      name: 'SCTP, of which EC2 ignores the ports, closed without them',
      events: [
        authorize(nested({ ...open, ipProtocol: '132' })),
        revoke(nested({ ...open, ipProtocol: '132', fromPort: -1, toPort: -1 })),
      ],
      transitions: ['opened', 'resolved'],
      texts: ['protocol 132 (SCTP) is open to 0.0.0.0/0 and is not a protocol approved for the internet.'],
    },
    {
      name: 'SSH written 17, which is UDP',
      events: [authorize(nested({ ...open, ipProtocol: '17' }))],
      transitions: ['opened'],
      texts: ['udp/22 is open to 0.0.0.0/0 and is not a port approved for the internet.'],
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
