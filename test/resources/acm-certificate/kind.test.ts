import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, refsOf } from '../../../shared/core/kind.ts';
import { acmCertificate } from '../../../shared/resources/acm-certificate/kind.ts';
import { SELF_SIGNED } from '../../support/certificates.ts';
import { trailRecord } from '../../support/events.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-1111-4222-8333-444455556666';

function importOf(request: object) {
  const record = trailRecord('acm:ImportCertificate', { request: {}, response: { certificateArn } });
  return decodeEvent({ ...record, requestParameters: request });
}

test('the private key of an import is never looked at', async () => {
  const request = {
    certificate: SELF_SIGNED,
    get privateKey(): never {
      throw new Error('somebody read the private key');
    },
  };
  const event = importOf(request);
  const [ref] = refsOf(acmCertificate, event);
  expect(await evolve(acmCertificate, undefined, event, ref?.id ?? '')).toEqual({
    origin: 'imported',
    expires: '2126-10-29',
    key: 'EC_prime256v1',
    names: ['shop.example.com', '*.svc.internal'],
    certificate: {
      subject: 'CN=shop.example.com',
      issuer: 'CN=shop.example.com',
      selfSigned: true,
      names: ['shop.example.com', '*.svc.internal'],
    },
  });
});

test('nor is it taken for the certificate where that is missing', async () => {
  const event = importOf({ privateKey: SELF_SIGNED, certificateChain: SELF_SIGNED });
  expect(await evolve(acmCertificate, undefined, event, 'any')).toEqual({ origin: 'imported' });
});
