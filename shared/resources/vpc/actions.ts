import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type FlowLog, flowLogKey, type Vpc } from './kind.ts';

/**
 * The id is the deleted log's; a new one gets an id of its own, and is found by its settings. What is
 * remembered of deleted logs stays as it was, so that undoing restores it.
 */
export const [createFlowLog, deleteFlowLog] = inverses<Vpc, FlowLog>()(
  {
    type: 'vpc.create-flow-log',
    describe: (log) => `Create a flow log of ${trafficOf(log)} to ${destinationOf(log)}`,
    // AWS makes no second one of the same settings.
    simulate: (vpc, log) =>
      vpc.flowLogs.items.some((item) => isSame(item, log))
        ? vpc
        : { ...vpc, flowLogs: withItems(vpc.flowLogs, [log], flowLogKey) },
  },
  {
    type: 'vpc.delete-flow-log',
    describe: (log) => `Delete the flow log of ${trafficOf(log)} to ${destinationOf(log)}`,
    simulate: (vpc, log) => ({ ...vpc, flowLogs: withoutItems(vpc.flowLogs, (item) => isSame(item, log)) }),
  },
);

export const [detachInternetGateway, attachInternetGateway] = inverses<Vpc, { readonly gateway: string }>()(
  {
    type: 'vpc.detach-internet-gateway',
    describe: ({ gateway }) => `Detach internet gateway ${gateway}`,
    simulate: (vpc) => ({ ...vpc, internetGateway: null }),
  },
  {
    type: 'vpc.attach-internet-gateway',
    describe: ({ gateway }) => `Attach internet gateway ${gateway}`,
    simulate: (vpc, { gateway }) => ({ ...vpc, internetGateway: gateway }),
  },
);

/** One that was made anew has another id. */
function isSame(one: FlowLog, other: FlowLog): boolean {
  const [settings, others] = [one, other].map(
    (log) => log.settings && JSON.stringify(Object.entries(log.settings).sort()),
  );
  return flowLogKey(one) === flowLogKey(other) || (settings !== undefined && settings === others);
}

function trafficOf({ settings }: FlowLog): string {
  const traffic = settings?.traffic ?? 'ALL';
  return traffic === 'ALL' ? 'all traffic' : `${traffic === 'REJECT' ? 'rejected' : 'accepted'} traffic`;
}

function destinationOf({ settings }: FlowLog): string {
  return settings?.destination ?? settings?.logGroup ?? 'an unknown place';
}
