import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import type { IamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import rule from '../../../shared/rules/iam/iam-user-holds-policies.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const READ = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const holder = (parts: Partial<IamEntity> = {}): IamEntity => ({
  inline: exactly([]),
  attached: exactly([]),
  versions: UNSEEN,
  ...parts,
});
const jane = { id: 'user/jane' };
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`iam:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    region: 'us-east-1',
    request: { userName: 'jane', ...request },
    ...parts,
  });

export default casesOf(rule, {
  compliant: [
    { ...jane, name: 'a user without policies', state: holder() },
    { name: 'a role', id: 'role/app', state: holder({ attached: exactly([READ]) }) },
    {
      name: 'a user who may',
      id: 'user/ci-1',
      options: { users: ['ci-*'] },
      state: holder({ attached: exactly([READ]) }),
    },
  ],
  drifted: [
    {
      ...jane,
      name: 'an attached and an inline policy',
      state: holder({ attached: exactly([READ]), inline: exactly([{ name: 'read', document }]) }),
      violations: [
        { message: 'attached', path: `attached/${READ}`, data: { policy: READ } },
        { message: 'inline', path: 'inline/read', data: { policy: 'read' } },
      ],
      plan: [
        { type: 'iam.detach-policy', params: { policy: READ } },
        { type: 'iam.put-inline-policy', params: { name: 'read', before: document, after: null } },
      ],
    },
    {
      ...jane,
      name: 'all rights by an attached policy',
      state: holder({ attached: exactly([ADMIN]) }),
      violations: [{ message: 'attached', path: `attached/${ADMIN}`, data: { policy: ADMIN } }],
      cannot: /last administrator/,
    },
    {
      ...jane,
      name: 'all rights by an inline policy',
      state: holder({ inline: exactly([{ name: 'all', document: all }]) }),
      violations: [{ message: 'inline', path: 'inline/all', data: { policy: 'all' } }],
      cannot: /last administrator/,
    },
  ],
  unknown: [{ ...jane, name: 'no event showed the policies', state: holder({ inline: UNSEEN, attached: UNSEEN }) }],
  events: [
    {
      name: 'policies come and go',
      events: [
        call('CreateUser', 0, {}),
        call('AttachUserPolicy', 1, { policyArn: READ }),
        call('PutUserPolicy', 2, { policyName: 'read', policyDocument: JSON.stringify(document) }),
        call('DetachUserPolicy', 3, { policyArn: READ }),
        call('DeleteUserPolicy', 4, { policyName: 'read' }),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
      resource: 'user/jane',
    },
    {
      name: 'a user with a policy, who is deleted',
      events: [call('AttachUserPolicy', 0, { policyArn: READ }), call('DeleteUser', 1, {})],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'policies of roles and groups',
      events: [
        trailRecord('iam:CreateRole', {
          region: 'us-east-1',
          request: { roleName: 'app', assumeRolePolicyDocument: JSON.stringify(document) },
        }),
        trailRecord('iam:AttachRolePolicy', { region: 'us-east-1', request: { roleName: 'app', policyArn: READ } }),
        trailRecord('iam:PutRolePolicy', {
          region: 'us-east-1',
          request: { roleName: 'app', policyName: 'x', policyDocument: JSON.stringify(document) },
        }),
        trailRecord('iam:DetachRolePolicy', { region: 'us-east-1', request: { roleName: 'app', policyArn: READ } }),
        trailRecord('iam:DeleteRolePolicy', { region: 'us-east-1', request: { roleName: 'app', policyName: 'x' } }),
        trailRecord('iam:DeleteRole', { region: 'us-east-1', request: { roleName: 'app' } }),
        trailRecord('iam:CreateGroup', { region: 'us-east-1', request: { groupName: 'team' } }),
        trailRecord('iam:AttachGroupPolicy', { region: 'us-east-1', request: { groupName: 'team', policyArn: READ } }),
        trailRecord('iam:PutGroupPolicy', {
          region: 'us-east-1',
          request: { groupName: 'team', policyName: 'x', policyDocument: JSON.stringify(document) },
        }),
        trailRecord('iam:DetachGroupPolicy', { region: 'us-east-1', request: { groupName: 'team', policyArn: READ } }),
        trailRecord('iam:DeleteGroupPolicy', { region: 'us-east-1', request: { groupName: 'team', policyName: 'x' } }),
        trailRecord('iam:DeleteGroup', { region: 'us-east-1', request: { groupName: 'team' } }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('AttachUserPolicy', 0, { policyArn: READ }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
