import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import type { IamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import rule from '../../../shared/rules/iam/iam-privilege-escalation-policy.ts';
import { trailRecord } from '../../support/events.ts';
import { administrators } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ACCOUNT = '111122223333';
const allow = (Action: unknown, Resource: unknown = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const widens = document(allow('iam:CreatePolicyVersion'));
const narrow = document(allow('s3:GetObject', 'arn:aws:s3:::reports/*'));
const never = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
const runs = document(allow(['iam:PassRole', 'ec2:RunInstances']));
const EDGE = `arn:aws:iam::${ACCOUNT}:policy/edge`;

const holder = (rights: unknown, parts: Partial<IamEntity> = {}): IamEntity => ({
  inline: exactly([{ name: 'rights', document: rights }]),
  attached: exactly([]),
  versions: UNSEEN,
  ...parts,
});
const inTwo = (action: string): IamEntity =>
  holder(narrow, {
    inline: exactly([
      { name: 'pass', document: document(allow('iam:PassRole')) },
      { name: 'run', document: document(allow(action)) },
    ]),
  });
const policy = (defaultVersion: string, ...documents: readonly unknown[]): IamEntity => ({
  inline: UNSEEN,
  attached: UNSEEN,
  versions: exactly(documents.map((each, index) => ({ id: `v${index + 1}`, document: each }))),
  defaultVersion,
});

const call = (name: string, minute: number, request: object, response?: unknown) =>
  trailRecord(`iam:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, region: 'us-east-1', request, response });
const text = (value: unknown) => JSON.stringify(value);

/** Every way a user, group or role gets such rights, and every way it loses them. */
const lives = (['Role', 'User', 'Group'] as const).flatMap((type) => {
  const name = { [`${type.toLowerCase()}Name`]: 'ops' };
  const put = (minute: number, rights: unknown) =>
    call(`Put${type}Policy`, minute, { ...name, policyName: 'rights', policyDocument: text(rights) });
  const create = call(`Create${type}`, 0, { ...name, assumeRolePolicyDocument: text(document()) });
  return [
    {
      name: `a ${type.toLowerCase()} created, given the rights, and deleted`,
      events: [create, put(1, widens), call(`Delete${type}`, 9, name)],
      transitions: ['opened', 'resolved'] as const,
      resource: `${type.toLowerCase()}/ops`,
    },
    {
      name: `a ${type.toLowerCase()} whose policy is deleted`,
      events: [create, put(1, widens), call(`Delete${type}Policy`, 2, { ...name, policyName: 'rights' })],
      transitions: ['opened', 'resolved'] as const,
    },
  ];
});

const bounded = (['Role', 'User'] as const).map((type) => {
  const name = { [`${type.toLowerCase()}Name`]: 'ops' };
  return {
    name: `a ${type.toLowerCase()} within a boundary, and out of it`,
    events: [
      call(`Create${type}`, 0, { ...name, assumeRolePolicyDocument: text(document()) }),
      call(`Put${type}PermissionsBoundary`, 1, { ...name, permissionsBoundary: EDGE }),
      call(`Put${type}Policy`, 2, { ...name, policyName: 'rights', policyDocument: text(widens) }),
      call(`Delete${type}PermissionsBoundary`, 3, name),
    ],
    transitions: ['opened', 'changed'] as const,
    texts: ['The inline policy rights lets its holder gain all rights: iam:CreatePolicyVersion.'],
  };
});

const deployer = { policyArn: `arn:aws:iam::${ACCOUNT}:policy/deployer` };

export default casesOf(rule, {
  compliant: [
    { name: 'a narrow policy', id: 'role/app', state: holder(narrow) },
    {
      name: 'all rights, which iam-full-admin-policy reports',
      id: 'role/app',
      state: holder(document(allow('*'))),
    },
    { name: 'all of IAM, the same', id: 'policy/app', state: policy('v1', document(allow('iam:*'))) },
    { name: 'two policies that give no way together', id: 'user/eve', state: inTwo('s3:*') },
    { name: 'the old version of a policy', id: 'policy/app', state: policy('v2', widens, narrow) },
    { name: 'a deployer', id: 'role/deploy', state: holder(runs), options: { deployers: ['deploy'] } },
    {
      name: 'a role of an AWS service',
      id: 'role/AWSServiceRoleForExample',
      state: holder(widens, { path: '/aws-service-role/example.amazonaws.com/' }),
    },
  ],
  drifted: [
    {
      name: 'an action of IAM, and nobody has all rights',
      id: 'user/eve',
      state: holder(widens),
      neighbours: { administrators: administrators([]) },
      violations: [
        { message: 'inline', path: 'inline/rights', data: { policy: 'rights', ways: 'iam:CreatePolicyVersion' } },
      ],
      cannot: /^No other user or role/,
    },
    {
      name: 'an action of IAM, that was not there before',
      id: 'user/eve',
      state: holder(widens),
      baseline: holder(narrow),
      violations: [
        { message: 'inline', path: 'inline/rights', data: { policy: 'rights', ways: 'iam:CreatePolicyVersion' } },
      ],
      plan: [{ type: 'iam.put-inline-policy', params: { name: 'rights', before: widens, after: narrow } }],
    },
    {
      name: 'any role passed to a service, beside what a workload needs: only the passing goes',
      id: 'user/eve',
      state: holder(document(allow(['s3:GetObject', 'ec2:RunInstances']), allow(['sqs:SendMessage', 'iam:PassRole']))),
      violations: [
        {
          message: 'inline',
          path: 'inline/rights',
          data: { policy: 'rights', ways: 'iam:PassRole with ec2:RunInstances' },
        },
      ],
      plan: [
        {
          type: 'iam.put-inline-policy',
          params: {
            name: 'rights',
            before: document(allow(['s3:GetObject', 'ec2:RunInstances']), allow(['sqs:SendMessage', 'iam:PassRole'])),
            after: document(allow(['s3:GetObject', 'ec2:RunInstances']), allow(['sqs:SendMessage'])),
          },
        },
      ],
    },
    {
      name: 'a Deny that was taken away comes back',
      id: 'user/eve',
      state: holder(document(allow(['s3:*', 'iam:PutUserPolicy']))),
      baseline: holder(document(allow(['s3:*', 'iam:PutUserPolicy']), never)),
      violations: [{ message: 'inline', path: 'inline/rights', data: { policy: 'rights', ways: 'iam:PutUserPolicy' } }],
      plan: [
        {
          type: 'iam.put-inline-policy',
          params: {
            name: 'rights',
            before: document(allow(['s3:*', 'iam:PutUserPolicy'])),
            after: document(allow(['s3:*', 'iam:PutUserPolicy']), never),
          },
        },
      ],
    },
    {
      name: 'a baseline with all rights, which another rule reports, does not come back',
      id: 'user/eve',
      state: holder(widens),
      baseline: holder(document(allow('*'))),
      violations: [
        { message: 'inline', path: 'inline/rights', data: { policy: 'rights', ways: 'iam:CreatePolicyVersion' } },
      ],
      plan: [{ type: 'iam.put-inline-policy', params: { name: 'rights', before: widens, after: null } }],
    },
    {
      name: 'a role of Plumbline itself',
      id: 'role/plumbline-prod-RemediateRole-1A2B3C4D',
      state: holder(widens),
      violations: [
        { message: 'inline', path: 'inline/rights', data: { policy: 'rights', ways: 'iam:CreatePolicyVersion' } },
      ],
      cannot: /role of Plumbline itself/,
    },
    {
      name: 'any role passed to a service',
      id: 'policy/app',
      state: policy('v2', narrow, runs),
      baseline: policy('v1', narrow),
      violations: [
        { message: 'version', path: 'version', data: { version: 'v2', ways: 'iam:PassRole with ec2:RunInstances' } },
      ],
      plan: [
        {
          type: 'iam.set-default-policy-version',
          params: { before: 'v2', after: 'v1', documents: { v1: narrow, v2: runs } },
        },
      ],
    },
    {
      name: 'a policy that began like this',
      id: 'policy/app',
      state: policy('v1', widens),
      violations: [{ message: 'version', path: 'version', data: { version: 'v1', ways: 'iam:CreatePolicyVersion' } }],
      cannot: /^No earlier version/,
    },
    {
      name: 'rights that two policies give together',
      id: 'user/eve',
      state: inTwo('ec2:RunInstances'),
      violations: [
        {
          message: 'together',
          path: 'inline together',
          data: { policies: 'pass and run', ways: 'iam:PassRole with ec2:RunInstances' },
        },
      ],
      cannot: /together/,
    },
    {
      name: 'rights that two policies give together within a boundary',
      id: 'role/app',
      state: { ...inTwo('ec2:RunInstances'), boundary: EDGE },
      violations: [
        {
          message: 'togetherLimited',
          path: 'inline together',
          data: { policies: 'pass and run', boundary: EDGE, ways: 'iam:PassRole with ec2:RunInstances' },
        },
      ],
      cannot: /together/,
    },
    {
      name: 'within a boundary',
      id: 'role/app',
      state: holder(widens, { boundary: EDGE }),
      violations: [
        {
          message: 'limited',
          path: 'inline/rights',
          data: { policy: 'rights', boundary: EDGE, ways: 'iam:CreatePolicyVersion' },
        },
      ],
    },
  ],
  unknown: [
    { name: 'a role met for the first time', id: 'role/app', state: holder(narrow, { inline: UNSEEN }) },
    { name: 'a version that no event showed', id: 'policy/app', state: policy('v3', narrow) },
    { name: 'a version that cannot be read', id: 'policy/app', state: policy('v1', { Effect: 'Allow' }) },
    { name: 'an inline policy that cannot be read', id: 'role/app', state: holder({ Statement: [7] }) },
    {
      name: 'a role with the name of one of a service, whose path is not known',
      id: 'role/AWSServiceRoleForExample',
      state: holder(widens),
    },
  ],
  events: [
    ...lives,
    ...bounded,
    {
      name: 'a policy created, widened, taken back and deleted',
      events: [
        call('CreatePolicy', 0, { policyName: 'deployer', policyDocument: text(narrow) }),
        call(
          'CreatePolicyVersion',
          1,
          { ...deployer, policyDocument: text(widens), setAsDefault: true },
          { policyVersion: { versionId: 'v2' } },
        ),
        call('SetDefaultPolicyVersion', 2, { ...deployer, versionId: 'v1' }),
        call('SetDefaultPolicyVersion', 3, { ...deployer, versionId: 'v2' }),
        call('DeletePolicy', 4, deployer),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'policy/deployer',
    },
  ],
});
