import { describe, expect, test } from 'vitest';
import { PolicyError } from '../../shared/policy/error.ts';
import { type Policy, parsePolicy, policyIn, readPolicy } from '../../shared/policy/policy.ts';
import { allow, deny, doc, FOREIGN, OWN, without } from './policies.ts';

const read = (input: unknown): Policy => {
  const policy = parsePolicy(input);
  if (policy === undefined) throw new Error('absent');
  return policy;
};
const principalOf = (Principal: unknown): unknown => read(doc(allow({ Principal }))).statements[0]?.who?.principals;

describe('how a policy may arrive', () => {
  const document = doc(allow());
  test.each([
    ['an object', document],
    ['JSON text', JSON.stringify(document)],
    ['pretty JSON text', JSON.stringify(document, null, 2)],
    ['percent-encoded JSON text', encodeURIComponent(JSON.stringify(document, null, 4))],
    ['one statement instead of a list', { ...document, Statement: allow() }],
    ['lists of one', doc(allow({ Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::b/*'] }))],
    [
      'element names in lower case',
      { statement: { effect: 'allow', principal: '*', action: 's3:getobject', resource: 'arn:aws:s3:::b/*' } },
    ],
  ])('%s', (_, input) => {
    const [statement] = read(input).statements;
    expect(statement).toMatchObject({
      effect: 'allow',
      who: { but: false, principals: [{ is: 'everyone' }] },
      actions: { but: false, patterns: ['s3:getobject'] },
      resources: { but: false, patterns: ['arn:aws:s3:::b/*'] },
      clauses: [],
    });
    expect(statement?.path).toBe(read(document).statements[0]?.path);
  });

  test.each([undefined, null, '', ' \n'])('%j is the absence of a policy', (input) => {
    expect(parsePolicy(input)).toBeUndefined();
    expect(readPolicy(input)).toEqual({ is: 'absent' });
  });

  test.each([
    ['text that is no JSON', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['broken percent-encoding', '%7B%'],
    ['JSON that is no object', '"text"'],
    ['a list', []],
    ['a number', 7],
    ['no statements', {}],
    ['an oversized request', { reason: 'requestParameters too large', omitted: true }],
    ['a statement that is text', doc('x')],
    ['no effect', doc(without(allow(), 'Effect'))],
    ['an effect of its own', doc(allow({ Effect: 'Permit' }))],
    ['no action', doc(without(allow(), 'Action'))],
    ['an action that is a number', doc(allow({ Action: 1 }))],
    ['action and its opposite', doc(allow({ NotAction: 's3:*' }))],
    ['an element twice', doc(allow({ action: 's3:*' }))],
    ['a principal in plain text', doc(allow({ Principal: FOREIGN }))],
    ['a kind of principal nobody knows', doc(allow({ Principal: { Azure: 'x' } }))],
    ['an AWS principal that is no ARN', doc(allow({ Principal: { AWS: 'bob' } }))],
    ['a null principal', doc(allow({ Principal: null }))],
    ['a condition in plain text', doc(allow({ Condition: 'x' }))],
    ['an operator without keys', doc(allow({ Condition: { Bool: 'x' } }))],
    ['a condition value that is an object', doc(allow({ Condition: { Bool: { a: {} } } }))],
  ])('%s cannot be judged', (_, input) => {
    expect(() => parsePolicy(input)).toThrow(PolicyError);
    expect(readPolicy(input)).toMatchObject({ is: 'malformed', reason: expect.any(String) });
  });

  test('the reason says where and quotes nothing', () => {
    expect(readPolicy(doc(allow(), allow({ Principal: { AWS: 'hunter2' } })))).toMatchObject({
      is: 'malformed',
      reason: 'the principal of statement 2 cannot be read',
    });
  });

  test('whatever else stands in the document is kept', () => {
    const document = { Id: 'x', ...doc({ ...allow(), Note: 'kept' }) };
    expect(read(document).document).toBe(document);
    expect(read(document).statements[0]?.raw).toMatchObject({ Note: 'kept' });
  });
});

describe('what can be read of a policy that cannot be read whole', () => {
  /** As logs hide and cut principals. */
  const MASKS = ['***', 'HIDDEN_DUE_TO_SECURITY_REASONS', 'arn:aws:iam::', '<sensitiveDataRemoved>'];
  const everyone = { is: 'everyone' };
  const legible = (...statements: readonly unknown[]) => {
    const reading = readPolicy(doc(...statements));
    expect(reading.is).toBe('malformed');
    return policyIn(reading)?.statements;
  };

  test.each(MASKS)('beside %s, the other principals of a statement', (mask) => {
    for (const AWS of [
      ['*', mask],
      [mask, '*'],
    ])
      expect(legible(allow({ Principal: { AWS } }))).toMatchObject([{ index: 0, who: { principals: [everyone] } }]);
  });

  test.each(MASKS)('beside a statement with %s, the other statements, each by the key that it always has', (mask) => {
    const open = allow({ Sid: 'Open' });
    const found = legible(allow({ Principal: { AWS: mask } }), open);
    expect(found).toMatchObject([{ index: 1, who: { principals: [everyone] } }]);
    expect(found?.[0]?.path).toBe(read(doc(open)).statements[0]?.path);
  });

  test('where the whole principal is hidden, or the condition, or the action, the other statements', () => {
    for (const hidden of [{ Principal: '***' }, { Condition: '***' }, { Action: null }])
      expect(legible(allow(hidden), allow())).toMatchObject([{ index: 1 }]);
  });

  test('nobody is let in by what is left out', () => {
    expect(legible(allow({ Principal: { AWS: '***' } }))).toEqual([]);
    expect(legible(without(allow({ NotPrincipal: { AWS: '***' } }), 'Principal'))).toEqual([]);
  });

  test.each([
    ['a refusal of somebody', deny({ Principal: { AWS: [FOREIGN, '***'] } })],
    ['a refusal of everyone but somebody', without(deny({ NotPrincipal: { AWS: '***' } }), 'Principal')],
    ['a refusal under conditions that cannot be read', deny({ Condition: '***' })],
    ['a statement that may be one', { ...allow(), Effect: '***' }],
    ['something that is no statement', '***'],
  ])('nothing, beside %s: it may take back what the others give', (_, statement) => {
    expect(legible(allow(), statement)).toBeUndefined();
  });

  test('a refusal of everyone is one whoever else it names', () => {
    const found = legible(allow(), deny({ Principal: { AWS: ['*', '***'] } }));
    expect(found).toMatchObject([{ effect: 'allow' }, { effect: 'deny', who: { principals: [everyone] } }]);
  });
});

describe('principals', () => {
  const everyone = { is: 'everyone' };
  test.each([
    ['*', everyone],
    [{ AWS: '*' }, everyone],
    [{ AWS: ['*'] }, everyone],
    [{ aws: '*' }, everyone],
    [{ AWS: 'arn:aws:iam::*:root' }, everyone],
    [{ AWS: 'arn:aws:iam::1111*:root' }, everyone],
    [{ CanonicalUser: '65a011a29cdf8ec533ec3d1ccaae921c' }, everyone],
    [{ AWS: OWN }, { is: 'account', account: OWN }],
    [{ AWS: `arn:aws:iam::${OWN}:root` }, { is: 'account', account: OWN }],
    [{ AWS: '000000000' }, { is: 'account', account: '000000000' }],
    [{ AWS: `arn:aws-cn:iam::${OWN}:root` }, { is: 'account', account: OWN }],
    [{ AWS: `arn:aws-us-gov:iam::${OWN}:root` }, { is: 'account', account: OWN }],
    [{ AWS: `arn:aws:iam::${OWN}:role/a/b` }, { is: 'identity', account: OWN, arn: `arn:aws:iam::${OWN}:role/a/b` }],
    [
      { AWS: `arn:aws:sts::${OWN}:assumed-role/a/s` },
      { is: 'identity', account: OWN, arn: `arn:aws:sts::${OWN}:assumed-role/a/s` },
    ],
    [{ AWS: 'AIDAJQABLZS4A3QDU576Q' }, { is: 'deleted', id: 'AIDAJQABLZS4A3QDU576Q' }],
    [{ AWS: 'AROADBQP57FF2AEXAMPLE' }, { is: 'deleted', id: 'AROADBQP57FF2AEXAMPLE' }],
    [{ Service: 'S3.amazonaws.com' }, { is: 'service', service: 's3.amazonaws.com' }],
    [
      { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' },
      { is: 'service', service: 'cloudfront.amazonaws.com' },
    ],
    [{ Federated: 'accounts.google.com' }, { is: 'federated', provider: 'accounts.google.com' }],
    [
      { Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` },
      { is: 'federated', account: OWN, provider: 'Okta', saml: true },
    ],
    [{ CanonicalUser: 'ab12' }, { is: 'canonical', id: 'ab12' }],
    [
      { CanonicalUser: 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0' },
      { is: 'service', service: 'delivery.logs.amazonaws.com' },
    ],
  ])('%j', (principal, expected) => {
    expect(principalOf(principal)).toEqual([expected]);
  });
});

describe('conditions', () => {
  test('quantifiers, IfExists, case and numbers are taken apart', () => {
    const Condition = {
      'forAnyValue:STRINGLIKEIfExists': { 'AWS:PrincipalOrgPaths': 'o-1/*' },
      NumericLessThan: { 's3:TlsVersion': 1.2 },
      Bool: { 'aws:SecureTransport': false },
    };
    expect(read(doc(allow({ Condition }))).statements[0]?.clauses).toEqual([
      {
        operator: 'stringlike',
        quantifier: 'any',
        ifExists: true,
        key: 'aws:principalorgpaths',
        spelling: 'AWS:PrincipalOrgPaths',
        values: ['o-1/*'],
      },
      {
        operator: 'numericlessthan',
        ifExists: false,
        key: 's3:tlsversion',
        spelling: 's3:TlsVersion',
        values: ['1.2'],
      },
      {
        operator: 'bool',
        ifExists: false,
        key: 'aws:securetransport',
        spelling: 'aws:SecureTransport',
        values: ['false'],
      },
    ]);
  });
});

describe('the key of a statement', () => {
  const keys = (...statements: unknown[]): string[] => read(doc(...statements)).statements.map(({ path: at }) => at);

  test('is its Sid', () => {
    expect(keys(allow({ Sid: 'Read' }), deny({ Sid: 'Stop' }))).toEqual(['Read', 'Stop']);
  });

  test('is a hash of what it means when it has none, whatever the order and spelling', () => {
    const [first] = keys(allow({ Principal: { AWS: ['*'] }, Action: ['s3:GETOBJECT'] }), deny());
    expect(keys(deny(), allow())).toContain(first);
    expect(first).toMatch(/^statement#[0-9a-f]{8}$/);
  });

  test('tells statements with one Sid apart', () => {
    const twins = keys(allow({ Sid: 'A' }), deny({ Sid: 'A' }));
    expect(new Set(twins).size).toBe(2);
    expect(keys(deny({ Sid: 'A' }), allow({ Sid: 'A' }))).toEqual([...twins].reverse());
  });

  test('tells equal statements apart', () => {
    expect(new Set(keys(allow(), allow(), allow({ Sid: 'A' }), allow({ Sid: 'A' }))).size).toBe(4);
  });
});
