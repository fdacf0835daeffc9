import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNSEEN } from '../../../shared/core/kind.ts';
import { type AnyRule, isUnknown, isUnplannable } from '../../../shared/core/rule.ts';
import { NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import trustOpened from '../../../shared/rules/iam/iam-role-trust-opened.ts';
import keyPublic from '../../../shared/rules/kms/kms-policy-public.ts';
import bucketExternal from '../../../shared/rules/s3/s3-bucket-policy-external-account.ts';
import bucketPublic from '../../../shared/rules/s3/s3-bucket-policy-public.ts';
import { ACCOUNT } from '../../support/events.ts';
import { accountWith } from '../../support/neighbours.ts';
import { allows, applies, type Request } from '../../support/requests.ts';
import { actionType, contextOf } from '../../support/test-rule.ts';

const TRUSTED = '222233334444';
const STRANGERS = ['444455556666', '777788889999'] as const;
const OWN_ORG = 'o-own0000001';
const FOREIGN_ORG = 'o-foreign0001';
const DELETED = 'AROADBQP57FF2AEXAMPLE';

type Raw = Readonly<Record<string, unknown>>;

/** A rule on a resource policy, and the documents and requests that it is tried with. */
interface Subject {
  readonly rule: AnyRule;
  readonly id: string;
  readonly state: (policy: unknown) => object;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Statements that every document has. */
  readonly always: readonly Raw[];
}

const bucket = { id: 'reports', actions: ['s3:GetObject', 's3:PutObject', 's3:*'], always: [] };
const objects = { resources: ['arn:aws:s3:::reports/*', 'arn:aws:s3:::reports/a/*'] };
const SUBJECTS: readonly Subject[] = [
  {
    rule: bucketPublic,
    ...bucket,
    ...objects,
    state: (policy) => ({ policy, blockPublicAccess: NOTHING_BLOCKED }),
  },
  { rule: bucketExternal, ...bucket, ...objects, state: (policy) => ({ policy }) },
  {
    rule: keyPublic,
    id: '0a1b2c3d-1111-4222-8333-444455556666',
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:*'],
    resources: ['*'],
    always: [{ Sid: 'Root', Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' }],
    state: (policy) => ({ policy }),
  },
  {
    rule: trustOpened,
    id: 'role/deploy',
    actions: ['sts:AssumeRole'],
    resources: [],
    always: [{ Sid: 'Ec2', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    state: (policy) => ({ trust: policy, inline: UNSEEN, attached: UNSEEN, versions: UNSEEN }),
  },
];

const names = [
  '*',
  ACCOUNT,
  `arn:aws:iam::${ACCOUNT}:role/app`,
  `arn:aws:iam::${TRUSTED}:root`,
  `arn:aws:iam::${STRANGERS[0]}:root`,
  `arn:aws:iam::${STRANGERS[1]}:role/x`,
  DELETED,
];
const services = ['s3.amazonaws.com', 'ec2.amazonaws.com'];
const principal = fc.oneof(
  fc.constant('*'),
  fc.record({ AWS: fc.constantFrom(...names) }),
  fc.record({ AWS: fc.subarray(names, { minLength: 1 }) }),
  fc.record({ AWS: fc.subarray(names, { minLength: 1 }), Service: fc.subarray(services, { minLength: 1 }) }),
);
const values = <T>(all: readonly T[]) => fc.oneof(fc.constantFrom(...all), fc.subarray([...all], { minLength: 1 }));
const condition = fc.oneof(
  fc.record({ StringEquals: fc.record({ 'aws:PrincipalOrgID': values([OWN_ORG, FOREIGN_ORG]) }) }),
  fc.record({ StringEquals: fc.record({ 'aws:PrincipalAccount': values([ACCOUNT, TRUSTED, ...STRANGERS]) }) }),
  fc.record({ StringLike: fc.record({ 'aws:SourceVpc': values(['vpc-0a1b2c3d', '*']) }) }),
  fc.record({ IpAddress: fc.record({ 'aws:SourceIp': values(['203.0.113.0/24', '0.0.0.0/0']) }) }),
  fc.record({ StringEquals: fc.record({ 'aws:Referer': values(['https://example.com']) }) }),
);
const exclusion = fc.oneof(
  fc.record({ StringNotEquals: fc.record({ 'aws:PrincipalAccount': values([ACCOUNT, TRUSTED]) }) }),
  fc.record({ StringNotEquals: fc.record({ 'aws:PrincipalOrgID': values([OWN_ORG]) }) }),
);

const statement = ({ actions, resources }: Subject): fc.Arbitrary<Raw> => {
  const about = {
    Action: values(actions),
    ...(resources.length > 0 ? { Resource: values(resources) } : {}),
  };
  const allow = fc.record(
    { Effect: fc.constant('Allow'), Principal: principal, Condition: condition, ...about },
    { requiredKeys: ['Effect', 'Principal', 'Action'] },
  );
  const butSome = fc.record({
    Effect: fc.constant('Allow'),
    NotPrincipal: fc.record({ AWS: fc.constantFrom(ACCOUNT, TRUSTED) }),
    ...about,
  });
  const deny = fc.record({ Effect: fc.constant('Deny'), Principal: fc.constant('*'), Condition: exclusion, ...about });
  return fc
    .oneof({ weight: 6, arbitrary: allow }, { weight: 1, arbitrary: butSome }, { weight: 2, arbitrary: deny })
    .map((raw) => (resources.length > 0 ? { Resource: resources[0], ...raw } : raw));
};

const documentOf = (statements: readonly Raw[]): Raw => ({ Version: '2012-10-17', Id: 'x', Statement: statements });

/** A policy, what it was before, and which of its violations are to be fixed. */
const scene = (subject: Subject) =>
  fc
    .record({
      was: fc.array(statement(subject), { maxLength: 3 }),
      added: fc.array(statement(subject), { minLength: 1, maxLength: 3 }),
      keeps: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      changed: fc.option(statement(subject)),
      hasBaseline: fc.boolean(),
      hasSids: fc.boolean(),
      fixes: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    })
    .map(({ was, added, keeps, changed, hasBaseline, hasSids, fixes }) => {
      const name = (raw: Raw, sid: string): Raw => (hasSids ? { Sid: sid, ...raw } : raw);
      const earlier = [...subject.always, ...was.map((raw, index) => name(raw, `Was${index}`))];
      const [first, ...rest] = was.map((raw, index) => name(changed && index === 0 ? changed : raw, `Was${index}`));
      const kept = first ? [first, ...rest.filter((_, index) => keeps[index])] : [];
      const now = [...subject.always, ...kept, ...added.map((raw, index) => name(raw, `New${index}`))];
      return {
        now: documentOf(now),
        earlier: hasBaseline ? documentOf(earlier) : undefined,
        hasSids,
        isFixed: (index: number) => fixes[index % fixes.length] === true,
      };
    });

/** Every kind of caller from every place. */
const requestsOf = ({ actions, resources }: Subject): readonly Request[] => {
  const membership: Readonly<Record<string, string>> = {
    [ACCOUNT]: OWN_ORG,
    [TRUSTED]: 'o-partner0001',
    [STRANGERS[0]]: FOREIGN_ORG,
    [STRANGERS[1]]: 'o-other000001',
  };
  const callers = [
    { keys: {} },
    ...services.map((caller) => ({ caller, keys: {} })),
    ...Object.entries(membership).flatMap(([account, organization]) =>
      ['app', 'x'].map((role) => ({
        caller: `arn:aws:iam::${account}:role/${role}`,
        keys: { 'aws:principalaccount': account, 'aws:principalorgid': organization },
      })),
    ),
  ];
  const places = [
    { 'aws:sourceip': '203.0.113.7' },
    { 'aws:sourceip': '198.51.100.7' },
    { 'aws:sourceip': '10.0.0.7', 'aws:sourcevpc': 'vpc-0a1b2c3d' },
  ];
  return callers.flatMap(({ keys, ...caller }) =>
    places.flatMap((place) =>
      actions
        .filter((action) => !action.endsWith('*'))
        .map((action) => ({
          ...caller,
          action,
          resource: (resources[0] ?? '*').replace('/*', '/a/1'),
          keys: { ...keys, ...place },
        })),
    ),
  );
};

/** The parts of a statement that name one principal each: nobody else is affected by one. */
const partsOf = (raw: Raw): readonly Raw[] => {
  const named = raw['Principal'];
  if (typeof named !== 'object' || named === null) return named === undefined ? [] : [raw];
  return Object.entries(named).flatMap(([type, texts]) =>
    (Array.isArray(texts) ? texts : [texts]).map((text) => ({ ...raw, Principal: { [type]: text } })),
  );
};

describe.each(SUBJECTS.map((subject) => [subject.rule.id, subject] as const))('a plan of %s', (_, subject) => {
  const { rule, state, id } = subject;
  const requests = requestsOf(subject);
  const context = (earlier: unknown) =>
    contextOf(rule, {
      name: '',
      id,
      state: {},
      ...(earlier === undefined ? {} : { baseline: state(earlier) }),
      trusted: { accounts: [TRUSTED], organizations: [OWN_ORG] },
      neighbours: rule === bucketPublic ? { account: accountWith() } : {},
    });
  const violationsOf = (document: unknown, earlier?: unknown) => {
    const judged = rule.judge(state(document), context(earlier));
    return isUnknown(judged) ? [] : judged;
  };
  const policyIn = (read: object): unknown => Object.values(read)[0];

  /** What a plan makes of a scene. `undefined`: nothing is wrong, or nothing can be planned. */
  const planned = ({
    now,
    earlier,
    isFixed,
  }: {
    now: Raw;
    earlier: Raw | undefined;
    isFixed(index: number): boolean;
  }) => {
    const all = violationsOf(now, earlier);
    const some = all.filter((__, index) => isFixed(index));
    const violations = some.length > 0 ? some : all;
    if (violations.length === 0) return undefined;
    const actions = rule.remediation?.plan(state(now), violations, context(earlier));
    if (!actions || isUnplannable(actions)) return undefined;
    const [action] = actions;
    if (!action) throw new Error('an empty plan');
    const { describe: say, simulate, inverse } = actionType(action.type);
    const after = simulate(state(now), action.params);
    const undo = inverse(action.params);
    const undone = actionType(undo.type).simulate(after, undo.params);
    return { all, violations, after: policyIn(after), undone: policyIn(undone), says: say(action.params) };
  };

  const runs = { numRuns: 60 };

  test('leaves nothing wrong of what it is to fix, and breaks nothing else', () => {
    let plans = 0;
    fc.assert(
      fc.property(scene(subject), (given) => {
        const plan = planned(given);
        if (!plan) return;
        plans += 1;
        const { all, violations, after } = plan;
        const left = violationsOf(after, given.earlier);
        expect(left.length).toBeLessThanOrEqual(all.length - violations.length);
        const allowed = all.filter((each) => !violations.includes(each)).map(({ path }) => path);
        if (given.hasSids) for (const { path } of left) expect(allowed).toContain(path);
      }),
      runs,
    );
    expect(plans, 'scenes with a plan').toBeGreaterThan(runs.numRuns / 4);
  });

  test('gives nobody access that it did not have, now or before', () => {
    fc.assert(
      fc.property(scene(subject), (given) => {
        const plan = planned(given);
        if (!plan) return;
        for (const request of requests.filter((each) => allows(plan.after, each))) {
          expect(allows(given.now, request) || allows(given.earlier ?? null, request), JSON.stringify(request)).toBe(
            true,
          );
        }
      }),
      runs,
    );
  });

  test('takes no access from anybody to whom the rule does not object', () => {
    fc.assert(
      fc.property(scene(subject), (given) => {
        const plan = planned(given);
        if (!plan) return;
        const statements = given.now['Statement'] as readonly Raw[];
        const denies = statements.filter(({ Effect }) => Effect === 'Deny');
        const parts = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(partsOf);
        const right = parts.filter((part) => violationsOf(documentOf([part, ...denies])).length === 0);
        for (const request of requests) {
          if (!allows(given.now, request) || !right.some((part) => applies(part, request))) continue;
          expect(allows(plan.after, request), `${JSON.stringify(request)} by ${JSON.stringify(plan.after)}`).toBe(true);
        }
      }),
      runs,
    );
  });

  test('can be written by AWS, says what it writes, and is undone to the letter', () => {
    fc.assert(
      fc.property(scene(subject), (given) => {
        const plan = planned(given);
        if (!plan) return;
        const before = JSON.stringify(given.now);
        const after = JSON.stringify(plan.after);
        expect(after).not.toContain(DELETED);
        expect(after).not.toBe(before);
        expect(plan.says).toMatch(/; nothing else changes$|^Delete the .+ policy: statement 1/);
        const sids = ((plan.after as Raw | null)?.['Statement'] as readonly Raw[] | undefined)?.flatMap(
          ({ Sid }) => Sid ?? [],
        );
        expect(new Set(sids).size).toBe(sids?.length ?? 0);
        if (!before.includes(DELETED)) expect(JSON.stringify(plan.undone)).toBe(before);
      }),
      runs,
    );
  });
});
