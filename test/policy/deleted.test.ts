import { expect, test } from 'vitest';
import { writable } from '../../shared/policy/deleted.ts';
import { allow, deny, doc, FOREIGN, OWN } from './policies.ts';

const USER = 'AIDADBQP57FF2AEXAMPLE';
const ROLE = 'AROADBQP57FF2AEXAMPLE';

test('what names nobody deleted is written as it is', () => {
  const document = doc(allow({ Principal: { AWS: [OWN] } }), deny());
  expect(writable(document)).toBe(document);
  expect(writable(null)).toBeNull();
  expect(writable('no policy')).toBe('no policy');
});

test('the id of a deleted user or role is left out, and nothing else', () => {
  const named = (AWS: unknown) => doc(allow({ Sid: 'A', Principal: { AWS, Service: 's3.amazonaws.com' } }), deny());
  expect(writable(named([ROLE, OWN]))).toEqual(named([OWN]));
  expect(writable(named(USER))).toEqual(doc(allow({ Sid: 'A', Principal: { Service: 's3.amazonaws.com' } }), deny()));
});

test('a statement for deleted principals only gives nobody anything, and is left out', () => {
  const left = allow({ Principal: { AWS: OWN } });
  expect(writable(doc(left, allow({ Principal: { AWS: [USER, ROLE] } }), deny({ Principal: { AWS: ROLE } })))).toEqual(
    doc(left),
  );
  expect(writable(doc(allow({ Principal: { AWS: USER } })))).toBeNull();
});

test('everyone but a deleted principal is everyone', () => {
  const { Principal: _, ...others } = deny();
  expect(writable(doc({ ...others, NotPrincipal: { AWS: ROLE } }))).toEqual(doc({ ...others, Principal: '*' }));
  const some = { ...others, NotPrincipal: { AWS: [ROLE, FOREIGN] } };
  expect(writable(doc(some))).toEqual(doc({ ...others, NotPrincipal: { AWS: [FOREIGN] } }));
});
