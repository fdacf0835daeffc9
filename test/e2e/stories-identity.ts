import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Aws } from '../../shared/aws/clients.ts';
import { updatePasswordPolicy } from '../../shared/resources/iam-account/actions.ts';
import {
  attachPolicy,
  putInlinePolicy,
  setDefaultPolicyVersion,
  updateTrustPolicy,
} from '../../shared/resources/iam-entity/actions.ts';
import { addPermission } from '../../shared/resources/lambda-function/actions.ts';
import { disableMapping, disableRule } from '../../shared/resources/own-component/actions.ts';
import { type ActionStory, policyOf, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const allowing = (Action: string) => policyOf({ Effect: 'Allow', Action, Resource: '*' });
const trusted = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const TRUST = policyOf(trusted({ Service: 'lambda.amazonaws.com' }));
const OPEN_TRUST = policyOf(...TRUST.Statement, trusted({ AWS: '*' }));
const STRONG = {
  minimumLength: 14,
  symbols: true,
  numbers: true,
  uppercase: true,
  lowercase: true,
  selfService: true,
  maximumAge: 90,
  reusePrevention: 24,
  hardExpiry: false,
};
const WEAK = { ...STRONG, minimumLength: 8 };

const iam = (aws: Aws) => aws.client(IAMClient, PLACE);

async function role(aws: Aws, RoleName: string): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(TRUST);
  const { Role } = await iam(aws).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? '';
}

/** Somebody who keeps all rights: a plan takes them from nobody else before. */
async function owner(aws: Aws): Promise<void> {
  const UserName = 'owner';
  await iam(aws).send(new CreateUserCommand({ UserName }));
  await iam(aws).send(new CreateLoginProfileCommand({ UserName, Password: 'not-a-secret' }));
  await iam(aws).send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMIN }));
}

async function lambda(aws: Aws, FunctionName: string): Promise<string> {
  await aws.client(LambdaClient, PLACE).send(
    new CreateFunctionCommand({
      FunctionName,
      Role: await role(aws, FunctionName),
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      // An empty archive.
      Code: { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') },
    }),
  );
  return FunctionName;
}

const SWEEPS_DLQ = `arn:aws:sqs:${PLACE.region}:${PLACE.account}:plumbline-e2e-sweeps-dlq`;

const door = (id: string) => ({
  Sid: 'door',
  Effect: 'Allow',
  Principal: '*',
  Action: 'lambda:InvokeFunction',
  Resource: `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:${id}`,
});

export const IDENTITY_STORIES: readonly ActionStory[] = [
  ...(['role', 'user', 'group'] as const).map((type) =>
    story('iam.detach-policy', 'iam-full-admin-policy', 'iam-entity', {
      isGlobal: true,
      async make(aws) {
        if (type === 'user') await iam(aws).send(new CreateUserCommand({ UserName: 'ops' }));
        else if (type === 'group') await iam(aws).send(new CreateGroupCommand({ GroupName: 'ops' }));
        else {
          await owner(aws);
          await role(aws, 'ops');
          await iam(aws).send(new AttachRolePolicyCommand({ RoleName: 'ops', PolicyArn: READ_ONLY }));
        }
        return `${type}/ops`;
      },
      drift: () => [attachPolicy({ policy: ADMIN })],
      event: () => [`iam:Attach${capital(type)}Policy`, { [`${type}Name`]: 'ops', policyArn: ADMIN }],
    }),
  ),
  ...(['role', 'user', 'group'] as const).map((type) =>
    story('iam.put-inline-policy', 'iam-full-admin-policy', 'iam-entity', {
      isGlobal: true,
      async make(aws) {
        if (type === 'user') await iam(aws).send(new CreateUserCommand({ UserName: 'app' }));
        else if (type === 'group') await iam(aws).send(new CreateGroupCommand({ GroupName: 'app' }));
        else await role(aws, 'app');
        return `${type}/app`;
      },
      drift: () => [putInlinePolicy({ name: 'all', before: null, after: allowing('*') })],
      event: () => [
        `iam:Put${capital(type)}Policy`,
        { [`${type}Name`]: 'app', policyName: 'all', policyDocument: JSON.stringify(allowing('*')) },
      ],
    }),
  ),
  story('iam.set-default-policy-version', 'iam-full-admin-policy', 'iam-entity', {
    isGlobal: true,
    async make(aws) {
      const document = (action: string) => JSON.stringify(allowing(action));
      const { Policy } = await iam(aws).send(
        new CreatePolicyCommand({ PolicyName: 'deployer', PolicyDocument: document('s3:GetObject') }),
      );
      const all = { PolicyArn: Policy?.Arn, PolicyDocument: document('*') };
      await iam(aws).send(new CreatePolicyVersionCommand(all));
      return 'policy/deployer';
    },
    drift: () => [setDefaultPolicyVersion({ before: 'v1', after: 'v2' })],
    event: () => [
      'iam:SetDefaultPolicyVersion',
      { policyArn: `arn:aws:iam::${PLACE.account}:policy/deployer`, versionId: 'v2' },
    ],
  }),
  story('iam.update-trust-policy', 'iam-role-trust-opened', 'iam-entity', {
    isGlobal: true,
    make: async (aws) => (await role(aws, 'deploy')) && 'role/deploy',
    drift: () => [updateTrustPolicy({ before: TRUST, after: OPEN_TRUST })],
    event: () => ['iam:UpdateAssumeRolePolicy', { roleName: 'deploy', policyDocument: JSON.stringify(OPEN_TRUST) }],
  }),
  story('iam.update-password-policy', 'iam-password-policy-weakened', 'iam-account', {
    isGlobal: true,
    async make(aws) {
      await iam(aws).send(
        new UpdateAccountPasswordPolicyCommand({
          MinimumPasswordLength: STRONG.minimumLength,
          RequireSymbols: true,
          RequireNumbers: true,
          RequireUppercaseCharacters: true,
          RequireLowercaseCharacters: true,
          AllowUsersToChangePassword: true,
          MaxPasswordAge: STRONG.maximumAge,
          PasswordReusePrevention: STRONG.reusePrevention,
          HardExpiry: false,
        }),
      );
      return 'account';
    },
    drift: () => [updatePasswordPolicy({ before: STRONG, after: WEAK })],
    event: () => ['iam:UpdateAccountPasswordPolicy', { minimumPasswordLength: 8 }],
  }),
  story('lambda.remove-permission', 'lambda-policy-public', 'lambda-function', {
    make: (aws) => lambda(aws, 'thumbnails'),
    drift: ({ id }) => [addPermission({ sid: 'door', statement: door(id) })],
    event: ({ id }) => [
      'lambda:AddPermission20150331v2',
      { functionName: id, statementId: 'door', action: 'lambda:InvokeFunction', principal: '*' },
    ],
  }),
  story('events.enable-rule', 'monitor-rule-tampered', 'own-component', {
    // Of a service that no story is about, so that what follows still arrives.
    make: async () => 'rule/plumbline-e2e-acm',
    drift: () => [disableRule({})],
    event: () => ['events:DisableRule', { name: 'plumbline-e2e-acm' }],
  }),
  story('lambda.enable-event-source-mapping', 'monitor-rule-tampered', 'own-component', {
    async make(aws) {
      // Of a queue that gets no message, which the stand-in would start a container for.
      const { UUID } = await aws
        .client(LambdaClient, PLACE)
        .send(new CreateEventSourceMappingCommand({ FunctionName: 'plumbline-e2e-sweep', EventSourceArn: SWEEPS_DLQ }));
      return `mapping/plumbline-e2e-sweeps-dlq/${UUID}`;
    },
    drift: () => [disableMapping({})],
    event: ({ id }) => [
      'lambda:UpdateEventSourceMapping20150331',
      { uUID: id.split('/').at(-1), enabled: false },
      { uUID: id.split('/').at(-1), eventSourceArn: SWEEPS_DLQ },
    ],
  }),
];

function capital(type: string): string {
  return `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`;
}
