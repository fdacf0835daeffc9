import { putField, switched } from '../common/put-field.ts';
import type { AuditLogging, RedshiftCluster } from './kind.ts';

const put = putField<RedshiftCluster>();

export const putClusterPublic = put('redshift.put-cluster-public', 'public', (on) =>
  on ? 'Give the cluster a public address' : 'Take the public address from the cluster',
);

export const putClusterEncryption = put(
  'redshift.put-cluster-encryption',
  'encrypted',
  switched('the encryption of the cluster'),
);

export const putClusterLogging = put('redshift.put-cluster-logging', 'logging', (logging) =>
  logging === null ? 'Write no audit logs' : `Write audit logs to ${placeOf(logging)}`,
);

function placeOf({ bucket, prefix = '', exports = [] }: AuditLogging): string {
  return bucket === undefined ? `CloudWatch Logs: ${exports.join(', ')}` : `s3://${bucket}/${prefix}`;
}
