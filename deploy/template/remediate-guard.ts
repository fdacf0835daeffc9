import { AUDIT_PK, DEPLOYMENT_PK } from '../../shared/store/table.ts';
import { arn, ownArn, type Statement } from '../cloudformation.ts';
import type { Params } from '../params.ts';

/** Services that actions pass a role to, as their effects declare `iam:PassRole`. */
export const PASSED_TO = ['vpc-flow-logs.amazonaws.com'];

/** Every call of Organizations but those that read: the account's own organisation has to be known. */
const ORGANIZATION_CHANGES = [
  'Accept',
  'Attach',
  'Cancel',
  'Close',
  'Create',
  'Decline',
  'Delete',
  'Deregister',
  'Detach',
  'Disable',
  'Enable',
  'Invite',
  'Leave',
  'Move',
  'Put',
  'Register',
  'Remove',
  'Tag',
  'Terminate',
  'Untag',
  'Update',
].map((verb) => `organizations:${verb}*`);

/**
 * What `remediate` may never do, also where another statement allows it: create identities, credentials or roles, pass
 * itself on, or change Plumbline. What an undo needs stays possible on all other resources, such as attaching a detached
 * policy again. That is enough to get all rights, so docs/permissions.md says to treat this role like an administrator.
 * Of Plumbline's own, it can enable and disable rules and mappings: IAM cannot tell an undo from another
 * call, and denying only one of the two would prevent nothing. Who disables one is reported.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export function guard({ name, kmsKey }: Pick<Params, 'name' | 'kmsKey'>): readonly Statement[] {
  // Of every stage, since no stage has a reason to change another.
  const own = `${name}-*`;
  return [
    {
      Sid: 'NoNewIdentities',
      Effect: 'Deny',
      Action: [
        'iam:Add*',
        'iam:Create*',
        'iam:ChangePassword',
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteUserPermissionsBoundary',
        'iam:EnableMFADevice',
        'iam:DeactivateMFADevice',
        'iam:PutRolePermissionsBoundary',
        'iam:PutUserPermissionsBoundary',
        'iam:ResetServiceSpecificCredential',
        'iam:ResyncMFADevice',
        'iam:UpdateLoginProfile',
        'iam:UpdateOpenIDConnectProviderThumbprint',
        'iam:UpdateSAMLProvider',
        'iam:UploadSSHPublicKey',
        'iam:UploadSigningCertificate',
        'sts:AssumeRole*',
        'sts:GetFederationToken',
        'sts:GetSessionToken',
        'account:*',
        ...ORGANIZATION_CHANGES,
        'sso:*',
        'lambda:CreateFunction',
        'lambda:InvokeFunction',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      Resource: '*',
    },
    {
      Sid: 'RolesOnlyToServicesThatActionsName',
      Effect: 'Deny',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringNotEquals: { 'iam:PassedToService': PASSED_TO } },
    },
    {
      Sid: 'NotItsOwnRoles',
      Effect: 'Deny',
      Action: ['iam:Attach*', 'iam:Delete*', 'iam:Detach*', 'iam:PassRole', 'iam:Put*', 'iam:Set*', 'iam:Update*'],
      Resource: [arn(`iam::\${AWS::AccountId}:role/${own}`), arn(`iam::\${AWS::AccountId}:policy/${own}`)],
    },
    {
      // A user with one of these policies would have the rights of a function without its guard.
      Sid: 'NotItsOwnPolicies',
      Effect: 'Deny',
      Action: ['iam:Attach*', 'iam:Detach*'],
      Resource: '*',
      Condition: { ArnLike: { 'iam:PolicyARN': arn(`iam::\${AWS::AccountId}:policy/${own}`) } },
    },
    {
      // The code of the functions is there. CloudFormation cuts both parts of the bucket's name.
      Sid: 'NotItsOwnCode',
      Effect: 'Deny',
      Action: ['s3:Delete*', 's3:Put*'],
      Resource: arn(`s3:::${own}serverlessdeploymentbuck*`),
    },
    ...(kmsKey
      ? [
          {
            // Without it, Plumbline can neither read nor write. Who disables it is reported.
            Sid: 'NotItsOwnKey',
            Effect: 'Deny' as const,
            Action: ['kms:DisableKey*', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
            Resource: kmsKey,
          },
        ]
      : []),
    {
      // The kill switch, and the records of who used it, are for `respond` only.
      Sid: 'NoPauseLifted',
      Effect: 'Deny',
      Action: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      Resource: ownArn('dynamodb', 'table/${FindingsTable}'),
      Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': [DEPLOYMENT_PK, AUDIT_PK] } },
    },
    {
      // The names of mappings do not show whose they are. Enabling and disabling one is an action.
      Sid: 'NoMappingsMadeOrLost',
      Effect: 'Deny',
      Action: ['lambda:CreateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
      Resource: '*',
    },
    {
      Sid: 'NotPlumblineItself',
      Effect: 'Deny',
      Action: [
        'dynamodb:Delete*Table*',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTable*',
        'dynamodb:UpdateTimeToLive',
        'events:Delete*',
        'events:PutPermission',
        'events:PutRule',
        'events:PutTargets',
        'events:Remove*',
        'lambda:Add*',
        'lambda:Delete*',
        'lambda:Put*',
        'lambda:Remove*',
        'lambda:Update*',
        'sns:Add*',
        'sns:Delete*',
        'sns:Remove*',
        'sns:Set*',
        'sqs:Add*',
        'sqs:DeleteQueue',
        'sqs:PurgeQueue',
        'sqs:Remove*',
        'sqs:Set*',
      ],
      Resource: [
        ownArn('dynamodb', `table/${own}`),
        ownArn('events', `rule/${own}`),
        ownArn('events', `event-bus/${own}`),
        ownArn('lambda', `function:${own}`),
        ownArn('sns', own),
        ownArn('sqs', own),
      ],
    },
  ];
}
