// Written by `npm run generate`. Do not edit.
import type { AnyRule } from '../shared/core/rule.ts';
import acmCertificateExpiring from '../shared/rules/acm/acm-certificate-expiring.ts';
import acmSelfSignedImported from '../shared/rules/acm/acm-self-signed-imported.ts';
import amiPublic from '../shared/rules/ec2/ami-public.ts';
import clientVpnInternetAuthorization from '../shared/rules/vpc/client-vpn-internet-authorization.ts';
import clientVpnInternetRoute from '../shared/rules/vpc/client-vpn-internet-route.ts';
import cloudtrailEvidenceWeakened from '../shared/rules/cloudtrail/cloudtrail-evidence-weakened.ts';
import cloudtrailKmsRemoved from '../shared/rules/cloudtrail/cloudtrail-kms-removed.ts';
import cloudtrailLogFilesDiverted from '../shared/rules/cloudtrail/cloudtrail-log-files-diverted.ts';
import cloudtrailScopeReduced from '../shared/rules/cloudtrail/cloudtrail-scope-reduced.ts';
import cloudtrailStoppedOrDeleted from '../shared/rules/cloudtrail/cloudtrail-stopped-or-deleted.ts';
import configRecorderStopped from '../shared/rules/config/config-recorder-stopped.ts';
import dynamodbRecoveryWeakened from '../shared/rules/dynamodb/dynamodb-recovery-weakened.ts';
import ebsDefaultEncryptionOff from '../shared/rules/ebs/ebs-default-encryption-off.ts';
import ebsSnapshotBlockPublicAccessOff from '../shared/rules/ebs/ebs-snapshot-block-public-access-off.ts';
import ebsSnapshotPublic from '../shared/rules/ebs/ebs-snapshot-public.ts';
import ebsVolumeUnencrypted from '../shared/rules/ebs/ebs-volume-unencrypted.ts';
import ec2AccountGuardrailOff from '../shared/rules/ec2/ec2-account-guardrail-off.ts';
import ec2Imdsv1Allowed from '../shared/rules/ec2/ec2-imdsv1-allowed.ts';
import ec2InstanceExposed from '../shared/rules/ec2/ec2-instance-exposed.ts';
import ec2InstanceProfileChanged from '../shared/rules/ec2/ec2-instance-profile-changed.ts';
import ec2UnapprovedImage from '../shared/rules/ec2/ec2-unapproved-image.ts';
import ec2UserDataSecret from '../shared/rules/ec2/ec2-user-data-secret.ts';
import ecrRepositoryPublic from '../shared/rules/ecr/ecr-repository-public.ts';
import ecrRepositoryWeakened from '../shared/rules/ecr/ecr-repository-weakened.ts';
import ecsHostAccess from '../shared/rules/ecs/ecs-host-access.ts';
import ecsLoggingMissing from '../shared/rules/ecs/ecs-logging-missing.ts';
import ecsPrivilegedContainer from '../shared/rules/ecs/ecs-privileged-container.ts';
import ecsRepositoryCredentials from '../shared/rules/ecs/ecs-repository-credentials.ts';
import ecsRootUser from '../shared/rules/ecs/ecs-root-user.ts';
import ecsSecretInEnvironment from '../shared/rules/ecs/ecs-secret-in-environment.ts';
import ecsSshPortPublished from '../shared/rules/ecs/ecs-ssh-port-published.ts';
import ecsWritableRootFilesystem from '../shared/rules/ecs/ecs-writable-root-filesystem.ts';
import efsPolicyPublic from '../shared/rules/efs/efs-policy-public.ts';
import efsTlsNotRequired from '../shared/rules/efs/efs-tls-not-required.ts';
import efsUnencrypted from '../shared/rules/efs/efs-unencrypted.ts';
import eksAdminAccessGranted from '../shared/rules/eks/eks-admin-access-granted.ts';
import eksAuditLoggingOff from '../shared/rules/eks/eks-audit-logging-off.ts';
import eksEndpointPublic from '../shared/rules/eks/eks-endpoint-public.ts';
import elbHardeningOff from '../shared/rules/elb/elb-hardening-off.ts';
import elbListenerInsecure from '../shared/rules/elb/elb-listener-insecure.ts';
import guarddutyWeakened from '../shared/rules/guardduty/guardduty-weakened.ts';
import iamAccessKeyStanding from '../shared/rules/iam/iam-access-key-standing.ts';
import iamFullAdminPolicy from '../shared/rules/iam/iam-full-admin-policy.ts';
import iamIdentityProviderChanged from '../shared/rules/iam/iam-identity-provider-changed.ts';
import iamPasswordPolicyWeakened from '../shared/rules/iam/iam-password-policy-weakened.ts';
import iamPrivilegeEscalationPolicy from '../shared/rules/iam/iam-privilege-escalation-policy.ts';
import iamRestrictedPolicyAttached from '../shared/rules/iam/iam-restricted-policy-attached.ts';
import iamRoleTrustOpened from '../shared/rules/iam/iam-role-trust-opened.ts';
import iamRootAccessKeyCreated from '../shared/rules/iam/iam-root-access-key-created.ts';
import iamRootMfaRemoved from '../shared/rules/iam/iam-root-mfa-removed.ts';
import iamUserConsoleWithoutMfa from '../shared/rules/iam/iam-user-console-without-mfa.ts';
import iamUserHoldsPolicies from '../shared/rules/iam/iam-user-holds-policies.ts';
import kinesisStreamUnencrypted from '../shared/rules/kinesis/kinesis-stream-unencrypted.ts';
import kmsKeyDeletionScheduled from '../shared/rules/kms/kms-key-deletion-scheduled.ts';
import kmsKeyDisabled from '../shared/rules/kms/kms-key-disabled.ts';
import kmsPolicyPublic from '../shared/rules/kms/kms-policy-public.ts';
import kmsRotationOff from '../shared/rules/kms/kms-rotation-off.ts';
import lambdaPolicyPublic from '../shared/rules/lambda/lambda-policy-public.ts';
import lambdaSecretInEnvironment from '../shared/rules/lambda/lambda-secret-in-environment.ts';
import launchTemplateWeak from '../shared/rules/ec2/launch-template-weak.ts';
import logDataProtectionRemoved from '../shared/rules/logs/log-data-protection-removed.ts';
import logGroupDeletedOrShortRetention from '../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import logGroupKmsRemoved from '../shared/rules/logs/log-group-kms-removed.ts';
import monitorRuleTampered from '../shared/rules/monitor/monitor-rule-tampered.ts';
import naclOpenAdminPorts from '../shared/rules/vpc/nacl-open-admin-ports.ts';
import opensearchPlaintext from '../shared/rules/opensearch/opensearch-plaintext.ts';
import opensearchPublic from '../shared/rules/opensearch/opensearch-public.ts';
import opensearchUnencrypted from '../shared/rules/opensearch/opensearch-unencrypted.ts';
import rdsAutoMinorUpgradeOff from '../shared/rules/rds/rds-auto-minor-upgrade-off.ts';
import rdsPubliclyAccessible from '../shared/rules/rds/rds-publicly-accessible.ts';
import rdsRecoveryWeakened from '../shared/rules/rds/rds-recovery-weakened.ts';
import rdsSnapshotPublic from '../shared/rules/rds/rds-snapshot-public.ts';
import rdsUnencrypted from '../shared/rules/rds/rds-unencrypted.ts';
import redshiftAuditLoggingOff from '../shared/rules/redshift/redshift-audit-logging-off.ts';
import redshiftExposed from '../shared/rules/redshift/redshift-exposed.ts';
import rolesanywhereTrustAnchorCreated from '../shared/rules/rolesanywhere/rolesanywhere-trust-anchor-created.ts';
import routeToInternetAdded from '../shared/rules/vpc/route-to-internet-added.ts';
import s3AccountBlockPublicAccessOff from '../shared/rules/s3/s3-account-block-public-access-off.ts';
import s3BucketAclPublic from '../shared/rules/s3/s3-bucket-acl-public.ts';
import s3BucketBlockPublicAccessOff from '../shared/rules/s3/s3-bucket-block-public-access-off.ts';
import s3BucketPolicyExternalAccount from '../shared/rules/s3/s3-bucket-policy-external-account.ts';
import s3BucketPolicyPublic from '../shared/rules/s3/s3-bucket-policy-public.ts';
import s3DefaultEncryptionDowngraded from '../shared/rules/s3/s3-default-encryption-downgraded.ts';
import s3LifecycleDestructive from '../shared/rules/s3/s3-lifecycle-destructive.ts';
import s3LoggingOff from '../shared/rules/s3/s3-logging-off.ts';
import s3MfaDeleteDisabled from '../shared/rules/s3/s3-mfa-delete-disabled.ts';
import s3ObjectLockWeakened from '../shared/rules/s3/s3-object-lock-weakened.ts';
import s3TlsOnlyPolicyMissing from '../shared/rules/s3/s3-tls-only-policy-missing.ts';
import s3VersioningSuspended from '../shared/rules/s3/s3-versioning-suspended.ts';
import secretDeletionScheduled from '../shared/rules/secretsmanager/secret-deletion-scheduled.ts';
import secretPolicyPublic from '../shared/rules/secretsmanager/secret-policy-public.ts';
import secretRotationFailed from '../shared/rules/secretsmanager/secret-rotation-failed.ts';
import secretRotationOff from '../shared/rules/secretsmanager/secret-rotation-off.ts';
import sgDefaultAllowsTraffic from '../shared/rules/ec2/sg-default-allows-traffic.ts';
import sgOpenIngress from '../shared/rules/ec2/sg-open-ingress.ts';
import snsTopicPublic from '../shared/rules/sns/sns-topic-public.ts';
import sqsQueuePublic from '../shared/rules/sqs/sqs-queue-public.ts';
import ssmDocumentShared from '../shared/rules/ssm/ssm-document-shared.ts';
import ssmParameterPlainSecret from '../shared/rules/ssm/ssm-parameter-plain-secret.ts';
import ssmPublicSharingAllowed from '../shared/rules/ssm/ssm-public-sharing-allowed.ts';
import subnetAutoAssignPublicIp from '../shared/rules/vpc/subnet-auto-assign-public-ip.ts';
import vpcFlowLogsDisabled from '../shared/rules/vpc/vpc-flow-logs-disabled.ts';
import vpcInternetGatewayAttached from '../shared/rules/vpc/vpc-internet-gateway-attached.ts';

export const rules: readonly AnyRule[] = [
  acmCertificateExpiring,
  acmSelfSignedImported,
  amiPublic,
  clientVpnInternetAuthorization,
  clientVpnInternetRoute,
  cloudtrailEvidenceWeakened,
  cloudtrailKmsRemoved,
  cloudtrailLogFilesDiverted,
  cloudtrailScopeReduced,
  cloudtrailStoppedOrDeleted,
  configRecorderStopped,
  dynamodbRecoveryWeakened,
  ebsDefaultEncryptionOff,
  ebsSnapshotBlockPublicAccessOff,
  ebsSnapshotPublic,
  ebsVolumeUnencrypted,
  ec2AccountGuardrailOff,
  ec2Imdsv1Allowed,
  ec2InstanceExposed,
  ec2InstanceProfileChanged,
  ec2UnapprovedImage,
  ec2UserDataSecret,
  ecrRepositoryPublic,
  ecrRepositoryWeakened,
  ecsHostAccess,
  ecsLoggingMissing,
  ecsPrivilegedContainer,
  ecsRepositoryCredentials,
  ecsRootUser,
  ecsSecretInEnvironment,
  ecsSshPortPublished,
  ecsWritableRootFilesystem,
  efsPolicyPublic,
  efsTlsNotRequired,
  efsUnencrypted,
  eksAdminAccessGranted,
  eksAuditLoggingOff,
  eksEndpointPublic,
  elbHardeningOff,
  elbListenerInsecure,
  guarddutyWeakened,
  iamAccessKeyStanding,
  iamFullAdminPolicy,
  iamIdentityProviderChanged,
  iamPasswordPolicyWeakened,
  iamPrivilegeEscalationPolicy,
  iamRestrictedPolicyAttached,
  iamRoleTrustOpened,
  iamRootAccessKeyCreated,
  iamRootMfaRemoved,
  iamUserConsoleWithoutMfa,
  iamUserHoldsPolicies,
  kinesisStreamUnencrypted,
  kmsKeyDeletionScheduled,
  kmsKeyDisabled,
  kmsPolicyPublic,
  kmsRotationOff,
  lambdaPolicyPublic,
  lambdaSecretInEnvironment,
  launchTemplateWeak,
  logDataProtectionRemoved,
  logGroupDeletedOrShortRetention,
  logGroupKmsRemoved,
  monitorRuleTampered,
  naclOpenAdminPorts,
  opensearchPlaintext,
  opensearchPublic,
  opensearchUnencrypted,
  rdsAutoMinorUpgradeOff,
  rdsPubliclyAccessible,
  rdsRecoveryWeakened,
  rdsSnapshotPublic,
  rdsUnencrypted,
  redshiftAuditLoggingOff,
  redshiftExposed,
  rolesanywhereTrustAnchorCreated,
  routeToInternetAdded,
  s3AccountBlockPublicAccessOff,
  s3BucketAclPublic,
  s3BucketBlockPublicAccessOff,
  s3BucketPolicyExternalAccount,
  s3BucketPolicyPublic,
  s3DefaultEncryptionDowngraded,
  s3LifecycleDestructive,
  s3LoggingOff,
  s3MfaDeleteDisabled,
  s3ObjectLockWeakened,
  s3TlsOnlyPolicyMissing,
  s3VersioningSuspended,
  secretDeletionScheduled,
  secretPolicyPublic,
  secretRotationFailed,
  secretRotationOff,
  sgDefaultAllowsTraffic,
  sgOpenIngress,
  snsTopicPublic,
  sqsQueuePublic,
  ssmDocumentShared,
  ssmParameterPlainSecret,
  ssmPublicSharingAllowed,
  subnetAutoAssignPublicIp,
  vpcFlowLogsDisabled,
  vpcInternetGatewayAttached,
];
