import { putField, switched } from '../common/put-field.ts';
import type { ElbLoadBalancer } from './kind.ts';

const put = putField<ElbLoadBalancer>();

export const putAccessLogs = put(
  'elasticloadbalancing.put-access-logs',
  'accessLogs',
  ({ enabled, bucket, prefix }) =>
    `${enabled ? 'Write' : 'Do not write'} access logs to ${bucket || 'no bucket'}/${prefix}`,
);

export const putDeletionProtection = put(
  'elasticloadbalancing.put-deletion-protection',
  'deletionProtection',
  switched('deletion protection'),
);

export const putDropInvalidHeaders = put('elasticloadbalancing.put-drop-invalid-headers', 'dropInvalidHeaders', (on) =>
  on ? 'Drop invalid headers' : 'Pass invalid headers on',
);

export const putDesyncMode = put(
  'elasticloadbalancing.put-desync-mode',
  'desyncMode',
  (mode) => `Put the desync mitigation mode ${mode}`,
);
