import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { type AnyRule, isUnknown, isUnplannable } from '../../../shared/core/rule.ts';
import type { IamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import fullAdmin from '../../../shared/rules/iam/iam-full-admin-policy.ts';
import escalation from '../../../shared/rules/iam/iam-privilege-escalation-policy.ts';
import { allows, type Request } from '../../support/requests.ts';
import { actionType, contextOf } from '../../support/test-rule.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Rights that no rule objects to, whatever they are given with. */
const HARMLESS = ['s3:GetObject', 'sqs:SendMessage', 'dynamodb:Query'];
const RISKY = ['*', 'iam:*', 'iam:PassRole', 'iam:PutRolePolicy', 'ec2:RunInstances', 'lambda:*', 's3:*'];
const list = (all: readonly string[]) =>
  fc.oneof(fc.constantFrom(...all), fc.subarray([...all], { minLength: 1, maxLength: 3 }));

const resource = fc.oneof(
  { weight: 4, arbitrary: fc.constant('*') },
  { weight: 1, arbitrary: list(['*', 'arn:aws:s3:::reports/*', 'arn:aws:iam::111122223333:role/app']) },
);
const allow = fc.record({
  Effect: fc.constant('Allow'),
  Action: fc.oneof(list([...HARMLESS, ...RISKY]), list(['iam:PassRole', 'ec2:RunInstances', ...HARMLESS])),
  Resource: resource,
});
const deny = fc.record({
  Effect: fc.constant('Deny'),
  Action: list(['iam:*', 's3:*', 'iam:PassRole']),
  Resource: fc.constant('*'),
});
const statement = fc.oneof({ weight: 6, arbitrary: allow }, { weight: 1, arbitrary: deny });

const documentOf = (statements: readonly Raw[]): Raw => ({ Version: '2012-10-17', Statement: statements });

const scene = fc
  .record({
    was: fc.array(statement, { maxLength: 2 }),
    now: fc.array(statement, { minLength: 1, maxLength: 3 }),
    keeps: fc.boolean(),
    hasBaseline: fc.boolean(),
  })
  .map(({ was, now, keeps, hasBaseline }) => ({
    now: documentOf(keeps ? [...was, ...now] : now),
    earlier: hasBaseline && was.length > 0 ? documentOf(was) : undefined,
  }));

const holder = (document: unknown): IamEntity => ({
  inline: exactly(document === null ? [] : [{ name: 'rights', document }]),
  attached: exactly([]),
  versions: UNSEEN,
});

const requests: readonly Request[] = [
  ...HARMLESS,
  's3:DeleteObject',
  'iam:PutRolePolicy',
  'iam:PassRole',
  'ec2:RunInstances',
].flatMap((action) =>
  ['arn:aws:s3:::reports/1', 'arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:role/other'].map(
    (resource) => ({ action, resource, keys: {} }),
  ),
);

describe.each([
  ['iam-full-admin-policy', fullAdmin],
  ['iam-privilege-escalation-policy', escalation],
] as readonly (readonly [string, AnyRule])[])('a plan of %s', (_, rule) => {
  const planned = ({ now, earlier }: { now: Raw; earlier: Raw | undefined }) => {
    const context = contextOf(rule, {
      name: '',
      id: 'role/app',
      state: {},
      ...(earlier === undefined ? {} : { baseline: holder(earlier) }),
    });
    const judged = rule.judge(holder(now), context);
    if (isUnknown(judged) || judged.length === 0) return undefined;
    const actions = rule.remediation?.plan(holder(now), judged, context);
    if (!actions || isUnplannable(actions) || !actions[0]) return undefined;
    const [{ type, params }] = actions;
    const action = actionType(type);
    const after = action.simulate(holder(now), params) as IamEntity;
    const undo = action.inverse(params);
    const undone = actionType(undo.type).simulate(after, undo.params) as IamEntity;
    const left = rule.judge(after, context);
    return {
      after: after.inline.items[0]?.document ?? null,
      undone: undone.inline.items[0]?.document,
      left,
      says: action.describe(params),
    };
  };

  test('leaves nothing wrong, takes no harmless right, and is undone to the letter', () => {
    let plans = 0;
    fc.assert(
      fc.property(scene, (given) => {
        const plan = planned(given);
        if (!plan) return;
        plans += 1;
        expect(plan.left).toEqual([]);
        expect(plan.says).toMatch(/; nothing else changes$|^Delete the inline policy rights: statement 1/);
        expect(JSON.stringify(plan.undone)).toBe(JSON.stringify(given.now));
        const statements = given.now['Statement'] as readonly Raw[];
        for (const request of requests) {
          const text = `${JSON.stringify(request)} by ${JSON.stringify(plan.after)}`;
          if (allows(plan.after, request)) {
            expect(allows(given.now, request) || allows(given.earlier ?? null, request), text).toBe(true);
          }
          const isNamed = statements.some(({ Action }) => [Action].flat().includes(request.action));
          const isDeniedBefore = given.earlier !== undefined && !allows(given.earlier, request);
          if (HARMLESS.includes(request.action) && isNamed && isByName(statements, request) && !isDeniedBefore) {
            expect(allows(plan.after, request), text).toBe(true);
          }
        }
      }),
      { numRuns: 600 },
    );
    expect(plans, 'scenes with a plan').toBeGreaterThan(50);
  });
});

/** Whether a statement that names the action allows it, whatever wider ones do. */
function isByName(statements: readonly Raw[], request: Request): boolean {
  const named = statements
    .filter(({ Effect }) => Effect === 'Allow')
    .map((raw) => ({
      ...raw,
      Action: [raw['Action']].flat().filter((action) => action === request.action),
    }));
  const denies = statements.filter(({ Effect }) => Effect === 'Deny');
  return allows(documentOf([...named, ...denies]), request);
}
