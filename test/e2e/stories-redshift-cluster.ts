import { CreateClusterCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import type { Aws } from '../../shared/aws/clients.ts';
import { putClusterEncryption, putClusterPublic } from '../../shared/resources/redshift-cluster/actions.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'redshift-exposed';

const make = (ClusterIdentifier: string) => async (aws: Aws) => {
  const master = { MasterUsername: 'owner', MasterUserPassword: 'Not-used-1' };
  await aws
    .client(RedshiftClient, PLACE)
    .send(new CreateClusterCommand({ ClusterIdentifier, NodeType: 'ra3.large', Encrypted: true, ...master }));
  return ClusterIdentifier;
};

export const STORIES: readonly ActionStory[] = [
  story('redshift.put-cluster-public', RULE, 'redshift-cluster', {
    make: make('e2e-public'),
    drift: () => [putClusterPublic({ before: false, after: true })],
    event: ({ id }) => ['redshift:ModifyCluster', { clusterIdentifier: id, publiclyAccessible: true }],
  }),
  story('redshift.put-cluster-encryption', RULE, 'redshift-cluster', {
    make: make('e2e-plain'),
    drift: () => [putClusterEncryption({ before: true, after: false })],
    event: ({ id }) => ['redshift:ModifyCluster', { clusterIdentifier: id, encrypted: false }],
  }),
];

const NO_BUCKET =
  'a story would need a bucket that Redshift may write to: test/resources/redshift-cluster has one on moto';
export const UNCALLED = { 'redshift:DisableLogging': NO_BUCKET, 'redshift:EnableLogging': NO_BUCKET };
