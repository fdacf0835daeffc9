// Written by `npm run generate`. Do not edit.
import type { AnyRule } from '../shared/core/rule.ts';
import acmSelfSignedImported from '../shared/rules/acm/acm-self-signed-imported.ts';
import amiPublic from '../shared/rules/ec2/ami-public.ts';
import clientVpnInternetAuthorization from '../shared/rules/vpc/client-vpn-internet-authorization.ts';
import clientVpnInternetRoute from '../shared/rules/vpc/client-vpn-internet-route.ts';
import cloudtrailKmsRemoved from '../shared/rules/cloudtrail/cloudtrail-kms-removed.ts';
import cloudtrailLogFilesDiverted from '../shared/rules/cloudtrail/cloudtrail-log-files-diverted.ts';
import cloudtrailScopeReduced from '../shared/rules/cloudtrail/cloudtrail-scope-reduced.ts';
import cloudtrailStoppedOrDeleted from '../shared/rules/cloudtrail/cloudtrail-stopped-or-deleted.ts';
import dynamodbRecoveryWeakened from '../shared/rules/dynamodb/dynamodb-recovery-weakened.ts';
import ebsDefaultEncryptionOff from '../shared/rules/ebs/ebs-default-encryption-off.ts';
import ebsSnapshotPublic from '../shared/rules/ebs/ebs-snapshot-public.ts';
import ebsVolumeUnencrypted from '../shared/rules/ebs/ebs-volume-unencrypted.ts';
import ecsPrivilegedContainer from '../shared/rules/ecs/ecs-privileged-container.ts';
import ecsRepositoryCredentials from '../shared/rules/ecs/ecs-repository-credentials.ts';
import ecsRootUser from '../shared/rules/ecs/ecs-root-user.ts';
import ecsSecretInEnvironment from '../shared/rules/ecs/ecs-secret-in-environment.ts';
import elbHardeningOff from '../shared/rules/elb/elb-hardening-off.ts';
import elbListenerInsecure from '../shared/rules/elb/elb-listener-insecure.ts';
import iamAccessKeyStanding from '../shared/rules/iam/iam-access-key-standing.ts';
import iamFullAdminPolicy from '../shared/rules/iam/iam-full-admin-policy.ts';
import iamPasswordPolicyWeakened from '../shared/rules/iam/iam-password-policy-weakened.ts';
import iamPrivilegeEscalationPolicy from '../shared/rules/iam/iam-privilege-escalation-policy.ts';
import iamRoleTrustOpened from '../shared/rules/iam/iam-role-trust-opened.ts';
import iamRootAccessKeyCreated from '../shared/rules/iam/iam-root-access-key-created.ts';
import iamUserConsoleWithoutMfa from '../shared/rules/iam/iam-user-console-without-mfa.ts';
import kinesisStreamUnencrypted from '../shared/rules/kinesis/kinesis-stream-unencrypted.ts';
import kmsKeyDeletionScheduled from '../shared/rules/kms/kms-key-deletion-scheduled.ts';
import kmsKeyDisabled from '../shared/rules/kms/kms-key-disabled.ts';
import kmsPolicyPublic from '../shared/rules/kms/kms-policy-public.ts';
import kmsRotationOff from '../shared/rules/kms/kms-rotation-off.ts';
import lambdaPolicyPublic from '../shared/rules/lambda/lambda-policy-public.ts';
import lambdaSecretInEnvironment from '../shared/rules/lambda/lambda-secret-in-environment.ts';
import logGroupDeletedOrShortRetention from '../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import monitorRuleTampered from '../shared/rules/monitor/monitor-rule-tampered.ts';
import rdsAutoMinorUpgradeOff from '../shared/rules/rds/rds-auto-minor-upgrade-off.ts';
import rdsPubliclyAccessible from '../shared/rules/rds/rds-publicly-accessible.ts';
import rdsRecoveryWeakened from '../shared/rules/rds/rds-recovery-weakened.ts';
import rdsSnapshotPublic from '../shared/rules/rds/rds-snapshot-public.ts';
import rdsUnencrypted from '../shared/rules/rds/rds-unencrypted.ts';
import routeToInternetAdded from '../shared/rules/vpc/route-to-internet-added.ts';
import s3AccountBlockPublicAccessOff from '../shared/rules/s3/s3-account-block-public-access-off.ts';
import s3BucketAclPublic from '../shared/rules/s3/s3-bucket-acl-public.ts';
import s3BucketBlockPublicAccessOff from '../shared/rules/s3/s3-bucket-block-public-access-off.ts';
import s3BucketPolicyExternalAccount from '../shared/rules/s3/s3-bucket-policy-external-account.ts';
import s3BucketPolicyPublic from '../shared/rules/s3/s3-bucket-policy-public.ts';
import s3DefaultEncryptionDowngraded from '../shared/rules/s3/s3-default-encryption-downgraded.ts';
import s3TlsOnlyPolicyMissing from '../shared/rules/s3/s3-tls-only-policy-missing.ts';
import sgDefaultAllowsTraffic from '../shared/rules/ec2/sg-default-allows-traffic.ts';
import sgOpenIngress from '../shared/rules/ec2/sg-open-ingress.ts';
import snsTopicPublic from '../shared/rules/sns/sns-topic-public.ts';
import sqsQueuePublic from '../shared/rules/sqs/sqs-queue-public.ts';
import subnetAutoAssignPublicIp from '../shared/rules/vpc/subnet-auto-assign-public-ip.ts';
import vpcFlowLogsDisabled from '../shared/rules/vpc/vpc-flow-logs-disabled.ts';
import vpcInternetGatewayAttached from '../shared/rules/vpc/vpc-internet-gateway-attached.ts';

export const rules: readonly AnyRule[] = [
  acmSelfSignedImported,
  amiPublic,
  clientVpnInternetAuthorization,
  clientVpnInternetRoute,
  cloudtrailKmsRemoved,
  cloudtrailLogFilesDiverted,
  cloudtrailScopeReduced,
  cloudtrailStoppedOrDeleted,
  dynamodbRecoveryWeakened,
  ebsDefaultEncryptionOff,
  ebsSnapshotPublic,
  ebsVolumeUnencrypted,
  ecsPrivilegedContainer,
  ecsRepositoryCredentials,
  ecsRootUser,
  ecsSecretInEnvironment,
  elbHardeningOff,
  elbListenerInsecure,
  iamAccessKeyStanding,
  iamFullAdminPolicy,
  iamPasswordPolicyWeakened,
  iamPrivilegeEscalationPolicy,
  iamRoleTrustOpened,
  iamRootAccessKeyCreated,
  iamUserConsoleWithoutMfa,
  kinesisStreamUnencrypted,
  kmsKeyDeletionScheduled,
  kmsKeyDisabled,
  kmsPolicyPublic,
  kmsRotationOff,
  lambdaPolicyPublic,
  lambdaSecretInEnvironment,
  logGroupDeletedOrShortRetention,
  monitorRuleTampered,
  rdsAutoMinorUpgradeOff,
  rdsPubliclyAccessible,
  rdsRecoveryWeakened,
  rdsSnapshotPublic,
  rdsUnencrypted,
  routeToInternetAdded,
  s3AccountBlockPublicAccessOff,
  s3BucketAclPublic,
  s3BucketBlockPublicAccessOff,
  s3BucketPolicyExternalAccount,
  s3BucketPolicyPublic,
  s3DefaultEncryptionDowngraded,
  s3TlsOnlyPolicyMissing,
  sgDefaultAllowsTraffic,
  sgOpenIngress,
  snsTopicPublic,
  sqsQueuePublic,
  subnetAutoAssignPublicIp,
  vpcFlowLogsDisabled,
  vpcInternetGatewayAttached,
];
