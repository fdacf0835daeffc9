import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { putLogTypes } from '../../resources/eks-cluster/actions.ts';
import { LOG_TYPES } from '../../resources/eks-cluster/config.ts';
import { eksCluster } from '../../resources/eks-cluster/kind.ts';

export default defineRule({
  id: 'eks-audit-logging-off',
  title: 'The control plane of EKS clusters logs who does what',
  severity: 'high',
  kind: eksCluster,
  watches: ['logTypes'],
  controls: ['eks-audit-logging-off'],
  options: z.strictObject({
    required: z
      .array(z.enum(LOG_TYPES))
      .min(1)
      .default(['api', 'audit', 'authenticator'])
      .describe('The types of logs that the control plane has to send to CloudWatch Logs.'),
  }),
  messages: {
    audit: 'The audit log of the cluster is off: nothing shows who changed or read what.',
    other: {
      text: 'The log {{type}} of the cluster is off.',
      severity: 'medium',
      controls: ['eks-audit-logging-off/other'],
    },
  },
  fix: 'Switch the logs of the control plane on.',

  judge({ logTypes }, { options }) {
    if (!logTypes) return unknown('No event showed which logs the control plane sends.');
    return [...new Set(options.required)]
      .filter((type) => !logTypes.includes(type))
      .map((type) =>
        type === 'audit'
          ? ({ message: 'audit', path: type, data: {} } as const)
          : ({ message: 'other', path: type, data: { type } } as const),
      );
  },

  remediation: {
    mode: 'auto',
    actions: [putLogTypes],
    plan({ logTypes = [] }, violations) {
      const after = [...new Set([...logTypes, ...violations.map(({ path }) => path)])].sort();
      return [putLogTypes({ before: logTypes, after })];
    },
  },
});
