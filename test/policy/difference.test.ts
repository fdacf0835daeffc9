import { describe, expect, test } from 'vitest';
import { changeText } from '../../shared/policy/difference.ts';
import { allow, BUCKET, deny, doc, FOREIGN, OWN, TRUSTED } from './policies.ts';

const root = (account: string) => `arn:aws:iam::${account}:root`;
const share = (AWS: unknown, more: object = {}) => allow({ Sid: 'Share', Principal: { AWS }, ...more });
const own = allow({ Sid: 'Own', Principal: { AWS: OWN } });
const orgs = (...ids: string[]) => share('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': ids } } });
const text = (before: unknown, after: unknown) => changeText('bucket policy', before, after);

describe('a step says what is written', () => {
  test.each([
    [
      'a principal',
      doc(own, share([root(TRUSTED), root(FOREIGN)])),
      doc(own, share([root(TRUSTED)])),
      'Remove account 999999999999 from statement 2 (Sid "Share") of the bucket policy; nothing else changes',
    ],
    [
      'everyone, and who comes back for it',
      doc(share('*')),
      doc(share(root(TRUSTED))),
      'Remove everyone from statement 1 (Sid "Share") of the bucket policy; add account 222222222222 to statement 1 (Sid "Share"); nothing else changes',
    ],
    [
      'a role, in full',
      doc(share([`arn:aws:iam::${FOREIGN}:role/team/reader`, OWN])),
      doc(share([OWN])),
      `Remove arn:aws:iam::${FOREIGN}:role/team/reader from statement 1 (Sid "Share") of the bucket policy; nothing else changes`,
    ],
    [
      'a statement, with all that it allows',
      doc(own, allow({ Principal: { AWS: [FOREIGN, TRUSTED] }, Action: ['s3:GetObject', 's3:PutObject'] })),
      doc(own),
      'Remove statement 2 of the bucket policy, which allows account 999999999999 and account 222222222222 s3:GetObject and s3:PutObject; nothing else changes',
    ],
    [
      'a value of a condition',
      doc(orgs('o-own0000001', 'o-foreign0001')),
      doc(orgs('o-own0000001')),
      'Remove o-foreign0001 from the condition StringEquals aws:PrincipalOrgID of statement 1 (Sid "Share") of the bucket policy; nothing else changes',
    ],
    [
      'a condition',
      doc(share('*')),
      doc(orgs('o-own0000001')),
      'Add the condition StringEquals aws:PrincipalOrgID o-own0000001 to statement 1 (Sid "Share") of the bucket policy; nothing else changes',
    ],
    [
      'a statement that is added',
      doc(own),
      doc(own, deny({ Sid: 'Tls', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
      `Add statement 2 (Sid "Tls") of the bucket policy, which denies everyone s3:* on ${BUCKET} and ${BUCKET}/* if Bool aws:SecureTransport false; nothing else changes`,
    ],
    [
      'one account in two spellings',
      doc(own, share([root(FOREIGN), FOREIGN, TRUSTED])),
      doc(own, share([TRUSTED])),
      'Remove account 999999999999 from statement 2 (Sid "Share") of the bucket policy; nothing else changes',
    ],
    [
      'an action',
      doc(share(OWN, { Action: ['s3:GetObject', 's3:PutObject'] })),
      doc(share(OWN, { Action: ['s3:GetObject'] })),
      'Remove s3:PutObject from the actions of statement 1 (Sid "Share") of the bucket policy; nothing else changes',
    ],
    [
      'a resource',
      doc(share(OWN, { Resource: `${BUCKET}/*` })),
      doc(share(OWN, { Resource: `${BUCKET}/a/*` })),
      `Remove ${BUCKET}/* from the resources of statement 1 (Sid "Share") of the bucket policy; add ${BUCKET}/a/* to the resources of statement 1 (Sid "Share"); nothing else changes`,
    ],
    [
      'whom a statement applies to',
      doc({ Sid: 'But', Effect: 'Allow', NotPrincipal: { AWS: FOREIGN }, Action: 's3:*', Resource: BUCKET }),
      doc({ Sid: 'But', Effect: 'Allow', Principal: { AWS: OWN }, Action: 's3:*', Resource: BUCKET }),
      'Make statement 1 (Sid "But") of the bucket policy apply to account 111111111111, and to nobody else; nothing else changes',
    ],
    [
      'the effect',
      doc(share(FOREIGN)),
      doc({ ...share(FOREIGN), Effect: 'Deny' }),
      'Change statement 1 (Sid "Share") of the bucket policy to Deny; nothing else changes',
    ],
    [
      'a member of the document',
      doc(own),
      { ...doc(own), Id: 'x' },
      'Change the Id of the bucket policy; nothing else changes',
    ],
    [
      'the end of the policy',
      doc(share(FOREIGN)),
      null,
      'Delete the bucket policy: statement 1 (Sid "Share") allows account 999999999999 s3:GetObject',
    ],
    [
      'a new policy',
      null,
      doc(own),
      `Set the bucket policy: statement 1 (Sid "Own") allows account 111111111111 s3:GetObject on ${BUCKET}/*`,
    ],
    ['a text that is no policy', doc(own), 'none', 'Replace the bucket policy; the new one cannot be read'],
    ['nothing', doc(own), doc(own), 'Write the bucket policy again unchanged'],
    [
      'another spelling',
      doc(share([OWN])),
      doc(share(OWN)),
      'Write statement 1 (Sid "Share") of the bucket policy in another way, with the same meaning; nothing else changes',
    ],
  ])('%s', (_, before, after, expected) => {
    expect(text(before, after)).toBe(expected);
  });

  test('values that can be secrets are not shown', () => {
    const secret = (token: string) => share('*', { Condition: { StringEquals: { 'aws:Referer': token } } });
    const texts = [
      text(doc(own, secret('s3cr3t')), doc(own)),
      text(doc(secret('s3cr3t')), doc(secret('other-s3cr3t'))),
      text(doc(share('*')), doc(secret('s3cr3t'))),
    ];
    expect(texts.join(' ')).not.toContain('s3cr3t');
    expect(texts[0]).toContain('if StringEquals aws:Referer with 1 value');
    expect(texts[1]).toContain('Change the values of the condition StringEquals aws:Referer');
  });

  test('long lists and many changes are counted', () => {
    const accounts = Array.from({ length: 30 }, (_, index) => String(100000000000 + index));
    expect(text(doc(share([OWN, ...accounts])), doc(share([OWN])))).toMatch(
      /^Remove account 100000000000, .* and 24 more from/,
    );
    const many = Array.from({ length: 60 }, (_, index) => allow({ Sid: `S${index}`, Principal: { AWS: accounts } }));
    const long = text(doc(own, ...many), doc(own));
    expect(long.length).toBeLessThan(2000);
    expect(long).toMatch(/; \d+ more such changes; nothing else changes$/);
  });
});
