import rule from '../../../shared/rules/redshift/redshift-audit-logging-off.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const clusterIdentifier = 'orders';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`redshift:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const logging = { bucket: 'audit-logs', prefix: 'redshift/' };

export default settingsCases(rule, {
  right: { logging },
  wrong: { logging: null },
  baseline: { logging },
  drifted: [
    {
      name: 'it never wrote audit logs',
      state: { logging: null },
      violations: [{ message: 'logging', path: 'logging', data: {} }],
      cannot: /right value is not known/,
    },
  ],
  events: [
    {
      name: 'a new cluster logs to a bucket',
      events: [
        call('CreateCluster', 0, { clusterIdentifier }),
        call('EnableLogging', 1, { clusterIdentifier, bucketName: 'audit-logs', s3KeyPrefix: 'redshift/' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: clusterIdentifier,
    },
    {
      name: 'a restored cluster logs to CloudWatch, no more, and is deleted',
      events: [
        call('RestoreFromClusterSnapshot', 0, { clusterIdentifier }),
        call('EnableLogging', 1, { clusterIdentifier, logDestinationType: 'cloudwatch', logExports: ['userlog'] }),
        call('DisableLogging', 2, { clusterIdentifier }),
        call('DeleteCluster', 3, { clusterIdentifier }),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('DisableLogging', 0, { clusterIdentifier }, { errorCode: 'ClusterNotFound' })],
      transitions: [],
    },
    {
      name: 'audit logs without a destination',
      events: [call('EnableLogging', 0, { clusterIdentifier })],
      transitions: [],
      unreadable: /shows no destination/,
    },
  ],
});
