import {
  DisableLoggingCommand,
  EnableLoggingCommand,
  type LogDestinationType,
  ModifyClusterCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { effectOf } from '../../aws/effect.ts';
import { putClusterEncryption, putClusterLogging, putClusterPublic } from './actions.ts';

const CLUSTERS = 'redshift:{region}:{account}:cluster:*';

/** @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyCluster.html */
const refusals = {
  ClusterNotFound: 'The cluster no longer exists.',
  InvalidClusterState: 'The cluster is being changed, or is paused.',
  BucketNotFoundFault: 'The bucket of the audit logs no longer exists.',
  InsufficientS3BucketPolicyFault: 'The policy of the bucket does not let Redshift write audit logs.',
} as const;

export default [
  effectOf(putClusterPublic, {
    permissions: { 'redshift:ModifyCluster': CLUSTERS },
    refusals,
    async apply(ref, { after: PubliclyAccessible }, aws) {
      await aws
        .client(RedshiftClient, ref)
        .send(new ModifyClusterCommand({ ClusterIdentifier: ref.id, PubliclyAccessible }));
    },
  }),
  effectOf(putClusterEncryption, {
    permissions: { 'redshift:ModifyCluster': CLUSTERS },
    refusals,
    async apply(ref, { after: Encrypted }, aws) {
      await aws.client(RedshiftClient, ref).send(new ModifyClusterCommand({ ClusterIdentifier: ref.id, Encrypted }));
    },
  }),
  effectOf(putClusterLogging, {
    permissions: { 'redshift:EnableLogging': CLUSTERS, 'redshift:DisableLogging': CLUSTERS },
    refusals,
    async apply(ref, { after }, aws) {
      const client = aws.client(RedshiftClient, ref);
      const ClusterIdentifier = ref.id;
      if (after === null) await client.send(new DisableLoggingCommand({ ClusterIdentifier }));
      else {
        const LogDestinationType: LogDestinationType = after.bucket === undefined ? 'cloudwatch' : 's3';
        const to = { BucketName: after.bucket, S3KeyPrefix: after.prefix, LogExports: after.exports?.slice() };
        await client.send(new EnableLoggingCommand({ ClusterIdentifier, LogDestinationType, ...to }));
      }
    },
  }),
];
