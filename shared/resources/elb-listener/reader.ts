import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  paginateDescribeListeners,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { everyItem } from '../../aws/every-page.ts';
import { defineReader, type Place, pageOfStates } from '../../aws/reader.ts';
import { arnOf } from '../../core/arn.ts';
import { GONE } from '../../core/kind.ts';
import { type ElbListener, elbListener, listenerIdIn, listenerIn, loadBalancerOf } from './kind.ts';

/** Listeners are described by load balancer, each with a call: so many load balancers make a page. */
const LOAD_BALANCERS = 20;

export default defineReader(elbListener, {
  permissions: {
    read: { 'elasticloadbalancing:DescribeListeners': '*' },
    list: { 'elasticloadbalancing:DescribeListeners': '*', 'elasticloadbalancing:DescribeLoadBalancers': '*' },
  },
  async read(ref, aws) {
    const loadBalancer = arnOf('elasticloadbalancing', ref, `loadbalancer/${loadBalancerOf(ref.id)}`);
    const found = await statesOf(loadBalancer, ref, aws);
    return found.find(({ id }) => id === ref.id)?.state ?? GONE;
  },
  async list(place, aws, from) {
    const found = await aws
      .client(ElasticLoadBalancingV2Client, place)
      .send(new DescribeLoadBalancersCommand({ PageSize: LOAD_BALANCERS, Marker: from }));
    const listeners: Shown[] = [];
    for (const { LoadBalancerArn } of found.LoadBalancers ?? []) {
      if (LoadBalancerArn) listeners.push(...(await statesOf(LoadBalancerArn, place, aws)));
    }
    return pageOfStates(
      listeners,
      ({ id }) => id,
      ({ state }) => state,
      found.NextMarker,
    );
  },
});

interface Shown {
  readonly id: string;
  readonly state: ElbListener;
}

/** The listeners of a load balancer; none where it does not exist. */
async function statesOf(LoadBalancerArn: string, place: Pick<Place, 'region'>, aws: Aws): Promise<readonly Shown[]> {
  const client = aws.client(ElasticLoadBalancingV2Client, place);
  const listeners = await absentOn(['LoadBalancerNotFoundException', 'LoadBalancerNotFound'], () =>
    everyItem(paginateDescribeListeners({ client }, { LoadBalancerArn }), ({ Listeners }) => Listeners),
  );
  const httpsPort = httpsPortOf(listeners ?? []);
  return (listeners ?? []).flatMap((each) => {
    const id = listenerIdIn(each.ListenerArn);
    return id === undefined ? [] : [{ id, state: listenerIn(each, id, { httpsPort }) }];
  });
}

function httpsPortOf(listeners: readonly Listener[]): number | null {
  const ports = listeners.flatMap(({ Protocol, Port }) => (Protocol === 'HTTPS' && Port !== undefined ? [Port] : []));
  return ports.includes(443) ? 443 : (ports.sort((a, b) => a - b)[0] ?? null);
}
