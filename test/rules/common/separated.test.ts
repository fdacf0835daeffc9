import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyRule } from '../../../shared/core/rule.ts';
import { isUnknown } from '../../../shared/core/rule.ts';
import { plannedBy } from '../../../shared/evaluate/judge.ts';
import external from '../../../shared/rules/s3/s3-bucket-policy-external-account.ts';
import open from '../../../shared/rules/s3/s3-bucket-policy-public.ts';
import { ACCOUNT } from '../../support/events.ts';
import { contextOf } from '../../support/test-rule.ts';

const PARTNER = '222233334444';
const STRANGER = '999988887777';
const OFFICE = '203.0.113.0/24';
const trusted = { accounts: [PARTNER], organizations: ['o-minemine11'] };

interface Statement {
  readonly Principal: { readonly AWS: string | readonly string[] } | '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const statementFor = (AWS: readonly string[], Condition?: Statement['Condition']) => ({
  Sid: 'Read',
  Effect: 'Allow',
  Principal: { AWS },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::site/*',
  ...(Condition ? { Condition } : {}),
});

/** The policy after the plans of both rules, as statements; `undefined`: there is nothing wrong. */
function fixed(statement: object): readonly Statement[] | undefined {
  let policy: unknown = { Version: '2012-10-17', Statement: [statement] };
  let isWrong = false;
  for (const rule of [open, external] satisfies readonly AnyRule[]) {
    const state = { acl: [], policy };
    const context = contextOf(rule, { name: '', id: 'site', state, options: {}, trusted });
    const found = rule.judge(state, context as never);
    if (isUnknown(found) || found.length === 0) continue;
    isWrong = true;
    const planned = plannedBy(rule, state, found, context);
    if ('cannot' in planned) throw new Error(planned.cannot);
    policy = (planned.actions[0]?.params as { readonly after: unknown } | undefined)?.after;
    const after = rule.judge({ acl: [], policy }, context as never);
    expect(after, 'the rule still objects').toEqual([]);
  }
  return isWrong ? ((policy as { Statement?: readonly Statement[] } | null)?.Statement ?? []) : undefined;
}

interface Request {
  readonly account: string;
  readonly org: string | undefined;
  readonly ip: 'office' | 'elsewhere';
}

/** A plain evaluation of what these statements can say, written without the code under test. */
function allows(statements: readonly Statement[], request: Request): boolean {
  return statements.some(({ Principal, Condition = {} }) => {
    const named = Principal === '*' ? ['*'] : [Principal.AWS].flat();
    if (!named.includes('*') && !named.includes(request.account)) return false;
    return Object.values(Condition).every((block) =>
      Object.entries(block).every(([key, values]) =>
        [values].flat().some((value) => {
          if (key === 'aws:SourceIp') return value === OFFICE ? request.ip === 'office' : true;
          return value === (key === 'aws:PrincipalOrgID' ? request.org : request.account);
        }),
      ),
    );
  });
}

const REQUESTS: readonly Request[] = [ACCOUNT, PARTNER, STRANGER, 'anonymous'].flatMap((account) =>
  [undefined, 'o-minemine11', 'o-foreign111'].flatMap((org) =>
    (['office', 'elsewhere'] as const).map((ip) => ({ account, org, ip })),
  ),
);

const GOOD = [ACCOUNT, PARTNER, 'o-minemine11', OFFICE];
const KEYS = {
  'aws:PrincipalOrgID': ['StringEquals', ['o-minemine11', 'o-foreign111']],
  'aws:PrincipalAccount': ['StringEquals', [ACCOUNT, PARTNER, STRANGER]],
  'aws:SourceIp': ['IpAddress', [OFFICE, '0.0.0.0/0']],
} as const;

const conditions = fc.constantFrom(...(Object.keys(KEYS) as (keyof typeof KEYS)[])).chain((key) => {
  const [operator, values] = KEYS[key];
  return fc
    .subarray([...values], { minLength: 1 })
    .map((some): NonNullable<Statement['Condition']> => ({ [operator]: { [key]: some } }));
});

describe('a condition that serves outsiders and others', () => {
  test('loses what serves outsiders: the others keep what they could do, and nobody gets more', () => {
    let fixes = 0;
    fc.assert(
      fc.property(
        fc.subarray(['*', ACCOUNT, PARTNER, STRANGER], { minLength: 1 }),
        conditions,
        (principals, condition) => {
          const before = statementFor(principals, condition);
          const after = fixed(before);
          if (!after) return;
          fixes += 1;
          const named = principals.filter((each) => each === ACCOUNT || each === PARTNER);
          const kept = named.length > 0 ? [statementFor(named, condition)] : [];
          const good = Object.fromEntries(
            Object.entries(condition).map(([operator, block]) => [
              operator,
              Object.fromEntries(
                Object.entries(block).map(([key, values]) => [key, values.filter((value) => GOOD.includes(value))]),
              ),
            ]),
          );
          const forAll = principals.includes('*') ? [statementFor(['*'], good)] : [];
          for (const request of REQUESTS) {
            const could = allows([...kept, ...forAll], request);
            const said = JSON.stringify({ before, after, request });
            if (could) expect(allows(after, request), `lost: ${said}`).toBe(true);
            if (!allows([before], request)) expect(allows(after, request), `gained: ${said}`).toBe(false);
          }
        },
      ),
      { numRuns: 400, seed: 1 },
    );
    expect(fixes).toBeGreaterThan(100);
  });

  test('is split where a partner has access by the value that lets everybody in', () => {
    const both = { IpAddress: { 'aws:SourceIp': [OFFICE, '0.0.0.0/0'] } };
    expect(fixed(statementFor(['*', PARTNER], both))).toEqual([
      statementFor([PARTNER], both),
      { ...statementFor(['*'], { IpAddress: { 'aws:SourceIp': [OFFICE] } }), Sid: 'Read2' },
    ]);
  });

  test('is not split where the value is of no use to the partner', () => {
    const both = { StringEquals: { 'aws:PrincipalAccount': [PARTNER, STRANGER] } };
    expect(fixed(statementFor(['*', PARTNER], both))).toEqual([
      statementFor(['*', PARTNER], { StringEquals: { 'aws:PrincipalAccount': [PARTNER] } }),
    ]);
  });

  test('is no reason to touch a condition that admits all but some', () => {
    const but = { StringNotEquals: { 'aws:PrincipalAccount': [STRANGER, '888877776666'] } };
    expect(fixed(statementFor(['*', PARTNER], but))).toEqual([statementFor([PARTNER], but)]);
  });
});
