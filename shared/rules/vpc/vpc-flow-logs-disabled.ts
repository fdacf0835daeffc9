import * as z from 'zod';
import { type Violation } from '../../core/message.ts';
import { type Context, conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { createFlowLog, destinationIn } from '../../resources/vpc/actions.ts';
import { type FlowLog, type Vpc, vpc } from '../../resources/vpc/kind.ts';
import {
  delivers,
  EACH,
  lostLogs,
  mayDeliver,
  nameOf,
  replaces,
  strangerOf,
  type Traffic,
  textOf,
  working,
} from '../../resources/vpc/recording.ts';

const options = z.strictObject({
  traffic: z
    .enum(['REJECT', 'ALL'])
    .default('REJECT')
    .describe('The traffic that flow logs must record, of one flow log or of several together.'),
  unloggedVpcs: z.array(z.string()).default([]).describe('Ids of VPCs that need no flow log.'),
});

const messages = {
  lost: {
    text: 'Flow log {{flowLog}} was deleted, and no other flow log of this VPC is known.',
    resolved: 'A flow log records the traffic of this VPC again.',
  },
  lostTraffic: {
    text: 'Flow log {{flowLog}} was deleted, and no other known flow log of this VPC records {{traffic}} traffic.',
    resolved: 'A flow log of this VPC records {{traffic}} traffic again.',
  },
  none: 'No flow log records the traffic of this VPC.',
  undelivered: {
    text: 'AWS cannot deliver the records of flow log {{flowLog}} ({{failure}}), and no other flow log of this VPC records {{traffic}} traffic.',
    resolved: 'The records of a flow log of this VPC with {{traffic}} traffic are delivered again.',
  },
  partial: {
    text: 'No flow log of this VPC records {{traffic}} traffic.',
    resolved: 'A flow log of this VPC now records {{traffic}} traffic.',
  },
  redirected: {
    text: 'The {{traffic}} traffic of this VPC is no longer recorded at {{before}}, but only at {{after}}.',
    resolved: 'The {{traffic}} traffic of this VPC is recorded at {{before}} again.',
  },
} as const;

type Scene = Pick<Context<Vpc, unknown>, 'ref' | 'trusted' | 'baseline'>;
type Fault = Violation<typeof messages>;

export default defineRule({
  id: 'vpc-flow-logs-disabled',
  title: 'VPCs keep a flow log of their traffic',
  severity: 'medium',
  kind: vpc,
  watches: ['flowLogs'],
  reads: ['deletedFlowLogs'],
  controls: ['vpc-flow-logs-disabled'],
  options,
  messages,
  fix: 'Create a flow log for the VPC with CreateFlowLogs, or give the one that it has access to its destination.',

  judge(state, scene) {
    const {
      ref,
      options: { traffic, unloggedVpcs },
      baseline,
    } = scene;
    // A flow log of a subnet, a network interface or a transit gateway is not one of the VPC.
    if (/^(subnet|eni|tgw|nat)-/.test(ref.id) || unloggedVpcs.includes(ref.id)) return [];
    const { flowLogs, deletedFlowLogs } = state;
    const last = deletedFlowLogs.at(-1);
    if (flowLogs.items.length === 0) {
      if (last) return [{ message: 'lost', path: 'flowLogs', data: { flowLog: nameOf(last) } }];
      if (flowLogs.complete) return [{ message: 'none', path: 'flowLogs', data: {} }];
      return unknown('No event showed whether this VPC has a flow log.');
    }
    const wanted = wantedOf(traffic, baseline);
    const missing = wanted.filter((each) => !flowLogs.items.some((log) => delivers(log, each)));
    const mayBeThere = missing.some((each) => flowLogs.items.some((log) => mayDeliver(log, each)));
    return conclude(
      [
        ...(mayBeThere ? [] : missing.flatMap((each) => faultOf(state, each, baseline))),
        ...wanted.flatMap((each) => redirected(state, each, scene)),
      ],
      mayBeThere && unknown('No event showed which traffic a flow log records.'),
      missing.length > 0 && partly('Flow logs that are older than the log are not known.'),
    );
  },

  remediation: {
    mode: 'auto',
    // The owner may have moved the records to another place.
    approveFor: ['redirected'],
    actions: [createFlowLog],
    plan({ flowLogs, deletedFlowLogs }, _, scene) {
      const lost = lostLogs(deletedFlowLogs, scene.baseline).filter(
        (log) => !flowLogs.items.some((one) => replaces(one, log)),
      );
      const obstacle = (log: FlowLog) => {
        if (!log.settings) return 'its settings are not known';
        const account = strangerOf(log, scene);
        return account && `its records go to account ${account}`;
      };
      return {
        // A new flow log has not failed yet, even if the earlier one has.
        oneOf: [lost.filter((log) => !obstacle(log)).map((log) => createFlowLog(working(log)))],
        byHand: lost
          .filter(obstacle)
          .map((log) => `Decide about flow log ${nameOf(log)}, which is not created again because ${obstacle(log)}`),
        cannot: 'The settings of a flow log that would record this traffic are not known.',
      };
    },
  },
});

/**
 * Security Hub (EC2.6) and CIS ask for rejected traffic. A flow log of all traffic has it, too. What was recorded before
 * has to stay recorded.
 */
function wantedOf(traffic: 'REJECT' | 'ALL', baseline: Vpc | undefined): readonly Traffic[] {
  const before = baseline?.flowLogs.items ?? [];
  return EACH.filter((each) => each === 'REJECT' || traffic === 'ALL' || before.some((log) => delivers(log, each)));
}

/**
 * The places that no longer get the traffic. None where it is not recorded at all, which is another violation, or where it is not known
 * where it goes.
 */
function redirected({ flowLogs }: Vpc, wanted: Traffic, scene: Scene): readonly Fault[] {
  const placesIn = (logs: readonly FlowLog[]) => [
    ...new Set(logs.filter((log) => delivers(log, wanted)).map((log) => destinationIn(log))),
  ];
  const before = (scene.baseline?.flowLogs.items ?? []).filter((log) => !strangerOf(log, scene));
  const [now, then] = [placesIn(flowLogs.items), placesIn(before)];
  if (now.length === 0 || now.includes(undefined)) return [];
  const traffic = textOf(wanted);
  return then
    .filter((place) => place !== undefined && !now.includes(place))
    .map((place = '') => ({
      message: 'redirected',
      path: `destination ${traffic} ${place}`,
      data: { traffic, before: place, after: now.join(', ') },
    }));
}

/** None where the listing does not show that the traffic is not recorded. */
function faultOf({ flowLogs, deletedFlowLogs }: Vpc, wanted: Traffic, baseline: Vpc | undefined): readonly Fault[] {
  const traffic = textOf(wanted);
  const path = `flowLogs ${traffic}`;
  const lost = deletedFlowLogs.findLast((log) => mayDeliver(log, wanted));
  if (lost) return [{ message: 'lostTraffic', path, data: { flowLog: nameOf(lost), traffic } }];
  if (!flowLogs.complete) return [];
  const failing = flowLogs.items.find((log) => log.failure !== undefined && mayDeliver(working(log), wanted));
  const before = baseline?.flowLogs.items.findLast((log) => delivers(log, wanted));
  if (!failing && before) return [{ message: 'lostTraffic', path, data: { flowLog: nameOf(before), traffic } }];
  if (!failing) return [{ message: 'partial', path, data: { traffic } }];
  const { failure = '' } = failing;
  return [{ message: 'undelivered', path, data: { flowLog: nameOf(failing), failure, traffic } }];
}
