import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { elbLoadBalancer, loadBalancerIdIn, withAttributes } from './kind.ts';

export default defineReader(elbLoadBalancer, {
  permissions: {
    read: { 'elasticloadbalancing:DescribeLoadBalancerAttributes': '*' },
    list: { 'elasticloadbalancing:DescribeLoadBalancers': '*' },
  },
  async read(ref, aws) {
    const found = await absentOn(['LoadBalancerNotFoundException', 'LoadBalancerNotFound'], () =>
      aws
        .client(ElasticLoadBalancingV2Client, ref)
        .send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: elbLoadBalancer.arn?.(ref) })),
    );
    return found ? withAttributes({}, found.Attributes ?? []) : GONE;
  },
  async list(place, aws, from) {
    const found = await aws
      .client(ElasticLoadBalancingV2Client, place)
      .send(new DescribeLoadBalancersCommand({ PageSize: 400, Marker: from }));
    return page(
      (found.LoadBalancers ?? []).map(({ LoadBalancerArn }) => loadBalancerIdIn(LoadBalancerArn)),
      found.NextMarker,
    );
  },
});
