import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { type ElbListener, elbListener } from '../../../shared/resources/elb-listener/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'app/web/50dc6c495c0c9188/f2f7dc8efc522ab2';
const ARN = `arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/${ID}`;
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/73e2d6bc24d8a067';
const forward = { type: 'forward', targetGroupArn: GROUP };
const FORWARD = { type: 'forward', targetGroups: [{ arn: GROUP, weight: 1 }], stickySeconds: null };
const redirect = { type: 'redirect', redirectConfig: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } };
const REDIRECT = {
  type: 'redirect',
  protocol: 'HTTPS',
  port: '443',
  host: '#{host}',
  path: '/#{path}',
  query: '#{query}',
  statusCode: 'HTTP_301',
};
const POLICY = 'ELBSecurityPolicy-2016-08';

const made = (listener: object) => ({
  request: { loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1' },
  response: { listeners: [{ listenerArn: ARN, ...listener }] },
});

test.each([
  [
    'CreateListener',
    made({ protocol: 'HTTP', port: 80, defaultActions: [forward] }),
    { protocol: 'HTTP', port: 80, sslPolicy: null, defaultAction: FORWARD },
  ],
  [
    'CreateListener',
    made({ protocol: 'HTTPS', port: 443, sslPolicy: POLICY, defaultActions: [forward] }),
    { protocol: 'HTTPS', port: 443, sslPolicy: POLICY, defaultAction: null },
  ],
  [
    'ModifyListener',
    { request: { listenerArn: ARN, defaultActions: [redirect] }, response: made({ protocol: 'HTTP' }).response },
    { protocol: 'HTTP', sslPolicy: null },
  ],
  [
    'ModifyListener',
    { request: { listenerArn: ARN, protocol: 'HTTP', defaultActions: redirect } },
    { protocol: 'HTTP', sslPolicy: null, defaultAction: REDIRECT },
  ],
  ['ModifyListener', { request: { listenerArn: ARN, port: 8080 } }, { port: 8080 }],
  ['DeleteListener', { request: { listenerArn: ARN } }, GONE],
] as const)('%s of %j', async (name, parts, state) => {
  const event = decodeEvent(trailRecord(`elasticloadbalancing:${name}`, parts));
  expect(refsOf(elbListener, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(elbListener, undefined, event, ID)).toEqual(state);
});

test.each([
  ['a security policy alone', { sslPolicy: 'new' }, { protocol: 'HTTPS', sslPolicy: 'new', defaultAction: null }],
  ['from HTTPS to HTTP', { protocol: 'HTTP' }, { protocol: 'HTTP', sslPolicy: null }],
  ['from HTTPS to TLS', { protocol: 'TLS' }, { protocol: 'TLS', sslPolicy: POLICY, defaultAction: null }],
] as const)('what the request does not show stays: %s', async (_, request, state) => {
  const known: ElbListener = { protocol: 'HTTPS', sslPolicy: POLICY, defaultAction: null };
  const event = decodeEvent(
    trailRecord('elasticloadbalancing:ModifyListener', { request: { listenerArn: ARN, ...request } }),
  );
  expect(await evolve(elbListener, known, event, ID)).toEqual(state);
});

const inTurn = { targetGroups: [{ targetGroupArn: GROUP, weight: 3 }, { targetGroupArn: `${GROUP}2` }] };

test.each([
  [
    'several target groups',
    { type: 'forward', forwardConfig: inTurn },
    {
      ...FORWARD,
      targetGroups: [
        { arn: GROUP, weight: 3 },
        { arn: `${GROUP}2`, weight: 1 },
      ],
    },
  ],
  [
    'a client that stays',
    {
      ...forward,
      forwardConfig: { targetGroupStickinessConfig: { enabled: true, durationSeconds: 60 } },
    },
    { ...FORWARD, stickySeconds: 60 },
  ],
  [
    'a fixed response',
    {
      type: 'fixed-response',
      fixedResponseConfig: { statusCode: '404', contentType: 'text/plain', messageBody: 'no' },
    },
    { type: 'fixed-response', statusCode: '404', contentType: 'text/plain', body: 'no' },
  ],
  ['a type that is not known', { type: 'something-new' }, undefined],
] as const)('the default action: %s', async (_, action, shown) => {
  const event = decodeEvent(
    trailRecord('elasticloadbalancing:CreateListener', made({ protocol: 'HTTP', defaultActions: [action] })),
  );
  expect(await evolve(elbListener, undefined, event, ID)).toHaveProperty('protocol', 'HTTP');
  expect((await evolve(elbListener, undefined, event, ID)) as ElbListener).toEqual(
    shown ? { protocol: 'HTTP', sslPolicy: null, defaultAction: shown } : { protocol: 'HTTP', sslPolicy: null },
  );
});

test('a listener of a Gateway Load Balancer has no protocol to show', async () => {
  const id = 'gwy/inspect/1/2';
  const listenerArn = ARN.replace(ID, id);
  const event = decodeEvent(
    trailRecord('elasticloadbalancing:CreateListener', { response: { listeners: [{ listenerArn }] } }),
  );
  expect(refsOf(elbListener, event)).toMatchObject([{ id }]);
  expect(await evolve(elbListener, undefined, event, id)).toEqual({
    protocol: 'GENEVE',
    sslPolicy: null,
    defaultAction: null,
  });
});

test('tags of listeners and of other things are told apart', () => {
  const request = { resourceArns: [ARN, GROUP], tags: [{ key: 'team', value: 'web' }] };
  const event = decodeEvent(trailRecord('elasticloadbalancing:AddTags', { request }));
  expect(refsOf(elbListener, event)).toMatchObject([{ id: ID }]);
});

test('an event that names no listener is unreadable', () => {
  const event = decodeEvent(trailRecord('elasticloadbalancing:DeleteListener', { request: { listenerArn: GROUP } }));
  expect(() => refsOf(elbListener, event)).toThrow('shows no listener of a load balancer');
});
