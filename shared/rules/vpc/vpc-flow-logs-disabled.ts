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
    lost: 'Flow log {{flowLog}} was deleted, and no other flow log of this VPC is known.',
    none: 'No flow log records the traffic of this VPC.',
  },
  fix: 'Create a flow log for the VPC with CreateFlowLogs, with the destination of the deleted one.',

  judge({ flowLogs, deletedFlowLogs }, { ref, options }) {
    // A flow log of a subnet, a network interface or a transit gateway is not one of the VPC.
    if (/^(subnet|eni|tgw|nat)-/.test(ref.id) || options.unloggedVpcs.includes(ref.id)) return [];
    if (flowLogs.items.length > 0) return [];
    const last = deletedFlowLogs.at(-1);
    if (last) return [{ message: 'lost', path: 'flowLogs', data: { flowLog: last.id ?? 'of unknown id' } }];
    if (flowLogs.complete) return [{ message: 'none', path: 'flowLogs', data: {} }];
    return unknown('No event showed whether this VPC has a flow log.');
  },

  remediation: {
    mode: 'auto',
    actions: [createFlowLog],
    plan({ deletedFlowLogs }, _, { baseline }) {
      // A state that was read from AWS has no deleted flow logs, but the baseline has them.
      const lost = [...(baseline?.flowLogs.items ?? []), ...deletedFlowLogs];
      const last = lost.findLast(({ settings }) => settings);
      return last ? [createFlowLog(last)] : { cannot: 'The settings of the deleted flow log are not known.' };
    },
  },
});
