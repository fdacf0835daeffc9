import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { elbLoadBalancer } from '../../../shared/resources/elb-load-balancer/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'app/web/50dc6c495c0c9188';
const loadBalancerArn = `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/${ID}`;
const attribute = (key: string, value: string) => ({
  request: { loadBalancerArn, attributes: [{ key, value }] },
});

test.each([
  [
    'CreateLoadBalancer',
    { request: { name: 'web' }, response: { loadBalancers: [{ loadBalancerArn }] } },
    {
      accessLogs: { enabled: false, bucket: '', prefix: '' },
      deletionProtection: false,
      dropInvalidHeaders: false,
      desyncMode: 'defensive',
    },
  ],
  [
    'ModifyLoadBalancerAttributes',
    attribute('access_logs.s3.enabled', 'true'),
    { accessLogs: { enabled: true, bucket: '', prefix: '' } },
  ],
  ['ModifyLoadBalancerAttributes', attribute('access_logs.s3.bucket', 'logs'), {}],
  ['ModifyLoadBalancerAttributes', attribute('deletion_protection.enabled', 'true'), { deletionProtection: true }],
  [
    'ModifyLoadBalancerAttributes',
    attribute('routing.http.drop_invalid_header_fields.enabled', 'false'),
    { dropInvalidHeaders: false },
  ],
  [
    'ModifyLoadBalancerAttributes',
    attribute('routing.http.desync_mitigation_mode', 'monitor'),
    { desyncMode: 'monitor' },
  ],
  ['DeleteLoadBalancer', { request: { loadBalancerArn } }, GONE],
] as const)('%s of %j', async (name, parts, state) => {
  const event = decodeEvent(trailRecord(`elasticloadbalancing:${name}`, parts));
  expect(refsOf(elbLoadBalancer, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(elbLoadBalancer, undefined, event, ID)).toEqual(state);
});

test.each(['CreateLoadBalancer', 'ModifyLoadBalancerAttributes', 'DeleteLoadBalancer'])(
  '%s of a Classic Load Balancer is about none of these',
  (name) => {
    const event = decodeEvent(
      trailRecord(`elasticloadbalancing:${name}`, {
        request: { loadBalancerName: 'old' },
        response: { dNSName: 'old.eu-west-1.elb.amazonaws.com' },
      }),
    );
    expect(refsOf(elbLoadBalancer, event)).toEqual([]);
  },
);

test.each([
  ['CreateLoadBalancer', 'shows no load balancer'],
  ['DeleteLoadBalancer', 'names no load balancer'],
])('%s without a load balancer is unreadable', (name, why) => {
  const event = decodeEvent(trailRecord(`elasticloadbalancing:${name}`, { request: { name: 'web' } }));
  expect(() => refsOf(elbLoadBalancer, event)).toThrow(why);
});
