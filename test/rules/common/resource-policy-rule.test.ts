import { describe, expect, test } from 'vitest';
import { swap } from '../../../shared/core/action.ts';
import { defineKind, GONE } from '../../../shared/core/kind.ts';
import { renderViolation } from '../../../shared/core/message.ts';
import { isUnknown, isUnplannable } from '../../../shared/core/rule.ts';
import { resourcePolicyRule } from '../../../shared/rules/common/resource-policy-rule.ts';

interface Mailbox {
  /** As it was put, a JSON object; `null`: none. */
  readonly policy?: unknown;
  readonly size?: number;
}

const ids = () => ['orders'];
const mailbox = defineKind<Mailbox>()({
  name: 'mailbox',
  type: 'AWS::Test::Mailbox',
  title: 'Mailbox',
  blank: {},
  events: {
    'mail:CreateMailbox': { ids, creates: true, evolve: () => ({ policy: null }) },
    'mail:PutMailboxPolicy': { ids, sets: ['policy'], evolve: (known) => ({ ...known, policy: {} }) },
    'mail:ResizeMailbox': { ids, sets: ['size'], evolve: (known) => ({ ...known, size: 1 }) },
    'mail:DeleteMailbox': { ids, evolve: () => GONE },
  },
});
const putMailboxPolicy = swap<Mailbox, unknown>()({
  type: 'mail.put-mailbox-policy',
  describe: () => 'Replace the mailbox policy with the corrected one',
  simulate: (known, { after }) => ({ ...known, policy: after }),
});

// All that a resource type of its own has to say.
const rule = resourcePolicyRule({
  id: 'mail-mailbox-public',
  title: 'Mailbox policies let in trusted accounts only',
  kind: mailbox,
  field: 'policy',
  name: 'mailbox policy',
  controls: ['mail-open'],
  shared: { option: 'sharedMailboxes', description: 'Names of mailboxes that named accounts may use.' },
  fix: 'Name in the policy who needs the mailbox.',
  put: putMailboxPolicy,
});

const ACCOUNT = '111122223333';
const PARTNER = '444455556666';
const allow = (Sid: string, Principal: unknown) => ({ Sid, Effect: 'Allow', Principal, Action: 'mail:Send' });
const policyOf = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const own = allow('Own', { AWS: ACCOUNT });
const anyone = allow('Anyone', '*');
const partner = allow('Partner', { AWS: PARTNER });
const open = { message: 'public', path: 'Anyone anyone', data: { says: 'anyone may mail:Send' } };
const foreign = {
  message: 'foreign',
  path: `Partner ${PARTNER}`,
  data: { says: `account ${PARTNER} may mail:Send` },
};

const contextWith = (given: object = {}, accounts: readonly string[] = []) => ({
  ref: { kind: 'mailbox', account: ACCOUNT, region: 'eu-west-1', id: 'orders' },
  options: rule.options.parse(given),
  baseline: undefined,
  now: 0,
  trusted: { accounts, organizations: [] },
  neighbours: {},
});

function withoutExtents(judged: ReturnType<typeof rule.judge>) {
  return isUnknown(judged) ? judged : judged.map(({ extent: _extent, ...rest }) => rest);
}

describe('a rule on a resource policy', () => {
  test('follows the events that set the policy', () => {
    expect(rule.triggers).toEqual(['mail:CreateMailbox', 'mail:PutMailboxPolicy', 'mail:DeleteMailbox']);
  });

  test.each([
    ['no policy', null, []],
    ['the own account', policyOf(own), []],
    ['anyone', policyOf(own, anyone), [open]],
    ['a foreign account', policyOf(partner, own), [foreign]],
    ['both', policyOf(partner, anyone), [foreign, open]],
  ])('judges %s', (_, policy, violations) => {
    expect(withoutExtents(rule.judge({ policy }, contextWith()))).toEqual(violations);
  });

  test('trusts whom the owner trusts', () => {
    expect(rule.judge({ policy: policyOf(partner) }, contextWith({}, [PARTNER]))).toEqual([]);
  });

  test('lets a shared resource be reached by those with a name, never by anyone', () => {
    const shared = contextWith({ sharedMailboxes: ['orders'] });
    expect(withoutExtents(rule.judge({ policy: policyOf(partner, anyone) }, shared))).toEqual([open]);
    expect(() => rule.options.parse({ sharedMailbox: [] })).toThrow('sharedMailbox');
  });

  test('does not decide what no event showed, and says what it cannot read', () => {
    expect(rule.judge({}, contextWith())).toMatchObject({
      unknown: 'No event showed the mailbox policy.',
    });
    expect(rule.judge({ policy: 'no policy' }, contextWith())).toMatchObject({
      unknown: 'The mailbox policy cannot be read: the policy is not JSON.',
    });
  });

  test('says it by the name of the policy, with a severity of its own', () => {
    expect(renderViolation(rule, open)).toMatchObject({
      severity: 'critical',
      text: 'The mailbox policy gives the public access: anyone may mail:Send.',
      controls: ['mail-open'],
    });
    expect(renderViolation(rule, foreign)).toMatchObject({
      severity: 'high',
      text: `The mailbox policy gives outsiders access: account ${PARTNER} may mail:Send.`,
    });
  });

  const planFor = (policy: unknown, ...violations: readonly (typeof open)[]) =>
    rule.remediation?.plan({ policy }, violations as Parameters<typeof rule.remediation.plan>[1], contextWith());

  test('takes out the statements of its violations, and no others', () => {
    const before = policyOf(partner, own, anyone);
    expect(planFor(before, open)).toEqual([putMailboxPolicy({ before, after: policyOf(partner, own) })]);
    expect(planFor(before, open, foreign)).toEqual([putMailboxPolicy({ before, after: policyOf(own) })]);
  });

  test('takes the policy away with its last statement', () => {
    expect(planFor(policyOf(anyone), open)).toEqual([putMailboxPolicy({ before: policyOf(anyone), after: null })]);
  });

  test('plans nothing for what cannot be read', () => {
    const plan = planFor(policyOf(allow('Hidden', { AWS: '***' }), anyone), open) ?? [];
    expect(isUnplannable(plan) && plan.cannot).toMatch(/^The mailbox policy cannot be read: /);
  });
});
