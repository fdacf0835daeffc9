// Written by `npm run generate`. Do not edit.
import type { RulesByKind } from '../shared/config/by-kind.ts';

/** What each kind follows, and the rules on it. */
export const rulesByKind: RulesByKind = {
  'acm-certificate': {
    events: ['acm:RequestCertificate', 'acm:ImportCertificate', 'acm:DeleteCertificate', 'acm:AddTagsToCertificate', 'acm:RemoveTagsFromCertificate'],
    load: () => import('./rules-by-kind/acm-certificate.ts'),
  },
  'ami': {
    events: ['ec2:CreateImage', 'ec2:RegisterImage', 'ec2:CopyImage', 'ec2:RestoreImageFromRecycleBin', 'ec2:ModifyImageAttribute', 'ec2:ResetImageAttribute', 'ec2:DeregisterImage', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/ami.ts'),
  },
  'client-vpn-endpoint': {
    events: ['ec2:CreateClientVpnEndpoint', 'ec2:CreateClientVpnRoute', 'ec2:DeleteClientVpnRoute', 'ec2:AuthorizeClientVpnIngress', 'ec2:RevokeClientVpnIngress', 'ec2:DeleteClientVpnEndpoint', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/client-vpn-endpoint.ts'),
  },
  'cloudtrail-trail': {
    events: ['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:StartLogging', 'cloudtrail:StopLogging', 'cloudtrail:PutEventSelectors', 'cloudtrail:DeleteTrail', 'cloudtrail:AddTags', 'cloudtrail:RemoveTags'],
    isNeighbour: true,
    load: () => import('./rules-by-kind/cloudtrail-trail.ts'),
  },
  'config-recorder': {
    events: ['config:PutConfigurationRecorder', 'config:StartConfigurationRecorder', 'config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder', 'config:PutDeliveryChannel', 'config:DeleteDeliveryChannel'],
    load: () => import('./rules-by-kind/config-recorder.ts'),
  },
  'dynamodb-table': {
    events: ['dynamodb:CreateTable', 'dynamodb:RestoreTableFromBackup', 'dynamodb:RestoreTableToPointInTime', 'dynamodb:ImportTable', 'dynamodb:UpdateTable', 'dynamodb:UpdateContinuousBackups', 'dynamodb:DeleteTable', 'dynamodb:TagResource', 'dynamodb:UntagResource'],
    load: () => import('./rules-by-kind/dynamodb-table.ts'),
  },
  'ebs-account-defaults': {
    events: ['ec2:EnableEbsEncryptionByDefault', 'ec2:DisableEbsEncryptionByDefault'],
    load: () => import('./rules-by-kind/ebs-account-defaults.ts'),
  },
  'ebs-snapshot': {
    events: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots', 'ec2:RestoreSnapshotFromRecycleBin', 'ec2:CopySnapshot', 'ec2:ModifySnapshotAttribute', 'ec2:ResetSnapshotAttribute', 'ec2:DeleteSnapshot', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/ebs-snapshot.ts'),
  },
  'ebs-volume': {
    events: ['ec2:CreateVolume', 'ec2:CopyVolumes', 'ec2:RunInstances', 'ec2:CreateReplaceRootVolumeTask', 'ec2:RestoreVolumeFromRecycleBin', 'ec2:DeleteVolume', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/ebs-volume.ts'),
  },
  'ec2-account': {
    events: ['ec2:ModifyInstanceMetadataDefaults', 'ec2:EnableSerialConsoleAccess', 'ec2:DisableSerialConsoleAccess', 'ec2:EnableImageBlockPublicAccess', 'ec2:DisableImageBlockPublicAccess'],
    load: () => import('./rules-by-kind/ec2-account.ts'),
  },
  'ec2-instance': {
    events: ['ec2:RunInstances', 'ec2:ModifyInstanceMetadataOptions', 'ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation', 'ec2:DisassociateIamInstanceProfile', 'ec2:ModifyInstanceAttribute', 'ec2:AssociateAddress', 'ec2:AttachNetworkInterface', 'ec2:StartInstances', 'ec2:TerminateInstances', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/ec2-instance.ts'),
  },
  'ecr-repository': {
    events: ['ecr:CreateRepository', 'ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy', 'ecr:PutImageScanningConfiguration', 'ecr:PutImageTagMutability', 'ecr:DeleteRepository', 'ecr:TagResource', 'ecr:UntagResource'],
    load: () => import('./rules-by-kind/ecr-repository.ts'),
  },
  'ecs-task-definition': {
    events: ['ecs:RegisterTaskDefinition', 'ecs:DeregisterTaskDefinition', 'ecs:DeleteTaskDefinitions'],
    load: () => import('./rules-by-kind/ecs-task-definition.ts'),
  },
  'efs-file-system': {
    events: ['elasticfilesystem:CreateFileSystem', 'elasticfilesystem:PutFileSystemPolicy', 'elasticfilesystem:DeleteFileSystemPolicy', 'elasticfilesystem:DeleteFileSystem', 'elasticfilesystem:CreateTags', 'elasticfilesystem:DeleteTags', 'elasticfilesystem:TagResource', 'elasticfilesystem:UntagResource'],
    load: () => import('./rules-by-kind/efs-file-system.ts'),
  },
  'eks-access': {
    events: ['eks:CreateCluster', 'eks:AssociateAccessPolicy', 'eks:DisassociateAccessPolicy', 'eks:DeleteAccessEntry', 'eks:UpdateClusterConfig', 'eks:DeleteCluster', 'eks:TagResource', 'eks:UntagResource'],
    load: () => import('./rules-by-kind/eks-access.ts'),
  },
  'eks-cluster': {
    events: ['eks:CreateCluster', 'eks:UpdateClusterConfig', 'eks:DeleteCluster', 'eks:TagResource', 'eks:UntagResource'],
    load: () => import('./rules-by-kind/eks-cluster.ts'),
  },
  'elb-listener': {
    events: ['elasticloadbalancing:CreateListener', 'elasticloadbalancing:ModifyListener', 'elasticloadbalancing:DeleteListener', 'elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
    load: () => import('./rules-by-kind/elb-listener.ts'),
  },
  'elb-load-balancer': {
    events: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:ModifyLoadBalancerAttributes', 'elasticloadbalancing:DeleteLoadBalancer', 'elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
    load: () => import('./rules-by-kind/elb-load-balancer.ts'),
  },
  'guardduty-detector': {
    events: ['guardduty:CreateDetector', 'guardduty:UpdateDetector', 'guardduty:DeleteDetector'],
    load: () => import('./rules-by-kind/guardduty-detector.ts'),
  },
  'iam-account': {
    events: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy', 'iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey', 'iam:EnableMFADevice', 'iam:DeactivateMFADevice'],
    load: () => import('./rules-by-kind/iam-account.ts'),
  },
  'iam-administrators': {
    events: [],
    isNeighbour: true,
    load: () => import('./rules-by-kind/iam-administrators.ts'),
  },
  'iam-entity': {
    events: ['iam:CreateRole', 'iam:CreateUser', 'iam:CreateGroup', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy', 'iam:PutGroupPolicy', 'iam:DeleteRolePolicy', 'iam:DeleteUserPolicy', 'iam:DeleteGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:AttachGroupPolicy', 'iam:DetachRolePolicy', 'iam:DetachUserPolicy', 'iam:DetachGroupPolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:DeleteRole', 'iam:DeleteUser', 'iam:DeleteGroup', 'iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicyVersion', 'iam:DeletePolicy', 'iam:TagRole', 'iam:TagUser', 'iam:TagPolicy', 'iam:UntagRole', 'iam:UntagUser', 'iam:UntagPolicy'],
    load: () => import('./rules-by-kind/iam-entity.ts'),
  },
  'iam-user-credentials': {
    events: ['iam:CreateUser', 'iam:UpdateUser', 'iam:DeleteUser', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:DeleteLoginProfile', 'iam:EnableMFADevice', 'iam:DeactivateMFADevice', 'iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey', 'iam:TagUser', 'iam:UntagUser'],
    load: () => import('./rules-by-kind/iam-user-credentials.ts'),
  },
  'identity-provider': {
    events: ['iam:CreateOpenIDConnectProvider', 'iam:AddClientIDToOpenIDConnectProvider', 'iam:RemoveClientIDFromOpenIDConnectProvider', 'iam:UpdateOpenIDConnectProviderThumbprint', 'iam:DeleteOpenIDConnectProvider', 'iam:CreateSAMLProvider', 'iam:UpdateSAMLProvider', 'iam:DeleteSAMLProvider', 'iam:TagOpenIDConnectProvider', 'iam:UntagOpenIDConnectProvider', 'iam:TagSAMLProvider', 'iam:UntagSAMLProvider'],
    load: () => import('./rules-by-kind/identity-provider.ts'),
  },
  'kinesis-stream': {
    events: ['kinesis:CreateStream', 'kinesis:StartStreamEncryption', 'kinesis:StopStreamEncryption', 'kinesis:DeleteStream', 'kinesis:AddTagsToStream', 'kinesis:TagResource', 'kinesis:RemoveTagsFromStream', 'kinesis:UntagResource'],
    load: () => import('./rules-by-kind/kinesis-stream.ts'),
  },
  'kms-key': {
    events: ['kms:CreateKey', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:EnableKey', 'kms:DisableKey', 'kms:EnableKeyRotation', 'kms:DisableKeyRotation', 'kms:PutKeyPolicy', 'kms:ImportKeyMaterial', 'kms:DeleteImportedKeyMaterial', 'kms:DeleteExpiredKeyMaterial', 'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteKey', 'kms:TagResource', 'kms:UntagResource'],
    isNeighbour: true,
    load: () => import('./rules-by-kind/kms-key.ts'),
  },
  'lambda-function': {
    events: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration', 'lambda:AddPermission', 'lambda:RemovePermission', 'lambda:DeleteAlias', 'lambda:DeleteFunction', 'lambda:TagResource', 'lambda:UntagResource'],
    load: () => import('./rules-by-kind/lambda-function.ts'),
  },
  'launch-template': {
    events: ['ec2:CreateLaunchTemplate', 'ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate', 'ec2:DeleteLaunchTemplateVersions', 'ec2:DeleteLaunchTemplate', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/launch-template.ts'),
  },
  'log-group': {
    events: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy', 'logs:AssociateKmsKey', 'logs:DisassociateKmsKey', 'logs:PutDataProtectionPolicy', 'logs:DeleteDataProtectionPolicy', 'logs:DeleteLogGroup', 'logs:TagLogGroup', 'logs:UntagLogGroup', 'logs:TagResource', 'logs:UntagResource'],
    load: () => import('./rules-by-kind/log-group.ts'),
  },
  'network-acl': {
    events: ['ec2:CreateNetworkAcl', 'ec2:CreateNetworkAclEntry', 'ec2:ReplaceNetworkAclEntry', 'ec2:DeleteNetworkAclEntry', 'ec2:DeleteNetworkAcl', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/network-acl.ts'),
  },
  'opensearch-domain': {
    events: ['es:CreateDomain', 'es:CreateElasticsearchDomain', 'es:UpdateDomainConfig', 'es:UpdateElasticsearchDomainConfig', 'es:DeleteDomain', 'es:DeleteElasticsearchDomain', 'es:AddTags', 'es:RemoveTags'],
    load: () => import('./rules-by-kind/opensearch-domain.ts'),
  },
  'own-component': {
    events: ['events:PutRule', 'events:EnableRule', 'events:DisableRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule', 'sqs:CreateQueue', 'sqs:SetQueueAttributes', 'sqs:AddPermission', 'sqs:RemovePermission', 'sqs:PurgeQueue', 'sqs:DeleteQueue', 'lambda:CreateFunction', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency', 'lambda:DeleteFunction', 'lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping', 'dynamodb:CreateTable', 'dynamodb:UpdateTable', 'dynamodb:DeleteTable', 'sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:DeleteTopic'],
    load: () => import('./rules-by-kind/own-component.ts'),
  },
  'prefix-list': {
    events: ['ec2:CreateManagedPrefixList', 'ec2:ModifyManagedPrefixList', 'ec2:RestoreManagedPrefixListVersion', 'ec2:DeleteManagedPrefixList', 'ec2:CreateTags', 'ec2:DeleteTags'],
    isNeighbour: true,
    load: () => import('./rules-by-kind/prefix-list.ts'),
  },
  'rds-database': {
    events: ['rds:CreateDBInstance', 'rds:CreateDBInstanceReadReplica', 'rds:RestoreDBInstanceFromDBSnapshot', 'rds:RestoreDBInstanceFromS3', 'rds:RestoreDBInstanceToPointInTime', 'rds:PromoteReadReplica', 'rds:ModifyDBInstance', 'rds:DeleteDBInstance', 'rds:CreateDBCluster', 'rds:RestoreDBClusterFromSnapshot', 'rds:RestoreDBClusterFromS3', 'rds:RestoreDBClusterToPointInTime', 'rds:PromoteReadReplicaDBCluster', 'rds:ModifyDBCluster', 'rds:DeleteDBCluster', 'rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
    load: () => import('./rules-by-kind/rds-database.ts'),
  },
  'rds-snapshot': {
    events: ['rds:CreateDBSnapshot', 'rds:CopyDBSnapshot', 'rds:ModifyDBSnapshotAttribute', 'rds:DeleteDBSnapshot', 'rds:CreateDBClusterSnapshot', 'rds:CopyDBClusterSnapshot', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:DeleteDBClusterSnapshot', 'rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
    load: () => import('./rules-by-kind/rds-snapshot.ts'),
  },
  'redshift-cluster': {
    events: ['redshift:CreateCluster', 'redshift:RestoreFromClusterSnapshot', 'redshift:ModifyCluster', 'redshift:EnableLogging', 'redshift:DisableLogging', 'redshift:DeleteCluster', 'redshift:CreateTags', 'redshift:DeleteTags'],
    load: () => import('./rules-by-kind/redshift-cluster.ts'),
  },
  'route-table': {
    events: ['ec2:CreateRouteTable', 'ec2:CreateRoute', 'ec2:ReplaceRoute', 'ec2:DeleteRoute', 'ec2:DeleteRouteTable', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/route-table.ts'),
  },
  's3-account': {
    events: ['s3:PutAccountPublicAccessBlock', 's3:DeleteAccountPublicAccessBlock', 's3:PutBucketPublicAccessBlock', 's3:DeleteBucketPublicAccessBlock'],
    isNeighbour: true,
    load: () => import('./rules-by-kind/s3-account.ts'),
  },
  's3-bucket': {
    events: ['s3:CreateBucket', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPublicAccessBlock', 's3:DeleteBucketPublicAccessBlock', 's3:PutBucketEncryption', 's3:DeleteBucketEncryption', 's3:DeleteBucket', 's3:PutBucketTagging', 's3:DeleteBucketTagging'],
    load: () => import('./rules-by-kind/s3-bucket.ts'),
  },
  's3-bucket-protection': {
    events: ['s3:CreateBucket', 's3:PutBucketVersioning', 's3:PutBucketLifecycle', 's3:PutBucketLifecycleConfiguration', 's3:DeleteBucketLifecycle', 's3:PutObjectLockConfiguration', 's3:PutBucketObjectLockConfiguration', 's3:PutBucketLogging', 's3:DeleteBucket', 's3:PutBucketTagging', 's3:DeleteBucketTagging'],
    load: () => import('./rules-by-kind/s3-bucket-protection.ts'),
  },
  'secret': {
    events: ['secretsmanager:CreateSecret', 'secretsmanager:RotateSecret', 'secretsmanager:CancelRotateSecret', 'secretsmanager:RotationStarted', 'secretsmanager:RotationFailed', 'secretsmanager:RotationAbandoned', 'secretsmanager:RotationSucceeded', 'secretsmanager:TestRotationFailed', 'secretsmanager:TestRotationSucceeded', 'secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:StopReplicationToReplica', 'secretsmanager:DeleteSecret', 'secretsmanager:RestoreSecret', 'secretsmanager:TagResource', 'secretsmanager:UntagResource'],
    load: () => import('./rules-by-kind/secret.ts'),
  },
  'security-group': {
    events: ['ec2:CreateSecurityGroup', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress', 'ec2:ModifySecurityGroupRules', 'ec2:DeleteSecurityGroup', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/security-group.ts'),
  },
  'snapshot-block-public-access': {
    events: ['ec2:EnableSnapshotBlockPublicAccess', 'ec2:DisableSnapshotBlockPublicAccess'],
    isNeighbour: true,
    load: () => import('./rules-by-kind/snapshot-block-public-access.ts'),
  },
  'sns-topic': {
    events: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:AddPermission', 'sns:RemovePermission', 'sns:DeleteTopic', 'sns:TagResource', 'sns:UntagResource'],
    load: () => import('./rules-by-kind/sns-topic.ts'),
  },
  'sqs-queue': {
    events: ['sqs:CreateQueue', 'sqs:SetQueueAttributes', 'sqs:AddPermission', 'sqs:RemovePermission', 'sqs:DeleteQueue', 'sqs:TagQueue', 'sqs:UntagQueue'],
    load: () => import('./rules-by-kind/sqs-queue.ts'),
  },
  'ssm-document': {
    events: ['ssm:CreateDocument', 'ssm:ModifyDocumentPermission', 'ssm:DeleteDocument', 'ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource'],
    load: () => import('./rules-by-kind/ssm-document.ts'),
  },
  'ssm-parameter': {
    events: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters', 'ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource'],
    load: () => import('./rules-by-kind/ssm-parameter.ts'),
  },
  'ssm-public-sharing': {
    events: ['ssm:UpdateServiceSetting', 'ssm:ResetServiceSetting'],
    load: () => import('./rules-by-kind/ssm-public-sharing.ts'),
  },
  'subnet': {
    events: ['ec2:CreateSubnet', 'ec2:CreateDefaultSubnet', 'ec2:ModifySubnetAttribute', 'ec2:DeleteSubnet', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/subnet.ts'),
  },
  'trust-anchor': {
    events: ['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:UpdateTrustAnchor', 'rolesanywhere:EnableTrustAnchor', 'rolesanywhere:DisableTrustAnchor', 'rolesanywhere:DeleteTrustAnchor', 'rolesanywhere:TagResource', 'rolesanywhere:UntagResource'],
    load: () => import('./rules-by-kind/trust-anchor.ts'),
  },
  'vpc': {
    events: ['ec2:CreateVpc', 'ec2:CreateDefaultVpc', 'ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs', 'ec2:AttachInternetGateway', 'ec2:DetachInternetGateway', 'ec2:DeleteVpc', 'ec2:CreateTags', 'ec2:DeleteTags'],
    load: () => import('./rules-by-kind/vpc.ts'),
  },
};
