import {
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  putAccessLogs,
  putDeletionProtection,
  putDesyncMode,
  putDropInvalidHeaders,
} from '../../../shared/resources/elb-load-balancer/actions.ts';
import type { ElbLoadBalancer } from '../../../shared/resources/elb-load-balancer/kind.ts';
import { loadBalancerIdIn } from '../../../shared/resources/elb-load-balancer/kind.ts';
import elbLoadBalancer from '../../../shared/resources/elb-load-balancer/reader.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { makeLoadBalancer } from '../../support/load-balancer.ts';

describeWithMoto('load balancer: calls to AWS', () => {
  const aws = motoAws();
  const make = async () => refOn(elbLoadBalancer, loadBalancerIdIn(await makeLoadBalancer(aws, PLACE)) ?? '');

  test('is changed as the actions say, and back', async () => {
    const ref = await make();
    const off = { enabled: false, bucket: 'logs', prefix: 'web' };
    const start = [
      putAccessLogs({ before: off, after: off }),
      putDropInvalidHeaders({ before: false, after: false }),
      putDesyncMode({ before: 'monitor', after: 'monitor' }),
    ];
    for (const action of start) await applyAction(ref, action, aws);
    const { deletionProtection } = (await elbLoadBalancer.read(ref, aws)) as ElbLoadBalancer;
    expect(deletionProtection).toBe(false);
    for (const action of [
      putAccessLogs({ before: off, after: { ...off, enabled: true } }),
      putDeletionProtection({ before: false, after: true }),
      putDropInvalidHeaders({ before: false, after: true }),
      putDesyncMode({ before: 'monitor', after: 'defensive' }),
    ])
      await expectConforming(elbLoadBalancer, ref, action, aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = await make();
    expect(await listed(elbLoadBalancer, aws)).toContain(ref.id);
    await aws
      .client(ElasticLoadBalancingV2Client, PLACE)
      .send(new DeleteLoadBalancerCommand({ LoadBalancerArn: elbLoadBalancer.kind.arn?.(ref) }));
    expect(await elbLoadBalancer.read(ref, aws)).toBe(GONE);
    expect(await listed(elbLoadBalancer, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(elbLoadBalancer, await make(), motoAws());
  });
});

describe('load balancer: answers that moto does not give', () => {
  test('every page is listed', async () => {
    const aws = createAws();
    const client = mockClient(aws.client(ElasticLoadBalancingV2Client, PLACE));
    const one = (id: string) => [
      { LoadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/${id}` },
    ];
    client
      .on(DescribeLoadBalancersCommand)
      .resolves({ LoadBalancers: one('app/one/1'), NextMarker: 'more' })
      .on(DescribeLoadBalancersCommand, { Marker: 'more' })
      .resolves({ LoadBalancers: one('net/two/2') });
    expect(await listed(elbLoadBalancer, aws)).toEqual(['app/one/1', 'net/two/2']);
    client.restore();
  });
});
