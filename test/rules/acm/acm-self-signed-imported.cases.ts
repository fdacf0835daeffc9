import rule from '../../../shared/rules/acm/acm-self-signed-imported.ts';
import { ISSUED, NAMESAKE, SELF_SIGNED, SELF_SIGNED_INTERNAL } from '../../support/certificates.ts';
import { type RecordParts, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ID = '0a1b2c3d-1111-4222-8333-444455556666';
const ARN = `arn:aws:acm:eu-west-1:111122223333:certificate/${ID}`;
const AUTHORITY = 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/9f8e7d6c-1111-4222-8333-444455556666';

/** A Java buffer, as CloudTrail writes one. */
const buffer = (pem: string, offset = 0) => {
  const hb = [...Buffer.from('#'.repeat(offset) + pem + '\n')];
  return {
    hb,
    offset,
    isReadOnly: false,
    bigEndian: true,
    mark: -1,
    position: 0,
    limit: hb.length - offset,
    capacity: hb.length,
  };
};
const imported = (certificate: unknown, time = '09:00:00', parts: RecordParts = {}) =>
  trailRecord('acm:ImportCertificate', {
    at: `2026-03-02T${time}Z`,
    request: { certificate, privateKey: { hb: ['byte'] } },
    response: { certificateArn: ARN },
    ...parts,
  });
const requested = (request: object) =>
  trailRecord('acm:RequestCertificate', { request, response: { certificateArn: ARN } });
const named = { subject: 'CN=shop.example.com', names: ['shop.example.com'] };
const selfSigned = { ...named, issuer: 'CN=shop.example.com', selfSigned: true };

export default casesOf(rule, {
  compliant: [
    {
      name: 'imported, of an authority',
      state: { origin: 'imported', certificate: { ...selfSigned, issuer: 'CN=Example CA', selfSigned: false } },
    },
    { name: 'requested from Amazon', state: { origin: 'requested', authority: null, names: ['shop.example.com'] } },
    {
      name: 'of a private authority, where that is in order',
      state: { origin: 'requested', authority: AUTHORITY, names: ['shop.example.com'] },
      options: { allowPrivateAuthorities: true },
    },
    {
      name: 'for internal names only',
      state: { origin: 'imported', certificate: selfSigned, names: ['*.svc.internal', 'svc.internal'] },
      options: { internalDomains: ['Svc.Internal'] },
    },
  ],
  drifted: [
    {
      name: 'self-signed',
      state: { origin: 'imported', certificate: selfSigned, names: selfSigned.names },
      violations: [{ message: 'selfSigned', path: 'certificate', data: { names: 'shop.example.com' } }],
    },
    {
      name: 'self-signed, without names',
      state: { origin: 'imported', certificate: { ...selfSigned, subject: 'O=Example', names: [] }, names: [] },
      options: { internalDomains: ['svc.internal'] },
      violations: [{ message: 'selfSigned', path: 'certificate', data: { names: 'O=Example' } }],
    },
    {
      name: 'one name of several is not internal',
      state: { origin: 'imported', certificate: selfSigned, names: ['a.svc.internal', 'notsvc.internal'] },
      options: { internalDomains: ['svc.internal'] },
      violations: [{ message: 'selfSigned', path: 'certificate', data: { names: 'a.svc.internal, notsvc.internal' } }],
    },
    {
      name: 'of a private authority',
      state: { origin: 'requested', authority: AUTHORITY, names: ['shop.example.com'] },
      violations: [
        {
          message: 'privateAuthority',
          path: 'authority',
          data: { names: 'shop.example.com', authority: '9f8e7d6c-1111-4222-8333-444455556666' },
        },
      ],
    },
  ],
  unknown: [
    { name: 'nothing was shown', state: {} },
    { name: 'imported, but not readable', state: { origin: 'imported' } },
  ],
  events: [
    {
      name: 'self-signed, then a good one to the same ARN',
      events: [
        imported(buffer(SELF_SIGNED)),
        imported(buffer(ISSUED), '09:30:00', { request: { certificateArn: ARN, certificate: buffer(ISSUED) } }),
      ],
      transitions: ['opened', 'resolved'],
      resource: ID,
    },
    {
      name: 'a buffer with an offset',
      events: [imported(buffer(SELF_SIGNED, 12))],
      transitions: ['opened'],
      texts: [/for shop\.example\.com, \*\.svc\.internal is/],
    },
    { name: 'as PEM', events: [imported(SELF_SIGNED)], transitions: ['opened'] },
    { name: 'as PEM in base64', events: [imported(btoa(SELF_SIGNED))], transitions: ['opened'] },
    {
      name: 'without other names the common name counts',
      events: [imported(SELF_SIGNED_INTERNAL)],
      transitions: ['opened'],
      texts: [/for queue\.svc\.internal is/],
    },
    {
      name: 'internal',
      events: [imported(SELF_SIGNED_INTERNAL)],
      transitions: [],
      options: { internalDomains: ['svc.internal'] },
    },
    { name: 'its issuer has its name, but another key', events: [imported(NAMESAKE)], transitions: [] },
    {
      name: 'hidden bytes',
      events: [imported({ hb: ['byte', 'byte'], offset: 0, limit: 1257 })],
      transitions: [],
      doubt: /no readable certificate/,
    },
    {
      name: 'a text that is no certificate',
      events: [imported('**********')],
      transitions: [],
      doubt: /no readable certificate/,
    },
    {
      name: 'one that cannot be read in the place of a self-signed one changes nothing',
      events: [imported(SELF_SIGNED), imported(undefined, '09:30:00')],
      transitions: ['opened'],
      doubt: /no readable certificate/,
    },
    {
      name: 'deleted',
      events: [
        imported(SELF_SIGNED),
        trailRecord('acm:DeleteCertificate', { at: '2026-03-02T10:00:00Z', request: { certificateArn: ARN } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'requested from Amazon',
      events: [requested({ domainName: 'shop.example.com', validationMethod: 'DNS' })],
      transitions: [],
    },
    {
      name: 'requested of a private authority',
      events: [
        requested({
          domainName: 'Shop.example.com',
          subjectAlternativeNames: ['shop.example.com', 'www.example.com'],
          certificateAuthorityArn: AUTHORITY,
        }),
      ],
      transitions: ['opened'],
      texts: [/^The certificate for shop\.example\.com, www\.example\.com comes from the private authority 9f8e7d6c/],
    },
    {
      name: 'a request without a domain',
      events: [requested({})],
      transitions: [],
      unreadable: /shows no domain name/,
    },
    {
      name: 'a refused call',
      events: [imported(SELF_SIGNED, '09:00:00', { errorCode: 'AccessDenied', response: null })],
      transitions: [],
    },
    {
      name: 'an import that names no certificate',
      events: [imported(SELF_SIGNED, '09:00:00', { response: null })],
      transitions: [],
      unreadable: /names no certificate/,
    },
  ],
});
