import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grantsEverything } from '../../shared/policy/admin.ts';
import { type Exposure, type ExposureOptions, exposures, type Grantee } from '../../shared/policy/exposure.ts';
import { parsePolicy, readPolicy } from '../../shared/policy/policy.ts';
import { bucketWithObjects, deniesPlain, withTlsDeny } from '../../shared/policy/transport.ts';
import { BUCKET, doc, exposed, FOREIGN, OWN, TRUSTED, trust } from './policies.ts';

const options: ExposureOptions = { ...trust, services: true, trustedOrganizations: ['o-own0000001'] };

const principal = fc.oneof(
  fc.constant('*'),
  fc.record({
    AWS: fc.oneof(
      fc.constantFrom('*', OWN, TRUSTED, FOREIGN, `arn:aws:iam::${FOREIGN}:role/x`, 'AROADBQP57FF2AEXAMPLE'),
      fc.array(fc.constantFrom(OWN, FOREIGN, `arn:aws:iam::${FOREIGN}:root`, '*'), { maxLength: 3 }),
    ),
  }),
  fc.record({ Service: fc.constantFrom('s3.amazonaws.com', 'sns.amazonaws.com') }),
  fc.record({ Federated: fc.constantFrom('accounts.google.com', `arn:aws:iam::${FOREIGN}:saml-provider/x`) }),
);
const some = (...texts: string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(fc.constantFrom(...texts), fc.subarray(texts, { minLength: 1 }));
const accounts = some(OWN, FOREIGN, '888888888888', '*');
const organizations = some('o-own0000001', 'o-foreign0001', 'o-*');
const block = fc.record(
  {
    'aws:PrincipalAccount': accounts,
    'aws:PrincipalOrgID': organizations,
    'aws:SourceAccount': accounts,
    'aws:SourceVpce': some('vpce-1', 'vpce-*'),
    'aws:PrincipalArn': some(`arn:aws:iam::${OWN}:role/*`, `arn:aws:iam::${FOREIGN}:role/x`, '*'),
    'accounts.google.com:aud': some('app', '*'),
    'aws:PrincipalServiceName': some('s3.amazonaws.com', 'sns.amazonaws.com'),
  },
  { requiredKeys: [] },
);
const condition = fc.record(
  {
    StringLike: block,
    StringEqualsIfExists: block,
    StringNotLike: block,
    'ForAllValues:StringNotLike': block,
    IpAddress: fc.record({ 'aws:SourceIp': some('198.51.100.0/24', '0.0.0.0/0') }),
    NotIpAddress: fc.record({ 'aws:SourceIp': some('198.51.100.0/24', '0.0.0.0/0') }),
    Bool: fc.record({ 'aws:PrincipalIsAWSService': fc.constantFrom('true', 'false') }),
  },
  { requiredKeys: [] },
);
const actions = some('s3:GetObject', 's3:PutObject', 's3:Get*', 's3:*', '*');
const resources = some(`${BUCKET}/*`, BUCKET, '*', `${BUCKET}/a/*`);
const element = (name: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(fc.integer({ min: 0, max: 4 }), values).map(([n, value]) => ({ [n === 0 ? `Not${name}` : name]: value }));
const statementOf = (Effect: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      element('Principal', principal),
      element('Action', actions),
      element('Resource', resources),
      fc.oneof(
        fc.constant({}),
        condition.map((Condition) => ({ Condition })),
      ),
    )
    .map((parts) => Object.assign({ Effect }, ...parts));
const allows = statementOf('Allow');
const denies = statementOf('Deny');
const statements = fc.array(fc.oneof(allows, denies), { minLength: 1, maxLength: 5 });

/** What is let in, without where it stands in the document. */
const verdict = (found: readonly Exposure[]): string[] =>
  found
    .map(({ to, through, actions: given, says }) => JSON.stringify([to, through, [...given].sort(), says.length]))
    .sort();

const within = (inner: Grantee, outer: Exposure, through: string | undefined): boolean => {
  if (outer.to === 'anyone') return true;
  if (typeof outer.to === 'object' && 'service' in outer.to) {
    return (
      through === outer.to.service ||
      JSON.stringify(inner) === JSON.stringify(outer.to) ||
      outer.to.service === 'an AWS service'
    );
  }
  if ('organization' in outer.to || 'federated' in outer.to) return true;
  return JSON.stringify(inner) === JSON.stringify(outer.to);
};

describe('laws of exposure', () => {
  test('the order of statements does not matter', () => {
    fc.assert(
      fc.property(
        statements.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(verdict(exposed(doc(...shuffled), options))).toEqual(verdict(exposed(doc(...list), options)));
        },
      ),
    );
  });

  test('a Deny more lets nobody in who was not in before', () => {
    fc.assert(
      fc.property(statements, denies, (list, more) => {
        const before = exposed(doc(...list), options);
        for (const after of exposed(doc(...list, more), options)) {
          const same = before.filter(({ index }) => index === after.index);
          expect(same.some((each) => within(after.to, each, after.through))).toBe(true);
          expect(new Set(same.flatMap((each) => each.actions))).toEqual(
            new Set([...same.flatMap((each) => each.actions), ...after.actions]),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  test('an Allow more shuts nobody out', () => {
    fc.assert(
      fc.property(statements, allows, (list, more) => {
        const after = verdict(exposed(doc(...list, more), options));
        for (const each of verdict(exposed(doc(...list), options))) expect(after).toContain(each);
      }),
    );
  });

  test('a condition more on an Allow lets nobody new in', () => {
    const positive = fc.record({ StringLike: block });
    fc.assert(
      fc.property(allows, positive, (statement, Condition) => {
        const { Condition: _, ...open } = statement;
        const before = exposed(doc(open), options);
        for (const after of exposed(doc({ ...open, Condition }), options)) {
          expect(before.some((each) => within(after.to, each, after.through))).toBe(true);
        }
      }),
    );
  });

  test('IfExists and ForAllValues change nothing on a key that every request has, and let anyone in on another', () => {
    const operators = fc.constantFrom('StringEquals', 'StringLike', 'StringEqualsIgnoreCase');
    const values = some(OWN, TRUSTED, FOREIGN, '1*', '*');
    fc.assert(
      fc.property(allows, operators, values, (statement, operator, value) => {
        const judged = (name: string, key: string): string[] =>
          verdict(exposed(doc({ ...statement, Condition: { [name]: { [key]: value } } }), options));
        for (const loose of [`${operator}IfExists`, `ForAllValues:${operator}`]) {
          expect(judged(loose, 'aws:PrincipalAccount')).toEqual(judged(operator, 'aws:PrincipalAccount'));
          const { Condition: _, ...open } = statement;
          expect(judged(loose, 'aws:SourceVpce')).toEqual(verdict(exposed(doc(open), options)));
        }
      }),
    );
  });

  const oneOrMany = (value: unknown): unknown => (Array.isArray(value) || value === '*' ? value : [value]);
  const inLists = (statement: Record<string, unknown>): unknown =>
    Object.fromEntries(
      Object.entries(statement).map(([name, value]) => {
        if (/Action|Resource/.test(name)) return [name, oneOrMany(value)];
        if (value === '*') return [name, { AWS: ['*'] }];
        return [name, value];
      }),
    );
  const shout = (statement: Record<string, unknown>): unknown => {
    const Condition = statement['Condition'] as Record<string, Record<string, unknown>> | undefined;
    if (Condition === undefined) return statement;
    const loud = Object.entries(Condition).map(([operator, keys]) => [
      operator.toUpperCase(),
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key.toUpperCase(), value])),
    ]);
    return { ...statement, Condition: Object.fromEntries(loud) };
  };

  test('neither spelling nor encoding nor case matters', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const document = doc(...list);
        const found = verdict(exposed(document, options));
        const pretty = JSON.stringify(document, null, 2);
        for (const other of [pretty, encodeURIComponent(pretty), doc(...list.map(inLists)), doc(...list.map(shout))]) {
          expect(verdict(exposed(other, options))).toEqual(found);
        }
        const keys = (input: unknown): unknown => parsePolicy(input)?.statements.map(({ path: at }) => at);
        expect(keys(doc(...list.map(inLists)))).toEqual(keys(document));
        expect(keys(doc(...list.map(shout)))).toEqual(keys(document));
      }),
    );
  });
});

describe('no input makes anything throw', () => {
  const judge = (input: unknown): void => {
    const reading = readPolicy(input);
    if (reading.is !== 'policy') return;
    exposures(reading.policy, options);
    grantsEverything(reading.policy);
    expect(
      deniesPlain(parsePolicy(withTlsDeny(reading.policy, bucketWithObjects(BUCKET))), bucketWithObjects(BUCKET)),
    ).toBe(true);
  };

  test('any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), judge));
    fc.assert(fc.property(fc.string(), judge));
  });

  test('a statement with any JSON for one of its elements', () => {
    const names = fc.constantFrom('Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'Resource', 'Condition');
    fc.assert(
      fc.property(allows, names, fc.jsonValue(), (statement, name, value) =>
        judge(doc({ ...statement, [name]: value })),
      ),
      { numRuns: 500 },
    );
  });

  test('a condition of any texts', () => {
    const values = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.boolean(), fc.double()));
    fc.assert(
      fc.property(allows, fc.dictionary(fc.string(), values), (statement, Condition) =>
        judge(doc({ ...statement, Condition })),
      ),
    );
  });
});
