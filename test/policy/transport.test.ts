import { describe, expect, test } from 'vitest';
import { type Policy, parsePolicy } from '../../shared/policy/policy.ts';
import { bucketWithObjects, deniesPlain, withTlsDeny } from '../../shared/policy/transport.ts';
import { allow, BUCKET, deny, doc, FOREIGN, without } from './policies.ts';

const read = (document: unknown): Policy => {
  const policy = parsePolicy(document);
  if (policy === undefined) throw new Error('absent');
  return policy;
};

const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
const tls = (over: Record<string, unknown> = {}): Record<string, unknown> => deny({ Condition, ...over });

describe('a bucket policy refuses plain HTTP', () => {
  test.each([
    ['as AWS writes it', tls()],
    ['with a boolean', tls({ Condition: { Bool: { 'aws:SecureTransport': false } } })],
    ['with the key in another case', tls({ Condition: { bool: { 'AWS:securetransport': ['FALSE'] } } })],
    ['as text', tls({ Condition: { StringEquals: { 'aws:SecureTransport': 'false' } } })],
    ['if the key exists', tls({ Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } })],
    ['for AWS principals', tls({ Principal: { AWS: '*' } })],
    ['for every action there is', tls({ Action: '*' })],
    ['for the objects only', tls({ Resource: `${BUCKET}/*` })],
    ['for every bucket', tls({ Resource: '*' })],
    ['for every bucket of this name', tls({ Resource: `${BUCKET}*` })],
  ])('%s', (_, statement) => {
    expect(deniesPlain(read(doc(allow(), statement)), bucketWithObjects(BUCKET))).toBe(true);
  });

  test.each([
    ['to one account only', tls({ Principal: { AWS: FOREIGN } })],
    ['to all but one', without(tls({ NotPrincipal: { AWS: FOREIGN } }), 'Principal')],
    ['for reading and writing only', tls({ Action: ['s3:GetObject', 's3:PutObject'] })],
    ['for the bucket only', tls({ Resource: BUCKET })],
    ['for some objects', tls({ Resource: `${BUCKET}/private/*` })],
    ['when it is TLS', tls({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ['under a second condition', tls({ Condition: { ...Condition, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })],
    [
      'under a second condition of the same operator',
      tls({ Condition: { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'false' } } }),
    ],
    ['by TLS version only', tls({ Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } })],
    ['without condition', deny()],
    ['by allowing TLS only', allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
  ])('but not %s', (_, statement) => {
    expect(deniesPlain(read(doc(statement)), bucketWithObjects(BUCKET))).toBe(false);
  });

  test('another bucket is another bucket', () => {
    expect(deniesPlain(read(doc(tls({ Resource: 'arn:aws:s3:::c/*' }))), bucketWithObjects(BUCKET))).toBe(false);
  });

  test('no policy refuses nothing', () => {
    expect(deniesPlain(undefined, bucketWithObjects(BUCKET))).toBe(false);
  });
});

describe('adding the refusal', () => {
  test('to no policy', () => {
    const document = withTlsDeny(undefined, bucketWithObjects(BUCKET));
    expect(deniesPlain(read(document), bucketWithObjects(BUCKET))).toBe(true);
    expect(document['Version']).toBe('2012-10-17');
  });

  test('keeps what is there, to the letter', () => {
    const before = { Id: 'x', Version: '2008-10-17', Statement: allow({ Sid: 'DenyPlainHttp' }) };
    const after = withTlsDeny(read(before), bucketWithObjects(BUCKET));
    expect(after).toMatchObject({
      Id: 'x',
      Version: '2008-10-17',
      Statement: [before.Statement, { Sid: 'DenyPlainHttp2' }],
    });
    expect(deniesPlain(read(after), bucketWithObjects(BUCKET))).toBe(true);
    expect(Array.isArray(before.Statement)).toBe(false);
  });

  test('changes nothing where it stands already', () => {
    const before = doc(allow({ Sid: 'A' }), deny());
    const after = withTlsDeny(read(before), bucketWithObjects(BUCKET));
    expect(withTlsDeny(read(after), bucketWithObjects(BUCKET))).toBe(after);
    expect(after).toMatchObject({
      ...before,
      Statement: [...(before['Statement'] as object[]), { Sid: 'DenyPlainHttp' }],
    });
  });
});

describe('putting the refusal back', () => {
  test('as it was before', () => {
    const earlier = read(doc(allow(), tls({ Sid: 'OnlyTls', Resource: `${BUCKET}/*` })));
    expect(withTlsDeny(read(doc(allow())), bucketWithObjects(BUCKET), earlier)).toEqual(earlier.document);
  });

  test('beside a statement that has its name and was changed', () => {
    const earlier = read(doc(tls({ Sid: 'OnlyTls' })));
    const now = doc(tls({ Sid: 'OnlyTls', Principal: { AWS: FOREIGN } }));
    expect(withTlsDeny(read(now), bucketWithObjects(BUCKET), earlier)).toMatchObject({
      Statement: [{ Sid: 'OnlyTls' }, { Sid: 'OnlyTls2', Principal: '*' }],
    });
  });
});
