import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type FlowLog, flowLogKey, trafficOf, type Vpc } from './kind.ts';

/**
 * The id is that of the deleted flow log. A new one gets another id and is found by its settings. The deleted flow logs
 * of the state stay unchanged, so that the undo restores the state.
 */
export const [createFlowLog, deleteFlowLog] = inverses<Vpc, FlowLog>()(
  {
    type: 'vpc.create-flow-log',
    describe: (log) => `Create a flow log of ${trafficText(log)} to ${destinationOf(log)}${like(log)}`,
    // AWS does not create a second flow log with the same settings.
    simulate: (vpc, log) =>
      vpc.flowLogs.items.some((item) => isSameFlowLog(item, log))
        ? vpc
        : { ...vpc, flowLogs: withItems(vpc.flowLogs, [log], flowLogKey) },
  },
  {
    type: 'vpc.delete-flow-log',
    describe: (log) => `Delete the flow log of ${trafficText(log)} to ${destinationOf(log)}${like(log)}`,
    simulate: (vpc, log) => ({ ...vpc, flowLogs: withoutItems(vpc.flowLogs, (item) => isSameFlowLog(item, log)) }),
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

/** A flow log that was created again has another id and the same settings. AWS refuses two with the same settings. */
export function isSameFlowLog(one: FlowLog, other: FlowLog): boolean {
  const [settings, others] = [one, other].map(
    (log) => log.settings && JSON.stringify(Object.entries(log.settings).sort()),
  );
  return flowLogKey(one) === flowLogKey(other) || (settings !== undefined && settings === others);
}

function trafficText(log: FlowLog): string {
  const traffic = trafficOf(log) ?? 'ALL';
  return traffic === 'ALL' ? 'all traffic' : `${traffic === 'REJECT' ? 'rejected' : 'accepted'} traffic`;
}

/** A flow log that is created again gets another id, and every other setting of the earlier one. */
function like({ id }: FlowLog): string {
  return id ? `, with the settings of ${id}` : '';
}

function destinationOf(log: FlowLog): string {
  return destinationIn(log) ?? 'an unknown place';
}

/** The bucket, log group or stream that gets the records. `undefined`: not known. */
export function destinationIn({ settings }: FlowLog): string | undefined {
  return settings?.destination ?? settings?.logGroup;
}
