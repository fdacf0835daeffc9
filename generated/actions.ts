// Written by `npm run generate`. Do not edit.
import type { AnyActionType } from '../shared/core/action.ts';
import * as ami from '../shared/resources/ami/actions.ts';
import * as clientVpnEndpoint from '../shared/resources/client-vpn-endpoint/actions.ts';
import * as cloudtrailTrail from '../shared/resources/cloudtrail-trail/actions.ts';
import * as configRecorder from '../shared/resources/config-recorder/actions.ts';
import * as dynamodbTable from '../shared/resources/dynamodb-table/actions.ts';
import * as ebsAccountDefaults from '../shared/resources/ebs-account-defaults/actions.ts';
import * as ebsSnapshot from '../shared/resources/ebs-snapshot/actions.ts';
import * as ec2Account from '../shared/resources/ec2-account/actions.ts';
import * as ec2Instance from '../shared/resources/ec2-instance/actions.ts';
import * as ecrRepository from '../shared/resources/ecr-repository/actions.ts';
import * as efsFileSystem from '../shared/resources/efs-file-system/actions.ts';
import * as eksAccess from '../shared/resources/eks-access/actions.ts';
import * as eksCluster from '../shared/resources/eks-cluster/actions.ts';
import * as elbListener from '../shared/resources/elb-listener/actions.ts';
import * as elbLoadBalancer from '../shared/resources/elb-load-balancer/actions.ts';
import * as guarddutyDetector from '../shared/resources/guardduty-detector/actions.ts';
import * as iamAccount from '../shared/resources/iam-account/actions.ts';
import * as iamEntity from '../shared/resources/iam-entity/actions.ts';
import * as iamUserCredentials from '../shared/resources/iam-user-credentials/actions.ts';
import * as kinesisStream from '../shared/resources/kinesis-stream/actions.ts';
import * as kmsKey from '../shared/resources/kms-key/actions.ts';
import * as lambdaFunction from '../shared/resources/lambda-function/actions.ts';
import * as logGroup from '../shared/resources/log-group/actions.ts';
import * as networkAcl from '../shared/resources/network-acl/actions.ts';
import * as opensearchDomain from '../shared/resources/opensearch-domain/actions.ts';
import * as ownComponent from '../shared/resources/own-component/actions.ts';
import * as rdsDatabase from '../shared/resources/rds-database/actions.ts';
import * as rdsSnapshot from '../shared/resources/rds-snapshot/actions.ts';
import * as redshiftCluster from '../shared/resources/redshift-cluster/actions.ts';
import * as routeTable from '../shared/resources/route-table/actions.ts';
import * as s3Account from '../shared/resources/s3-account/actions.ts';
import * as s3Bucket from '../shared/resources/s3-bucket/actions.ts';
import * as s3BucketProtection from '../shared/resources/s3-bucket-protection/actions.ts';
import * as secret from '../shared/resources/secret/actions.ts';
import * as securityGroup from '../shared/resources/security-group/actions.ts';
import * as snapshotBlockPublicAccess from '../shared/resources/snapshot-block-public-access/actions.ts';
import * as snsTopic from '../shared/resources/sns-topic/actions.ts';
import * as sqsQueue from '../shared/resources/sqs-queue/actions.ts';
import * as ssmDocument from '../shared/resources/ssm-document/actions.ts';
import * as ssmPublicSharing from '../shared/resources/ssm-public-sharing/actions.ts';
import * as subnet from '../shared/resources/subnet/actions.ts';
import * as trustAnchor from '../shared/resources/trust-anchor/actions.ts';
import * as vpc from '../shared/resources/vpc/actions.ts';

const members: readonly unknown[] = [...Object.values(ami), ...Object.values(clientVpnEndpoint), ...Object.values(cloudtrailTrail), ...Object.values(configRecorder), ...Object.values(dynamodbTable), ...Object.values(ebsAccountDefaults), ...Object.values(ebsSnapshot), ...Object.values(ec2Account), ...Object.values(ec2Instance), ...Object.values(ecrRepository), ...Object.values(efsFileSystem), ...Object.values(eksAccess), ...Object.values(eksCluster), ...Object.values(elbListener), ...Object.values(elbLoadBalancer), ...Object.values(guarddutyDetector), ...Object.values(iamAccount), ...Object.values(iamEntity), ...Object.values(iamUserCredentials), ...Object.values(kinesisStream), ...Object.values(kmsKey), ...Object.values(lambdaFunction), ...Object.values(logGroup), ...Object.values(networkAcl), ...Object.values(opensearchDomain), ...Object.values(ownComponent), ...Object.values(rdsDatabase), ...Object.values(rdsSnapshot), ...Object.values(redshiftCluster), ...Object.values(routeTable), ...Object.values(s3Account), ...Object.values(s3Bucket), ...Object.values(s3BucketProtection), ...Object.values(secret), ...Object.values(securityGroup), ...Object.values(snapshotBlockPublicAccess), ...Object.values(snsTopic), ...Object.values(sqsQueue), ...Object.values(ssmDocument), ...Object.values(ssmPublicSharing), ...Object.values(subnet), ...Object.values(trustAnchor), ...Object.values(vpc)];

function isActionType(member: unknown): member is AnyActionType {
  return typeof member === 'function' && 'undoneBy' in member;
}

/** Every action there is, by its type. */
export const actionTypes: ReadonlyMap<string, AnyActionType> = new Map(
  members.filter(isActionType).map((type) => [type.type, type]),
);
