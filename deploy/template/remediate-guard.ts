import { arn, ownArn, type Statement } from '../cloudformation.ts';
import type { Params } from '../params.ts';

/** Services that actions pass a role to, as their effects declare `iam:PassRole`. */
const PASSED_TO = ['vpc-flow-logs.amazonaws.com'];

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
 * policy again. Of Plumbline's own, it can enable and disable rules and mappings: IAM cannot tell an undo from another
 * call, and denying only one of the two would prevent nothing. Who disables one is reported.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export function guard({ name }: Pick<Params, 'name'>): readonly Statement[] {
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
