import rule from '../../../shared/rules/ec2/sg-default-allows-traffic.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const group = 'sg-0aaa0000bbb0000cc';
const web = { protocol: 'tcp', from: 443, to: 443, cidr: '10.0.0.0/8' };
const out = { protocol: '-1', cidr: '0.0.0.0/0' };
const none = { items: [], complete: true };
const some = { items: [], complete: false };

const permissions = {
  items: [
    {
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      groups: {},
      ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] },
      ipv6Ranges: {},
    },
  ],
};
const answer = (isEgress: boolean, protocol: string, cidrIpv4: string, ports: object) => ({
  _return: true,
  securityGroupRuleSet: {
    items: [
      {
        groupId: group,
        securityGroupRuleId: 'sgr-0aaa0000bbb0000cc',
        isEgress,
        ipProtocol: protocol,
        cidrIpv4,
        ...ports,
      },
    ],
  },
});
const authorised = trailRecord('ec2:AuthorizeSecurityGroupIngress', {
  request: { groupName: 'default', ipPermissions: permissions },
  response: answer(false, 'tcp', '10.0.0.0/8', { fromPort: 443, toPort: 443 }),
});
const byId = (name: string, at: string, request: object) =>
  trailRecord(`ec2:${name}`, { at, request: { groupId: group, ...request }, response: { _return: true } });

export default casesOf(rule, {
  compliant: [
    { name: 'a default group without rules', state: { name: 'default', ingress: none, egress: none } },
    { name: 'rules of another group', state: { name: 'web', ingress: { items: [web], complete: true }, egress: some } },
    {
      name: 'a default group that is in use on purpose',
      id: group,
      state: { name: 'default', ingress: { items: [web], complete: true }, egress: none },
      options: { usedGroups: [group] },
    },
  ],
  drifted: [
    {
      name: 'a rule on either side',
      state: { name: 'default', ingress: { items: [web], complete: false }, egress: { items: [out], complete: false } },
      violations: [
        {
          message: 'ingress',
          path: 'ingress tcp 443 443 10.0.0.0/8',
          data: { traffic: 'tcp/443', source: '10.0.0.0/8' },
        },
        {
          message: 'egress',
          path: 'egress -1   0.0.0.0/0',
          data: { traffic: 'all traffic', destination: '0.0.0.0/0' },
        },
      ],
      plan: [
        { type: 'ec2.revoke-ingress', params: web },
        { type: 'ec2.revoke-egress', params: out },
      ],
    },
    {
      name: 'a rule that was changed, and is on one side or the other',
      state: { name: 'default', ingress: { items: [web], complete: false }, egress: some, unplaced: [out] },
      violations: [
        {
          message: 'ingress',
          path: 'ingress tcp 443 443 10.0.0.0/8',
          data: { traffic: 'tcp/443', source: '10.0.0.0/8' },
        },
        { message: 'either', path: 'either -1   0.0.0.0/0', data: { traffic: 'all traffic', other: '0.0.0.0/0' } },
      ],
      cannot: /whether it lets traffic in or out/,
    },
  ],
  unknown: [
    { name: 'no event showed the name', state: { ingress: { items: [web], complete: false }, egress: some } },
    { name: 'no event showed the rules', state: { name: 'default', ingress: some, egress: some } },
  ],
  events: [
    {
      name: 'opened by name, closed by id',
      events: [authorised, byId('RevokeSecurityGroupIngress', '2026-03-02T09:10:00Z', { ipPermissions: permissions })],
      transitions: ['opened', 'resolved'],
      resource: group,
    },
    {
      name: 'closed by the id of the rule',
      events: [
        authorised,
        byId('RevokeSecurityGroupIngress', '2026-03-02T09:10:00Z', {
          ipPermissions: {},
          securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-0aaa0000bbb0000cc' }] },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'an older, flat record, known by name alone',
      events: [
        trailRecord('ec2:AuthorizeSecurityGroupIngress', {
          request: {
            groupName: 'default',
            ipPermissions: {},
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrIp: '192.0.2.0/24',
          },
          response: { _return: true },
        }),
      ],
      transitions: ['opened'],
      resource: 'default',
      texts: [/^The default security group lets tcp\/22 in from 192\.0\.2\.0\/24/],
    },
    {
      name: 'another group as source, by name',
      events: [
        trailRecord('ec2:AuthorizeSecurityGroupIngress', {
          request: {
            groupName: 'default',
            ipPermissions: {
              items: [
                {
                  ipProtocol: '-1',
                  groups: { items: [{ groupName: 'default', userId: '111122223333' }] },
                  ipRanges: {},
                },
              ],
            },
          },
          response: { _return: true },
        }),
      ],
      transitions: ['opened'],
      texts: [/all traffic in from default/],
    },
    {
      name: 'egress, changed by id, revoked',
      events: [
        authorised,
        byId('AuthorizeSecurityGroupEgress', '2026-03-02T09:05:00Z', {
          ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
        }),
        trailRecord('ec2:ModifySecurityGroupRules', {
          at: '2026-03-02T09:06:00Z',
          request: {
            ModifySecurityGroupRulesRequest: {
              GroupId: group,
              SecurityGroupRule: {
                tag: 1,
                SecurityGroupRuleId: 'sgr-0aaa0000bbb0000cc',
                SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv4: '10.0.0.0/8' },
              },
            },
          },
        }),
        byId('RevokeSecurityGroupEgress', '2026-03-02T09:07:00Z', {
          ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
        }),
      ],
      transitions: ['opened', 'changed', 'changed', 'changed'],
      texts: [/lets tcp\/80 in/],
    },
    {
      name: 'a rule from before the log changed, and revoked',
      events: [
        authorised,
        byId('RevokeSecurityGroupIngress', '2026-03-02T09:04:00Z', { ipPermissions: permissions }),
        trailRecord('ec2:ModifySecurityGroupRules', {
          at: '2026-03-02T09:06:00Z',
          request: {
            ModifySecurityGroupRulesRequest: {
              GroupId: group,
              SecurityGroupRule: {
                tag: 1,
                SecurityGroupRuleId: 'sgr-0ddd0000bbb0000cc',
                SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv4: '10.0.0.0/8' },
              },
            },
          },
        }),
        byId('RevokeSecurityGroupEgress', '2026-03-02T09:07:00Z', {
          ipPermissions: {},
          securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-0ddd0000bbb0000cc' }] },
        }),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      texts: [/lets tcp\/80 in or out/],
    },
    {
      name: 'a rule revoked by the name of its group',
      events: [
        trailRecord('ec2:RevokeSecurityGroupIngress', {
          request: { groupName: 'default', ipPermissions: permissions },
        }),
      ],
      transitions: [],
      doubt: /Events did not show all rules of this default group/,
    },
    {
      name: 'gone with its VPC',
      events: [authorised, byId('DeleteSecurityGroup', '2026-03-02T10:00:00Z', {})],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a group nobody named',
      events: [byId('AuthorizeSecurityGroupIngress', '2026-03-02T09:00:00Z', { ipPermissions: permissions })],
      transitions: [],
      doubt: /No event showed whether this is the default group/,
    },
    {
      name: 'a group that was created under another name',
      events: [
        trailRecord('ec2:CreateSecurityGroup', {
          request: { groupName: 'web' },
          response: { _return: true, groupId: group },
        }),
        byId('AuthorizeSecurityGroupIngress', '2026-03-02T09:01:00Z', { ipPermissions: permissions }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:AuthorizeSecurityGroupIngress', {
          request: { groupName: 'default', ipPermissions: permissions },
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no group',
      events: [trailRecord('ec2:AuthorizeSecurityGroupIngress', { request: { ipPermissions: permissions } })],
      transitions: [],
      unreadable: /names no security group/,
    },
  ],
});
