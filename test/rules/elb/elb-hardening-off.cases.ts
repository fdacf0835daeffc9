import rule from '../../../shared/rules/elb/elb-hardening-off.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = 'app/web/50dc6c495c0c9188';
const loadBalancerArn = `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/${ID}`;
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`elasticloadbalancing:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const modify = (minute: number, attributes: Readonly<Record<string, string>>, parts: object = {}) =>
  call(
    'ModifyLoadBalancerAttributes',
    minute,
    { loadBalancerArn, attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })) },
    parts,
  );
const create = (minute: number) =>
  call('CreateLoadBalancer', minute, { name: 'web' }, { response: { loadBalancers: [{ loadBalancerArn }] } });

const LOGS = { enabled: true, bucket: 'logs', prefix: 'web' };
const RIGHT = { accessLogs: LOGS, deletionProtection: true, dropInvalidHeaders: true, desyncMode: 'defensive' };
const NO_LOGS = { message: 'accessLogs', path: 'accessLogs', data: {} };

export default casesOf(rule, {
  compliant: [
    { name: 'everything is on', id: ID, state: RIGHT },
    { name: 'the strictest mode', id: ID, state: { ...RIGHT, desyncMode: 'strictest' } },
    { name: 'a Network Load Balancer', id: 'net/queue/1', state: { deletionProtection: true } },
    { name: 'one that is exempt', id: ID, state: {}, options: { exempt: ['web'] } },
  ],
  drifted: [
    {
      name: 'access logs are off, and the bucket is still known',
      id: ID,
      state: { ...RIGHT, accessLogs: { ...LOGS, enabled: false } },
      violations: [NO_LOGS],
      plan: [
        {
          type: 'elasticloadbalancing.put-access-logs',
          params: { before: { ...LOGS, enabled: false }, after: LOGS },
        },
      ],
    },
    {
      name: 'access logs without a bucket',
      id: ID,
      state: { ...RIGHT, accessLogs: { enabled: false, bucket: '', prefix: '' } },
      violations: [NO_LOGS],
      cannot: /right value is not known/,
    },
    {
      name: 'access logs that were written to a bucket before',
      id: ID,
      state: { ...RIGHT, accessLogs: { enabled: false, bucket: '', prefix: '' } },
      baseline: RIGHT,
      violations: [NO_LOGS],
    },
    {
      name: 'deletion protection is off',
      id: 'gwy/inspect/1',
      state: { deletionProtection: false },
      violations: [{ message: 'deletionProtection', path: 'deletionProtection', data: {} }],
    },
    {
      name: 'invalid headers are passed on',
      id: ID,
      state: { ...RIGHT, dropInvalidHeaders: false },
      violations: [{ message: 'dropInvalidHeaders', path: 'dropInvalidHeaders', data: {} }],
    },
    {
      name: 'desync attacks are only watched',
      id: ID,
      state: { ...RIGHT, desyncMode: 'monitor' },
      violations: [{ message: 'desyncMode', path: 'desyncMode', data: { value: 'monitor' } }],
    },
  ],
  unknown: [{ name: 'no event showed anything', id: ID, state: {} }],
  events: [
    {
      name: 'a new load balancer has none of it until it is switched on',
      events: [
        create(0),
        modify(1, {
          'access_logs.s3.enabled': 'true',
          'access_logs.s3.bucket': 'logs',
          'deletion_protection.enabled': 'true',
          'routing.http.drop_invalid_header_fields.enabled': 'true',
        }),
        modify(2, { 'deletion_protection.enabled': 'false' }),
        call('DeleteLoadBalancer', 3, { loadBalancerArn }),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: ID,
    },
    {
      name: 'desync attacks are only watched, and no longer',
      events: [
        create(0),
        modify(1, { 'routing.http.desync_mitigation_mode': 'monitor' }),
        modify(2, { 'routing.http.desync_mitigation_mode': 'defensive' }),
      ],
      transitions: ['opened', 'changed', 'changed'],
    },
    {
      name: 'a refused call',
      events: [modify(0, { 'deletion_protection.enabled': 'false' }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'no load balancer named',
      events: [call('DeleteLoadBalancer', 0, {})],
      transitions: [],
      unreadable: /names no load balancer/,
    },
  ],
});
