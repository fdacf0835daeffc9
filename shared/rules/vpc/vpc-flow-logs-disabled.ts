import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { createFlowLog } from '../../resources/vpc/actions.ts';
import { vpc } from '../../resources/vpc/kind.ts';

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
  options: z.strictObject({
    unloggedVpcs: z.array(z.string()).default([]).describe('Ids of VPCs that need no flow log.'),
  }),
  messages: {
    lost: 'Flow log {{flowLog}} was deleted, and no other is known to record the traffic of its VPC.',
    none: 'No flow log records the traffic of this VPC.',
  },
  fix: 'Create a flow log for the VPC with CreateFlowLogs, to the destination the deleted one had.',

  judge({ flowLogs, deletedFlowLogs }, { ref, options }) {
    // The log of a subnet, a network interface or a transit gateway was never the VPC's.
    if (/^(subnet|eni|tgw|nat)-/.test(ref.id) || options.unloggedVpcs.includes(ref.id)) return [];
    if (flowLogs.items.length > 0) return [];
    const last = deletedFlowLogs.at(-1);
    if (last) return [{ message: 'lost', path: 'flowLogs', data: { flowLog: last.id ?? 'of unknown id' } }];
    if (flowLogs.complete) return [{ message: 'none', path: 'flowLogs', data: {} }];
    return unknown('Whether this VPC has a flow log was not shown by any event.');
  },

  remediation: {
    mode: 'auto',
    actions: [createFlowLog],
    plan({ deletedFlowLogs }, _, { baseline }) {
      // Where the state was read, deleted flow logs are not to be seen in it any more.
      const lost = [...(baseline?.flowLogs.items ?? []), ...deletedFlowLogs];
      const last = lost.findLast(({ settings }) => settings);
      return last ? [createFlowLog(last)] : { cannot: 'What a flow log recorded here, and where to, is not known.' };
    },
  },
});
