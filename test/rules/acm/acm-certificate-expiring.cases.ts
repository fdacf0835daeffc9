import rule from '../../../shared/rules/acm/acm-certificate-expiring.ts';
import { ISSUED } from '../../support/certificates.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/1f2e3d4c-0000-4000-8000-000000000001';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`acm:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, response: { certificateArn }, ...parts });
const shop = { names: ['shop.example.com'], expires: '2027-01-31', key: 'RSA_2048' };
const data = { names: 'shop.example.com' };

export default casesOf(rule, {
  compliant: [
    { name: 'it is valid for long', state: shop },
    { name: 'it is not issued yet', state: { ...shop, expires: null } },
    { name: 'an elliptic curve', state: { ...shop, key: 'EC_prime256v1' } },
    { name: 'exactly so many days are left', state: { ...shop, expires: '2026-04-01' } },
    {
      name: 'it ends later than it is to be reported',
      options: { days: 7 },
      state: { ...shop, expires: '2026-03-30' },
    },
  ],
  drifted: [
    {
      name: 'it ends soon',
      state: { ...shop, expires: '2026-03-30' },
      violations: [{ message: 'expiring', path: 'expires', data: { ...data, day: '2026-03-30', days: 30 } }],
    },
    {
      name: 'it can be used for the rest of the day',
      state: { ...shop, expires: '2026-03-02' },
      violations: [{ message: 'expiring', path: 'expires', data: { ...data, day: '2026-03-02', days: 30 } }],
    },
    {
      name: 'it has ended',
      state: { ...shop, expires: '2026-03-01' },
      violations: [{ message: 'expired', path: 'expires', data: { ...data, day: '2026-03-01' } }],
    },
    {
      name: 'its key is short',
      state: { ...shop, key: 'RSA_1024' },
      violations: [{ message: 'weak', path: 'key', data: { ...data, key: 'RSA_1024' } }],
    },
  ],
  unknown: [
    { name: 'no event showed its end', state: { key: 'RSA_2048' } },
    { name: 'no event showed its key', state: { expires: '2027-01-31' } },
  ],
  events: [
    {
      name: 'a certificate with a short key, and one that is valid for long in its place',
      events: [
        call('RequestCertificate', 0, { domainName: 'shop.example.com', keyAlgorithm: 'RSA_1024' }),
        call('ImportCertificate', 1, { certificateArn, certificate: ISSUED }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a certificate with a short key, that is deleted',
      events: [
        call('RequestCertificate', 0, { domainName: 'shop.example.com', keyAlgorithm: 'RSA_1024' }),
        call('DeleteCertificate', 1, { certificateArn }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        call('RequestCertificate', 0, { domainName: 'x.example.com', keyAlgorithm: 'RSA_1024' }, { errorCode: 'X' }),
      ],
      transitions: [],
    },
  ],
});
