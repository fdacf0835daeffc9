import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import type { IamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import rule from '../../../shared/rules/iam/iam-full-admin-policy.ts';
import { ACCOUNT as OWN, trailRecord } from '../../support/events.ts';
import { administrators } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const document = (Action: unknown, Resource: unknown = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const full = document('*');
const narrow = document(['s3:GetObject'], 'arn:aws:s3:::reports/*');
const statements = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const everything = { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' };
const neverIam = { Sid: 'NeverIam', Effect: 'Deny', Action: 'iam:*', Resource: '*' };
const later = { Sid: 'Later', Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' };
const powerUser = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
};
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const IAM = 'arn:aws:iam::aws:policy/IAMFullAccess';
const allBut = (NotResource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', NotResource }],
});
const POWER = 'arn:aws:iam::aws:policy/PowerUserAccess';
const own = (name: string) => `arn:aws:iam::111122223333:policy/${name}`;

const holder = (parts: Partial<IamEntity>): IamEntity => ({
  inline: exactly([]),
  attached: exactly([]),
  versions: UNSEEN,
  ...parts,
});
const policy = (parts: Partial<IamEntity>): IamEntity => ({
  inline: UNSEEN,
  attached: UNSEEN,
  versions: UNSEEN,
  ...parts,
});
const v = (id: string, allows: unknown) => ({ id, document: allows });

const time = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const call = (name: string, minute: number, request: unknown, response?: unknown) =>
  trailRecord(`iam:${name}`, { at: time(minute), region: 'us-east-1', request, response });
const text = (value: unknown) => JSON.stringify(value, undefined, 2);
const createPolicy = (allows: unknown, minute = 0) =>
  call(
    'CreatePolicy',
    minute,
    { policyName: 'deployer', path: '/team/', policyDocument: text(allows), description: '' },
    {
      policy: {
        policyName: 'deployer',
        arn: own('team/deployer'),
        path: '/team/',
        defaultVersionId: 'v1',
        attachmentCount: 0,
      },
    },
  );
const deployer = { policyArn: own('team/deployer') };
const addVersion = (versionId: string, allows: unknown, minute: number, setAsDefault?: unknown) =>
  call(
    'CreatePolicyVersion',
    minute,
    { ...deployer, policyDocument: text(allows), ...(setAsDefault === undefined ? {} : { setAsDefault }) },
    { policyVersion: { versionId, isDefaultVersion: setAsDefault === true, createDate: 'Mar 2, 2026 9:05:00 AM' } },
  );
const setDefault = (versionId: string, minute: number) =>
  call('SetDefaultPolicyVersion', minute, { ...deployer, versionId });

/** Every way a user, group or role can get full rights, and every way it loses them. */
const lives = (['Role', 'User', 'Group'] as const).flatMap((type) => {
  const name = { [`${type.toLowerCase()}Name`]: 'ops' };
  const resource = `${type.toLowerCase()}/ops`;
  const put = (allows: unknown, minute: number) =>
    call(`Put${type}Policy`, minute, { ...name, policyName: 'rights', policyDocument: text(allows) });
  const attach = call(`Attach${type}Policy`, 1, { ...name, policyArn: ADMIN });
  return [
    {
      name: `${resource}: AdministratorAccess attached and detached`,
      events: [attach, call(`Detach${type}Policy`, 9, { ...name, policyArn: ADMIN })],
      transitions: ['opened', 'resolved'] as const,
      resource,
    },
    {
      name: `${resource}: an inline policy widened, narrowed, widened and deleted`,
      events: [
        put(full, 1),
        put(narrow, 2),
        put(full, 3),
        call(`Delete${type}Policy`, 4, { ...name, policyName: 'rights' }),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'] as const,
      resource,
    },
    {
      name: `${resource}: deleted`,
      events: [attach, call(`Delete${type}`, 9, name)],
      transitions: ['opened', 'resolved'] as const,
      resource,
    },
  ];
});

export default casesOf(rule, {
  compliant: [
    {
      name: 'a role with a narrow policy',
      id: 'role/app',
      state: holder({ inline: exactly([{ name: 'a', document: narrow }]) }),
    },
    { name: 'PowerUserAccess, attached', id: 'role/app', state: holder({ attached: exactly([POWER]) }) },
    {
      name: 'everything but IAM, inline',
      id: 'role/app',
      state: holder({ inline: exactly([{ name: 'a', document: powerUser }]) }),
    },
    {
      name: 'every action on one bucket',
      id: 'policy/app',
      state: policy({ versions: exactly([v('v1', document('*', 'arn:aws:s3:::reports'))]), defaultVersion: 'v1' }),
    },
    {
      name: 'a policy with an old version that grants everything',
      id: 'policy/app',
      state: policy({ versions: exactly([v('v1', full), v('v2', narrow)]), defaultVersion: 'v2' }),
    },
    {
      name: 'a customer managed policy attached: it has its own finding',
      id: 'role/app',
      state: holder({ attached: exactly([own('everything')]) }),
    },
    {
      name: 'a service-linked role, by its path',
      id: 'role/AWSServiceRoleForExample',
      state: holder({ path: '/aws-service-role/example.amazonaws.com/', attached: exactly([ADMIN]) }),
    },
    {
      name: 'everything on all but users, groups, roles and policies',
      id: 'policy/app',
      state: policy({ versions: exactly([v('v1', allBut('arn:aws:iam::*:*'))]), defaultVersion: 'v1' }),
    },
    {
      name: 'all of IAM on one role',
      id: 'policy/app',
      state: policy({
        versions: exactly([v('v1', document('iam:*', 'arn:aws:iam::111122223333:role/app'))]),
        defaultVersion: 'v1',
      }),
    },
    {
      name: 'a role of IAM Identity Center, by its path',
      id: 'role/AWSReservedSSO_Admin_0123456789abcdef',
      state: holder({ path: '/aws-reserved/sso.amazonaws.com/eu-west-1/', attached: exactly([ADMIN]) }),
    },
    {
      name: 'an administrator, by id',
      id: 'role/break-glass',
      state: holder({ attached: exactly([ADMIN]) }),
      options: { administrators: ['role/break-glass'] },
    },
    {
      name: 'an administrator, by pattern of the name',
      id: 'policy/team/break-glass-2',
      state: policy({ versions: exactly([v('v1', full)]), defaultVersion: 'v1' }),
      options: { administrators: ['break-glass-?'] },
    },
  ],
  drifted: [
    ...(
      [
        ['nobody else has all rights', [], /^No other user or role/],
        ['only the user itself has them', [{ id: 'user/eve', ways: [['user/eve']], from: [OWN] }], /^No other/],
        [
          'the user keeps them by a group',
          [{ id: 'user/eve', ways: [['user/eve'], ['group/ops']], from: [OWN] }],
          undefined,
        ],
        [
          'a role only a stranger can assume',
          [{ id: 'role/x', ways: [['role/x']], from: ['999988887777'] }],
          /^No other/,
        ],
        ['a role of the own account', [{ id: 'role/x', ways: [['role/x']], from: ['999988887777', OWN] }], undefined],
      ] as const
    ).map(([name, others, cannot]) => ({
      name: `AdministratorAccess attached: ${name}`,
      id: 'user/eve',
      state: holder({ attached: exactly([ADMIN]) }),
      neighbours: { administrators: administrators(others) },
      violations: [{ message: 'attached' as const, path: `attached/${ADMIN}`, data: { policy: ADMIN } }],
      ...(cannot ? { cannot } : { plan: [{ type: 'iam.detach-policy', params: { policy: ADMIN } }] }),
    })),
    {
      name: 'a group whose members have all rights by nothing else',
      id: 'group/ops',
      state: holder({ attached: exactly([ADMIN]) }),
      neighbours: { administrators: administrators([{ id: 'user/dana', ways: [['group/ops']], from: [OWN] }]) },
      violations: [{ message: 'attached', path: `attached/${ADMIN}`, data: { policy: ADMIN } }],
      cannot: /^No other user or role/,
    },
    {
      name: 'a managed policy that all administrators have',
      id: 'policy/all',
      state: policy({ versions: exactly([v('v1', narrow), v('v2', full)]), defaultVersion: 'v2' }),
      baseline: policy({ versions: exactly([v('v1', narrow)]), defaultVersion: 'v1' }),
      neighbours: {
        administrators: administrators([
          { id: 'role/ops', ways: [['role/ops', 'policy/all']], from: [OWN] },
          { id: 'user/dana', ways: [['group/ops', 'policy/all']], from: [OWN] },
        ]),
      },
      violations: [{ message: 'version', path: 'version', data: { version: 'v2' } }],
      cannot: /^No other user or role/,
    },
    {
      name: 'within a boundary there are no full rights to lose',
      id: 'user/eve',
      state: holder({ attached: exactly([ADMIN]), boundary: own('edge') }),
      neighbours: { administrators: administrators([]) },
      violations: [{ message: 'limited', path: `attached/${ADMIN}`, data: { policy: ADMIN, boundary: own('edge') } }],
      plan: [{ type: 'iam.detach-policy', params: { policy: ADMIN } }],
    },
    {
      name: 'AdministratorAccess attached, in another partition, beside others',
      id: 'user/eve',
      state: holder({ attached: exactly([POWER, 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess']) }),
      violations: [
        {
          message: 'attached',
          path: 'attached/arn:aws-us-gov:iam::aws:policy/AdministratorAccess',
          data: { policy: 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess' },
        },
      ],
      plan: [{ type: 'iam.detach-policy', params: { policy: 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess' } }],
    },
    {
      name: 'full rights inline and attached, though other policies were not shown',
      id: 'role/app',
      state: holder({
        inline: { items: [{ name: 'all', document: full }], complete: false },
        attached: { items: [ADMIN], complete: false },
      }),
      violations: [
        { message: 'inline', path: 'inline/all', data: { policy: 'all' } },
        { message: 'attached', path: `attached/${ADMIN}`, data: { policy: ADMIN } },
      ],
      plan: [
        { type: 'iam.detach-policy', params: { policy: ADMIN } },
        { type: 'iam.put-inline-policy', params: { name: 'all', before: full, after: null } },
      ],
    },
    {
      name: 'an inline policy that was narrower before',
      id: 'group/developers',
      state: holder({ inline: exactly([{ name: 'rights', document: full }]) }),
      baseline: holder({ inline: exactly([{ name: 'rights', document: narrow }]) }),
      violations: [{ message: 'inline', path: 'inline/rights', data: { policy: 'rights' } }],
      plan: [{ type: 'iam.put-inline-policy', params: { name: 'rights', before: full, after: narrow } }],
    },
    {
      name: 'all of IAM beside what a workload needs: only IAM goes',
      id: 'role/app',
      state: holder({
        inline: exactly([{ name: 'rights', document: document(['s3:GetObject', 'iam:*', 'sqs:SendMessage']) }]),
      }),
      violations: [{ message: 'inlineOfIam', path: 'inline/rights', data: { policy: 'rights' } }],
      plan: [
        {
          type: 'iam.put-inline-policy',
          params: {
            name: 'rights',
            before: document(['s3:GetObject', 'iam:*', 'sqs:SendMessage']),
            after: document(['s3:GetObject', 'sqs:SendMessage']),
          },
        },
      ],
    },
    {
      name: 'a Deny that was taken away comes back; what else was changed since stays',
      id: 'role/app',
      state: holder({ inline: exactly([{ name: 'rights', document: statements(everything, later) }]) }),
      baseline: holder({ inline: exactly([{ name: 'rights', document: statements(everything, neverIam) }]) }),
      violations: [{ message: 'inline', path: 'inline/rights', data: { policy: 'rights' } }],
      plan: [
        {
          type: 'iam.put-inline-policy',
          params: {
            name: 'rights',
            before: statements(everything, later),
            after: statements(everything, later, neverIam),
          },
        },
      ],
    },
    {
      name: "full rights of one of Plumbline's own roles",
      id: 'role/plumbline-prod-RemediateRole-1A2B3C4D',
      state: holder({ attached: exactly([ADMIN]) }),
      violations: [{ message: 'attached', path: `attached/${ADMIN}`, data: { policy: ADMIN } }],
      cannot: /role of Plumbline itself/,
    },
    {
      name: 'a policy whose earlier version allowed less',
      id: 'policy/deployer',
      state: policy({ versions: exactly([v('v1', narrow), v('v2', full)]), defaultVersion: 'v2' }),
      baseline: policy({ versions: exactly([v('v1', narrow)]), defaultVersion: 'v1' }),
      violations: [{ message: 'version', path: 'version', data: { version: 'v2' } }],
      plan: [
        {
          type: 'iam.set-default-policy-version',
          params: { before: 'v2', after: 'v1', documents: { v1: narrow, v2: full } },
        },
      ],
    },
    {
      name: 'a policy that began like this',
      id: 'policy/deployer',
      state: policy({ versions: exactly([v('v1', full)]), defaultVersion: 'v1' }),
      violations: [{ message: 'version', path: 'version', data: { version: 'v1' } }],
      cannot: /^No earlier version/,
    },
    {
      name: 'a policy of administrators, attached to somebody else',
      id: 'user/eve',
      state: holder({ attached: exactly([own('break-glass')]) }),
      options: { administrators: ['policy/break-glass'] },
      violations: [
        { message: 'attached', path: `attached/${own('break-glass')}`, data: { policy: own('break-glass') } },
      ],
    },
    {
      name: 'everything on all but one role',
      id: 'policy/app',
      state: policy({
        versions: exactly([v('v1', allBut('arn:aws:iam::111122223333:role/audit'))]),
        defaultVersion: 'v1',
      }),
      violations: [{ message: 'version', path: 'version', data: { version: 'v1' } }],
      cannot: /^No earlier version/,
    },
    {
      name: 'all of IAM, in a version',
      id: 'policy/app',
      state: policy({ versions: exactly([v('v1', document('iam:*'))]), defaultVersion: 'v1' }),
      violations: [{ message: 'versionOfIam', path: 'version', data: { version: 'v1' } }],
      cannot: /^No earlier version/,
    },
    {
      name: 'all of IAM, inline and attached; a boundary of AdministratorAccess limits nothing',
      id: 'user/eve',
      state: holder({
        inline: exactly([{ name: 'rights', document: document(['s3:*', 'iam:*'], 'arn:aws:iam::111122223333:*') }]),
        attached: exactly([IAM]),
        boundary: ADMIN,
      }),
      violations: [
        { message: 'inlineOfIam', path: 'inline/rights', data: { policy: 'rights' } },
        { message: 'attachedOfIam', path: `attached/${IAM}`, data: { policy: IAM } },
      ],
    },
    {
      name: 'full rights within a boundary',
      id: 'role/app',
      state: holder({
        inline: exactly([{ name: 'all', document: full }]),
        attached: exactly([ADMIN]),
        boundary: own('edge'),
      }),
      violations: [
        { message: 'limited', path: 'inline/all', data: { policy: 'all', boundary: own('edge') } },
        { message: 'limited', path: `attached/${ADMIN}`, data: { policy: ADMIN, boundary: own('edge') } },
      ],
    },
    {
      name: 'a role that only calls itself one of IAM Identity Center',
      id: 'role/AWSReservedSSO_Admin_0123456789abcdef',
      state: holder({ path: '/', attached: exactly([ADMIN]) }),
      violations: [{ message: 'attached', path: `attached/${ADMIN}`, data: { policy: ADMIN } }],
    },
  ],
  unknown: [
    {
      name: 'a role with the name of one of IAM Identity Center, whose path is not known',
      id: 'role/AWSReservedSSO_Admin_0123456789abcdef',
      state: holder({ attached: exactly([ADMIN]) }),
    },
    {
      name: 'a role met for the first time',
      id: 'role/app',
      state: holder({ attached: { items: [POWER], complete: false } }),
    },
    {
      name: 'a version that no event showed',
      id: 'policy/app',
      state: policy({ versions: UNSEEN, defaultVersion: 'v3' }),
    },
    {
      name: 'a version that cannot be read',
      id: 'policy/app',
      state: policy({ versions: exactly([v('v1', { Effect: 'Allow' })]), defaultVersion: 'v1' }),
    },
    {
      name: 'an inline policy that cannot be read',
      id: 'role/app',
      state: holder({ inline: exactly([{ name: 'a', document: { Statement: [{ Effect: 'Perhaps' }] } }]) }),
    },
  ],
  events: [
    ...lives,
    {
      name: 'a policy created with full rights, then deleted',
      events: [createPolicy(full), call('DeletePolicy', 9, deployer)],
      transitions: ['opened', 'resolved'],
      resource: 'policy/team/deployer',
      texts: ['Version v1, the default version, allows every action on every resource.'],
    },
    {
      name: 'a wider version comes into force at once, and is taken back',
      events: [createPolicy(narrow), addVersion('v2', full, 1, true), setDefault('v1', 2)],
      transitions: ['opened', 'resolved'],
      resource: 'policy/team/deployer',
    },
    {
      name: 'a wider version comes into force later, written as text',
      events: [
        createPolicy(narrow),
        addVersion('v2', full, 1),
        setDefault('v2', 2),
        addVersion('v3', narrow, 3, 'true'),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/^Version v2/],
    },
    {
      name: 'a version deleted is no longer known',
      events: [
        createPolicy(narrow),
        addVersion('v2', full, 1),
        call('DeletePolicyVersion', 2, { ...deployer, versionId: 'v2' }),
        setDefault('v2', 3),
      ],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'a default version that no event showed',
      events: [setDefault('v4', 1)],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'a role created with a narrow policy is fully known',
      events: [
        call('CreateRole', 0, { roleName: 'app', path: '/', assumeRolePolicyDocument: text({ Statement: [] }) }),
        call('PutRolePolicy', 1, { roleName: 'app', policyName: 'a', policyDocument: text(narrow) }),
      ],
      transitions: [],
    },
    {
      name: 'a role created anew under an old name',
      events: [
        call('AttachRolePolicy', 0, { roleName: 'app', policyArn: ADMIN }),
        call('DeleteRole', 1, { roleName: 'app' }),
        call('CreateRole', 2, { roleName: 'app', assumeRolePolicyDocument: text({ Statement: [] }) }),
        call('AttachRolePolicy', 3, { roleName: 'app', policyArn: POWER }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a user and a group, created and given full rights',
      events: [
        call('CreateUser', 0, { userName: 'eve' }),
        call('CreateGroup', 0, { groupName: 'eve', path: '/' }),
        call('AttachUserPolicy', 1, { userName: 'eve', policyArn: ADMIN }),
        call('PutGroupPolicy', 1, { groupName: 'eve', policyName: 'all', policyDocument: text(document('*:*')) }),
      ],
      transitions: ['opened', 'opened'],
    },
    {
      name: 'a boundary put and taken away',
      events: [
        call('CreateRole', 0, {
          roleName: 'app',
          permissionsBoundary: own('edge'),
          assumeRolePolicyDocument: text({ Statement: [] }),
        }),
        call('AttachRolePolicy', 1, { roleName: 'app', policyArn: ADMIN }),
        call('DeleteRolePermissionsBoundary', 2, { roleName: 'app' }),
        call('PutRolePermissionsBoundary', 3, { roleName: 'app', permissionsBoundary: own('edge') }),
      ],
      transitions: ['opened', 'changed', 'changed'],
      resource: 'role/app',
      texts: [`The policy ${ADMIN} allows its holder everything that the permissions boundary ${own('edge')} leaves.`],
    },
    {
      name: 'a user within a boundary, and out of it',
      events: [
        call('CreateUser', 0, { userName: 'eve' }),
        call('PutUserPermissionsBoundary', 1, { userName: 'eve', permissionsBoundary: own('edge') }),
        call('AttachUserPolicy', 2, { userName: 'eve', policyArn: IAM }),
        call('DeleteUserPermissionsBoundary', 3, { userName: 'eve' }),
      ],
      transitions: ['opened', 'changed'],
      texts: [`The attached policy ${IAM} allows every action of IAM: its holder can give itself all rights.`],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('iam:AttachUserPolicy', {
          request: { userName: 'eve', policyArn: ADMIN },
          errorCode: 'AccessDenied',
        }),
      ],
      transitions: [],
    },
    {
      name: 'another policy in the meantime changes nothing',
      events: [
        call('AttachRolePolicy', 0, { roleName: 'app', policyArn: ADMIN }),
        call('AttachRolePolicy', 1, { roleName: 'app', policyArn: POWER }),
        call('DetachRolePolicy', 2, { roleName: 'app', policyArn: POWER }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'a call that names nobody',
      events: [call('AttachRolePolicy', 0, { policyArn: ADMIN })],
      transitions: [],
      unreadable: /shows no roleName/,
    },
    {
      name: 'a document that is not JSON',
      events: [call('PutRolePolicy', 0, { roleName: 'app', policyName: 'a', policyDocument: '{"Version"' })],
      transitions: [],
      unreadable: /PutRolePolicy shows no policyDocument that is JSON/,
    },
    {
      name: 'a new version without its number',
      events: [call('CreatePolicyVersion', 0, { ...deployer, policyDocument: text(full), setAsDefault: true })],
      transitions: [],
      unreadable: /shows no versionId/,
    },
    {
      name: 'a request that was too large to record',
      events: [
        call('PutRolePolicy', 0, { reason: 'requestParameters too large', omitted: true, originalSize: 108_000 }),
      ],
      transitions: [],
      unreadable: /too large/,
    },
  ],
});
