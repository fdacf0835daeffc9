import { describe, expect, test } from 'vitest';
import { UNSEEN } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import fullAdmin from '../../shared/rules/iam/iam-full-admin-policy.ts';
import lambdaPublic from '../../shared/rules/lambda/lambda-policy-public.ts';
import { contextOf } from '../support/test-rule.ts';

const planOf = (rule: AnyRule, id: string, state: object, options: object = {}) =>
  judge(rule, undefined, state, contextOf(rule, { name: '', id, state, options })).plan;

describe('a plan that could take something from somebody else is asked about', () => {
  const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const admin = { inline: exactly([]), attached: exactly([ADMIN]), versions: UNSEEN };

  test('full rights: whoever agrees is told to look for another administrator', () => {
    const { mode, steps } = planOf(fullAdmin, 'role/ops', admin);
    expect(mode).toBe('approve');
    expect(steps).toEqual([
      `Detach ${ADMIN} (The settings name no administrator. Before you agree, make sure that somebody else can administer the account, and that you do not lose your own rights.)`,
    ]);
  });

  test('full rights: the administrators of the settings are named', () => {
    const { steps } = planOf(fullAdmin, 'role/ops', admin, { administrators: ['role/break-glass'] });
    expect(steps[0]).toContain('(The settings name as administrators: role/break-glass. Before you agree,');
  });

  test('rights within a boundary are not full', () => {
    const { steps } = planOf(fullAdmin, 'role/ops', { ...admin, boundary: 'arn:aws:iam::111122223333:policy/edge' });
    expect(steps).toEqual([`Detach ${ADMIN}`]);
  });

  const invoke = (Principal: unknown) => ({
    sid: 'invoke',
    statement: { Sid: 'invoke', Effect: 'Allow', Principal, Action: 'lambda:InvokeFunction' },
  });
  const functionWith = (Principal: unknown) => ({ policy: exactly([invoke(Principal)]) });

  test('a statement of a function for others too: Lambda can only remove all of it', () => {
    const { mode, steps } = planOf(lambdaPublic, 'resize', functionWith({ AWS: ['*', '444455556666'] }));
    expect(mode).toBe('approve');
    expect(steps).toEqual([
      'Remove statement "invoke" of the policy of the function, which allows everyone and account 444455556666 lambda:InvokeFunction (Lambda can only remove a statement as a whole: 444455556666 would lose the right, too.)',
    ]);
  });

  test('a statement of a function for everyone only goes at once', () => {
    const { mode, steps } = planOf(lambdaPublic, 'resize', functionWith('*'));
    expect(mode).toBe('auto');
    expect(steps).toEqual([
      'Remove statement "invoke" of the policy of the function, which allows everyone lambda:InvokeFunction',
    ]);
  });
});
