import * as z from 'zod';
import { type Violation } from '../../core/message.ts';
import { type Context, conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { createFlowLog, isSameFlowLog } from '../../resources/vpc/actions.ts';
import { type FlowLog, trafficOf, type Vpc, vpc } from '../../resources/vpc/kind.ts';

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
} as const;

type Scene = Context<Vpc, z.output<typeof options>>;
type Fault = Violation<typeof messages>;
type Traffic = 'REJECT' | 'ACCEPT';

export default defineRule({
  id: 'vpc-flow-logs-disabled',
  title: 'VPCs keep a flow log of their traffic',
  severity: 'medium',
  kind: vpc,
  watches: ['flowLogs'],
  reads: ['deletedFlowLogs'],
  controls: {
    fsbp: ['EC2.6'],
    'cis-3.0': ['3.7'],
    'cis-5.0': ['3.7'],
    soc2: ['CC7.2', 'CC7.3'],
    'iso-27001': ['A.8.15', 'A.8.16', 'A.8.20', 'A.8.21', 'A.8.22', 'A.8.23'],
    'inrupt-ess': ['ESS-L9.1', 'ESS-L25.1'],
  },
  options,
  messages,
  fix: 'Create a flow log for the VPC with CreateFlowLogs, or give the one that it has access to its destination.',

  judge(state, { ref, options: { traffic, unloggedVpcs } }) {
    // A flow log of a subnet, a network interface or a transit gateway is not one of the VPC.
    if (/^(subnet|eni|tgw|nat)-/.test(ref.id) || unloggedVpcs.includes(ref.id)) return [];
    const { flowLogs, deletedFlowLogs } = state;
    const last = deletedFlowLogs.at(-1);
    if (flowLogs.items.length === 0) {
      if (last) return [{ message: 'lost', path: 'flowLogs', data: { flowLog: nameOf(last) } }];
      if (flowLogs.complete) return [{ message: 'none', path: 'flowLogs', data: {} }];
      return unknown('No event showed whether this VPC has a flow log.');
    }
    const missing = wantedOf(traffic).filter((each) => !flowLogs.items.some((log) => delivers(log, each)));
    const mayBeThere = missing.some((each) => flowLogs.items.some((log) => mayDeliver(log, each)));
    return conclude(
      mayBeThere ? [] : missing.flatMap((each) => faultOf(state, each)),
      mayBeThere && unknown('No event showed which traffic a flow log records.'),
      missing.length > 0 && partly('Flow logs that are older than the log are not known.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [createFlowLog],
    plan({ flowLogs, deletedFlowLogs }, _, scene) {
      const missing = wantedOf(scene.options.traffic).filter(
        (each) => !flowLogs.items.some((log) => delivers(log, each)),
      );
      const lost = lostLogs(deletedFlowLogs, scene).filter(
        (log) => !flowLogs.items.some((item) => isSameFlowLog(item, log)),
      );
      const found = missing.map((each) => lost.findLast((log) => log.settings && delivers(log, each)));
      const known = found.filter((log) => log !== undefined);
      return known.length === missing.length
        ? [...new Set(known)].map((log) => createFlowLog(log))
        : { cannot: 'The settings of a flow log that would record this traffic are not known.' };
    },
  },
});

/** A state that was read from AWS has no deleted flow logs, but the baseline has them. */
function lostLogs(deleted: readonly FlowLog[], { baseline }: Scene): readonly FlowLog[] {
  return [...(baseline?.flowLogs.items ?? []), ...deleted];
}

/** Security Hub (EC2.6) and CIS ask for rejected traffic. A flow log of all traffic has it, too. */
function wantedOf(traffic: 'REJECT' | 'ALL'): readonly Traffic[] {
  return traffic === 'ALL' ? ['REJECT', 'ACCEPT'] : ['REJECT'];
}

function delivers(log: FlowLog, wanted: Traffic): boolean {
  const traffic = trafficOf(log);
  return log.failure === undefined && (traffic === 'ALL' || traffic === wanted);
}

function mayDeliver(log: FlowLog, wanted: Traffic): boolean {
  return delivers(log, wanted) || (log.failure === undefined && trafficOf(log) === undefined);
}

/** None where the listing does not show that the traffic is not recorded. */
function faultOf({ flowLogs, deletedFlowLogs }: Vpc, wanted: Traffic): readonly Fault[] {
  const traffic = wanted === 'REJECT' ? 'rejected' : 'accepted';
  const path = `flowLogs ${traffic}`;
  const lost = deletedFlowLogs.findLast((log) => mayDeliver(log, wanted));
  if (lost) return [{ message: 'lostTraffic', path, data: { flowLog: nameOf(lost), traffic } }];
  if (!flowLogs.complete) return [];
  const failing = flowLogs.items.find((log) => log.failure !== undefined && mayDeliver(working(log), wanted));
  if (!failing) return [{ message: 'partial', path, data: { traffic } }];
  const { failure = '' } = failing;
  return [{ message: 'undelivered', path, data: { flowLog: nameOf(failing), failure, traffic } }];
}

function working({ failure: _failure, ...log }: FlowLog): FlowLog {
  return log;
}

function nameOf({ id }: FlowLog): string {
  return id ?? 'of unknown id';
}
