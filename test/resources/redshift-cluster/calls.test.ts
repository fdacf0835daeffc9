import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  DescribeLoggingStatusCommand,
  EnableLoggingCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  putClusterEncryption,
  putClusterLogging,
  putClusterPublic,
} from '../../../shared/resources/redshift-cluster/actions.ts';
import redshiftCluster from '../../../shared/resources/redshift-cluster/reader.ts';
import { applyAction, describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';

describeWithMoto('Redshift cluster: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(RedshiftClient, PLACE);
  const Bucket = 'redshift-reader-logs';
  let count = 0;

  beforeAll(async () => {
    const s3 = aws.client(S3Client, PLACE);
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'redshift.amazonaws.com' },
        Action: ['s3:PutObject', 's3:GetBucketAcl'],
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      },
    ];
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  });

  callsOf(redshiftCluster, {
    async make() {
      count += 1;
      const ClusterIdentifier = `reader-${count}`;
      const master = { MasterUsername: 'owner', MasterUserPassword: 'Not-used-1' };
      await client.send(
        new CreateClusterCommand({ ClusterIdentifier, NodeType: 'ra3.large', PubliclyAccessible: false, ...master }),
      );
      return ClusterIdentifier;
    },
    starts: { public: false, encrypted: false, logging: null },
    does: [
      putClusterPublic({ before: false, after: true }),
      putClusterEncryption({ before: false, after: true }),
      putClusterLogging({ before: null, after: { bucket: Bucket, prefix: 'audit/' } }),
    ],
    remove: (ClusterIdentifier) =>
      client.send(new DeleteClusterCommand({ ClusterIdentifier, SkipFinalClusterSnapshot: true })),
  });
});

describe('Redshift cluster: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(RedshiftClient, PLACE));
  const ref = refOn(redshiftCluster, 'one');
  afterAll(() => client.restore());

  test('what is ordered counts, and logs go to CloudWatch', async () => {
    client.on(DescribeClustersCommand).resolves({
      Clusters: [
        {
          PubliclyAccessible: true,
          Encrypted: false,
          PendingModifiedValues: { PubliclyAccessible: false, EncryptionType: 'kms' },
        },
      ],
    });
    client
      .on(DescribeLoggingStatusCommand)
      .resolves({ LoggingEnabled: true, LogDestinationType: 'cloudwatch', LogExports: ['userlog'] });
    expect(await redshiftCluster.read(ref, aws)).toEqual({
      public: false,
      encrypted: true,
      logging: { exports: ['userlog'] },
    });
    client.on(EnableLoggingCommand).resolves({});
    await applyAction(ref, putClusterLogging({ before: null, after: { exports: ['userlog'] } }), aws);
    expect(client.commandCalls(EnableLoggingCommand)[0]?.args[0].input).toMatchObject({
      LogDestinationType: 'cloudwatch',
      LogExports: ['userlog'],
    });
  });

  test('one that is being deleted is gone, and every page is listed', async () => {
    client
      .on(DescribeClustersCommand)
      .resolves({ Clusters: [{ ClusterIdentifier: 'one', ClusterStatus: 'deleting' }], Marker: 'next' });
    expect(await redshiftCluster.read(ref, aws)).toBe(GONE);
    client.on(DescribeClustersCommand, { Marker: 'next' }).resolves({ Clusters: [{ ClusterIdentifier: 'two' }] });
    expect(await listed(redshiftCluster, aws)).toEqual(['one', 'two']);
  });
});
