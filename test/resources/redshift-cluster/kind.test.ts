import { GONE } from '../../../shared/core/kind.ts';
import { redshiftCluster } from '../../../shared/resources/redshift-cluster/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'orders';
const request = { clusterIdentifier: ID };

provesOf(redshiftCluster, ID, [
  ['redshift:CreateCluster', { request }, { public: false, encrypted: false, logging: null }],
  [
    'redshift:CreateCluster',
    { request, response: { publiclyAccessible: true, encrypted: true } },
    { public: true, encrypted: true, logging: null },
  ],
  ['redshift:RestoreFromClusterSnapshot', { request }, { logging: null }],
  ['redshift:ModifyCluster', { request: { ...request, publiclyAccessible: false } }, { public: false }],
  ['redshift:ModifyCluster', { request: { ...request, nodeType: 'ra3.large' } }, {}],
  ['redshift:EnableLogging', { request: { ...request, bucketName: 'logs' } }, { logging: { bucket: 'logs' } }],
  [
    'redshift:EnableLogging',
    { request: { ...request, logExports: ['userlog', 'connectionlog'] } },
    { logging: { exports: ['connectionlog', 'userlog'] } },
  ],
  ['redshift:DisableLogging', { request }, { logging: null }],
  ['redshift:DeleteCluster', { request }, GONE],
]);

unreadableOf(redshiftCluster, ID, [['redshift:DeleteCluster', { request: {} }, 'names no cluster']]);
