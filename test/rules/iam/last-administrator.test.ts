import { describe, expect, test } from 'vitest';
import { exactly } from '../../../shared/core/listing.ts';
import type { AnyRule } from '../../../shared/core/rule.ts';
import { judge } from '../../../shared/evaluate/judge.ts';
import fullAdmin from '../../../shared/rules/iam/iam-full-admin-policy.ts';
import escalation from '../../../shared/rules/iam/iam-privilege-escalation-policy.ts';
import { contextOf } from '../../support/test-rule.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const documentOf = (Action: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const holder = (parts: object) => ({
  path: '/',
  inline: exactly([]),
  attached: exactly([]),
  versions: exactly([]),
  boundary: null,
  ...parts,
});
const inline = (Action: unknown) => holder({ inline: exactly([{ name: 'rights', document: documentOf(Action) }]) });
const versions = (Action: unknown) =>
  holder({
    versions: exactly([
      { id: 'v1', document: documentOf('s3:GetObject') },
      { id: 'v2', document: documentOf(Action) },
    ]),
    defaultVersion: 'v2',
  });

const planOf = (rule: AnyRule, id: string, state: object, options = {}) => {
  const baseline = id.startsWith('policy/') ? { baseline: { ...state, defaultVersion: 'v1' } } : {};
  return judge(rule, undefined, state, contextOf(rule, { name: '', id, state, options, ...baseline })).plan;
};

describe('a plan that may take the rights of the last administrator asks, and says so', () => {
  test.each([
    ['an attached policy of a user', fullAdmin, 'user/root-like', holder({ attached: exactly([ADMINISTRATOR]) })],
    ['an attached policy of a group', fullAdmin, 'group/admins', holder({ attached: exactly([ADMINISTRATOR]) })],
    ['an attached policy of a role', fullAdmin, 'role/OnlyAdmin', holder({ attached: exactly([ADMINISTRATOR]) })],
    ['an inline policy with everything', fullAdmin, 'role/OnlyAdmin', inline('*')],
    ['an inline policy with all of IAM', fullAdmin, 'role/OnlyAdmin', inline('iam:*')],
    ['the default version of a policy', fullAdmin, 'policy/Admins', versions('*')],
    ['an inline policy that leads to everything', escalation, 'role/OnlyAdmin', inline(['iam:PutRolePolicy', 's3:*'])],
    ['a version that leads to everything', escalation, 'policy/Deploy', versions('iam:AttachRolePolicy')],
  ] as const)('%s (%s)', (_, rule, id, state) => {
    const { mode, actions, steps } = planOf(rule, id, state);
    expect(actions).not.toEqual([]);
    expect(mode).toBe('approve');
    expect(steps.at(-1)).toContain('make sure that somebody else can administer the account');
    expect(steps.at(-1)).toContain('that you do not lose your own rights');
  });

  test('the administrators of the settings are named', () => {
    const state = holder({ attached: exactly([ADMINISTRATOR]) });
    const { steps } = planOf(fullAdmin, 'user/jane', state, { administrators: ['role/break-glass'] });
    expect(steps.at(-1)).toContain('The settings name as administrators: role/break-glass.');
  });

  test('a boundary leaves nobody as an administrator: nothing is said', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    const { steps } = planOf(escalation, 'role/app', { ...inline('iam:PutRolePolicy'), boundary });
    expect(steps.join(' ')).not.toContain('make sure');
  });
});
