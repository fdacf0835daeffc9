import type { DefaultAction } from '../../../shared/resources/elb-listener/default-action.ts';
import rule from '../../../shared/rules/elb/elb-listener-insecure.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = 'app/web/50dc6c495c0c9188/f2f7dc8efc522ab2';
const OURS = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const listenerArn = `${OURS}:listener/${ID}`;
const GROUP = `${OURS}:targetgroup/web/73e2d6bc24d8a067`;
const OLD = 'ELBSecurityPolicy-2016-08';
const NEW = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

const forward = [{ type: 'forward', targetGroupArn: GROUP }];
const redirect = [{ type: 'redirect', redirectConfig: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }];
const FORWARD: DefaultAction = {
  type: 'forward',
  targetGroups: [{ arn: GROUP, weight: 1 }],
  stickySeconds: null,
};
const redirectTo = (port: string, statusCode = 'HTTP_301', protocol = 'HTTPS'): DefaultAction => ({
  type: 'redirect',
  protocol,
  port,
  host: '#{host}',
  path: '/#{path}',
  query: '#{query}',
  statusCode,
});

const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`elasticloadbalancing:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const create = (minute: number, listener: object, request: object = {}) =>
  call(
    'CreateListener',
    minute,
    { loadBalancerArn: `${OURS}:loadbalancer/app/web/50dc6c495c0c9188`, ...request },
    { response: { listeners: [{ listenerArn, ...listener }] } },
  );
const modify = (minute: number, request: object, parts: object = {}) =>
  call('ModifyListener', minute, { listenerArn, ...request }, parts);

const HTTP = { protocol: 'HTTP', port: 80, sslPolicy: null };
const HTTPS = { protocol: 'HTTPS', port: 443, defaultAction: null };
const WEAK = { message: 'weak', path: 'sslPolicy', data: { policy: OLD, least: '1.0' } } as const;
const PLAINTEXT = { message: 'plaintext', path: 'defaultAction', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'HTTP is redirected to HTTPS', state: { ...HTTP, defaultAction: redirectTo('443') } },
    { name: 'HTTPS with TLS 1.2', state: { ...HTTPS, sslPolicy: NEW } },
    {
      name: 'TLS 1.3 where it is asked for',
      state: { ...HTTPS, sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09' },
      options: { leastTls: '1.3' },
    },
    {
      name: 'HTTP of a load balancer that takes it on purpose',
      id: ID,
      state: { ...HTTP, defaultAction: FORWARD },
      options: { plaintext: ['web'] },
    },
    { name: 'TCP on a port that need not end TLS', state: { protocol: 'TCP', port: 5432, sslPolicy: null } },
    { name: 'TCP, of which the port does not matter', state: { protocol: 'TCP' } },
    { name: 'a Gateway Load Balancer', state: { protocol: 'GENEVE', sslPolicy: null, defaultAction: null } },
  ],
  drifted: [
    {
      name: 'HTTP is forwarded',
      state: { ...HTTP, defaultAction: FORWARD, httpsPort: 8443 },
      violations: [PLAINTEXT],
      plan: [
        {
          type: 'elasticloadbalancing.put-default-action',
          params: { before: FORWARD, after: redirectTo('8443') },
        },
      ],
    },
    {
      name: 'the redirect of before comes back',
      state: { ...HTTP, defaultAction: FORWARD, httpsPort: 443 },
      baseline: { ...HTTP, defaultAction: redirectTo('443', 'HTTP_302') },
      violations: [PLAINTEXT],
      plan: [
        {
          type: 'elasticloadbalancing.put-default-action',
          params: { before: FORWARD, after: redirectTo('443', 'HTTP_302') },
        },
      ],
    },
    {
      name: 'HTTP is redirected to HTTP',
      state: { ...HTTP, defaultAction: redirectTo('8080', 'HTTP_301', '#{protocol}'), httpsPort: null },
      violations: [PLAINTEXT],
      cannot: /no listener for HTTPS/,
    },
    {
      name: 'HTTP gets a fixed response',
      state: {
        ...HTTP,
        defaultAction: { type: 'fixed-response', statusCode: '200', contentType: null, body: null },
        httpsPort: 443,
      },
      violations: [PLAINTEXT],
    },
    {
      name: 'an old security policy',
      state: { ...HTTPS, sslPolicy: OLD },
      violations: [WEAK],
      plan: [{ type: 'elasticloadbalancing.put-ssl-policy', params: { before: OLD, after: NEW } }],
    },
    {
      name: 'the security policy of before comes back',
      state: { ...HTTPS, sslPolicy: OLD },
      baseline: { ...HTTPS, sslPolicy: 'ELBSecurityPolicy-FS-1-2-Res-2020-10' },
      violations: [WEAK],
      plan: [
        {
          type: 'elasticloadbalancing.put-ssl-policy',
          params: { before: OLD, after: 'ELBSecurityPolicy-FS-1-2-Res-2020-10' },
        },
      ],
    },
    {
      name: 'a security policy of before that is too old for the options of today',
      state: { ...HTTPS, sslPolicy: OLD },
      baseline: { ...HTTPS, sslPolicy: NEW },
      options: { leastTls: '1.3' },
      violations: [WEAK],
      plan: [
        {
          type: 'elasticloadbalancing.put-ssl-policy',
          params: { before: OLD, after: 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
        },
      ],
    },
    {
      name: 'TLS 1.1 of a Network Load Balancer',
      state: { protocol: 'TLS', sslPolicy: 'ELBSecurityPolicy-TLS13-1-1-2021-06', defaultAction: null },
      violations: [{ ...WEAK, data: { policy: 'ELBSecurityPolicy-TLS13-1-1-2021-06', least: '1.1' } }],
    },
    {
      name: 'TCP on a port that has to end TLS',
      state: { protocol: 'TCP', port: 443, sslPolicy: null },
      options: { tlsPorts: [443] },
      violations: [{ message: 'passed', path: 'protocol', data: { port: 443 } }],
      cannot: /needs a certificate/,
    },
  ],
  unknown: [
    { name: 'no event showed the protocol', state: {} },
    { name: 'no event showed the default action', state: HTTP },
    { name: 'no event showed the security policy', state: HTTPS },
    { name: 'a security policy that is not known', state: { ...HTTPS, sslPolicy: 'ELBSecurityPolicy-New-2031-01' } },
    { name: 'no event showed the port', state: { protocol: 'TCP' }, options: { tlsPorts: [443] } },
  ],
  events: [
    {
      name: 'a listener for HTTP is made, redirected, and forwarded again',
      events: [
        create(0, { protocol: 'HTTP', port: 80, defaultActions: forward }),
        modify(1, { defaultActions: redirect }),
        modify(2, { defaultActions: forward }),
      ],
      transitions: ['opened', 'resolved', 'reopened'],
      resource: ID,
    },
    {
      name: 'an old security policy is put, and the listener is deleted',
      events: [
        create(0, { protocol: 'HTTPS', port: 443, sslPolicy: NEW, defaultActions: forward }),
        modify(1, { sslPolicy: OLD }),
        call('DeleteListener', 2, { listenerArn }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a listener for HTTP becomes one for HTTPS on another port',
      events: [
        create(0, { protocol: 'HTTP', port: 80, defaultActions: forward }),
        modify(1, { protocol: 'HTTPS', port: 443, sslPolicy: NEW }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [modify(0, { protocol: 'HTTP', defaultActions: forward }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'no listener named',
      events: [call('DeleteListener', 0, {})],
      transitions: [],
      unreadable: /shows no listener of a load balancer/,
    },
  ],
});
