import { generateKeyPairSync } from 'node:crypto';
import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import acmCertificate from '../../../shared/resources/acm-certificate/reader.ts';
import rule from '../../../shared/rules/acm/acm-self-signed-imported.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { ISSUED, SELF_SIGNED } from '../../support/certificates.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, judgeRead } from '../../support/mend.ts';

describeWithMoto('ACM certificates in AWS', () => {
  const aws = motoAws();
  const acm = aws.client(ACMClient, PLACE);
  // moto does not mind whose key it is.
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const PrivateKey = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));

  async function bring(pem: string, CertificateArn?: string): Promise<ReturnType<typeof refOn>> {
    const Certificate = Buffer.from(pem);
    const answer = await acm.send(new ImportCertificateCommand({ Certificate, PrivateKey, CertificateArn }));
    return refOn(acmCertificate, answer.CertificateArn?.split('/')[1] ?? expect.fail('no certificate'));
  }

  test('an imported one is read for what it says of itself', async () => {
    const ref = await bring(ISSUED);
    expect(await acmCertificate.read(ref, aws)).toEqual({
      origin: 'imported',
      expires: '2126-10-29',
      key: 'EC_prime256v1',
      names: ['shop.example.com', 'www.example.com'],
      certificate: expect.objectContaining({ selfSigned: false }) as object,
    });
    expect(await listed(acmCertificate, aws)).toContain(ref.id);
  });

  test('a self-signed one is found; one of an authority in its place is in order', async () => {
    const ref = await bring(SELF_SIGNED);
    expect(await judgeRead(rule, acmCertificate, ref, aws)).toMatchObject({
      violations: [{ text: expect.stringMatching(/is self-signed/) as string }],
    });
    await bring(ISSUED, acmCertificate.kind.arn?.(ref));
    expect(await judgeRead(rule, acmCertificate, ref, aws)).toMatchObject({ violations: [] });
  });

  test('a requested one, without its names twice', async () => {
    const { CertificateArn } = await acm.send(
      new RequestCertificateCommand({
        DomainName: 'Shop.example.com',
        SubjectAlternativeNames: ['shop.example.com', 'www.example.com'],
      }),
    );
    const ref = refOn(acmCertificate, CertificateArn?.split('/')[1] ?? '');
    expect(await acmCertificate.read(ref, aws)).toEqual({
      origin: 'requested',
      expires: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      key: 'RSA_2048',
      authority: null,
      names: ['shop.example.com', 'www.example.com'],
    });
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = await bring(ISSUED);
    await acm.send(new DeleteCertificateCommand({ CertificateArn: acmCertificate.kind.arn?.(ref) }));
    expect(await acmCertificate.read(ref, aws)).toBe(GONE);
    expect(await listed(acmCertificate, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(acmCertificate, await bring(ISSUED), motoAws());
  });
});

describe('ACM certificates (calls mocked: moto has no private authorities and no pages)', () => {
  const aws = createAws();
  const acm = mockClient(aws.client(ACMClient, PLACE));
  const ref = refOn(acmCertificate, '0a1b2c3d-1111-4222-8333-444455556666');
  const AUTHORITY = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/own';
  beforeEach(() => acm.reset());

  test('one of a private authority is found', async () => {
    acm.on(DescribeCertificateCommand).resolves({
      Certificate: { Type: 'PRIVATE', DomainName: 'a.example.com', CertificateAuthorityArn: AUTHORITY },
    });
    expect(await judgeRead(rule, acmCertificate, ref, aws)).toMatchObject({
      violations: [{ text: expect.stringMatching(/private authority own/) as string }],
    });
  });

  test('one that is deleted while it is read', async () => {
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Type: 'IMPORTED' } });
    acm.on(GetCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await acmCertificate.read(ref, aws)).toBe(GONE);
  });

  test('every key type and origin is listed, page by page', async () => {
    const summary = (id: string) => ({ CertificateArn: `arn:aws:acm:eu-west-1:123456789012:certificate/${id}` });
    acm
      .on(ListCertificatesCommand, { NextToken: undefined })
      .resolves({ CertificateSummaryList: [summary('one')], NextToken: 'next' })
      .on(ListCertificatesCommand, { NextToken: 'next' })
      .resolves({ CertificateSummaryList: [summary('two')] });
    expect(await listed(acmCertificate, aws)).toEqual(['one', 'two']);
    expect(acm.commandCalls(ListCertificatesCommand)[0]?.args[0].input).toMatchObject({
      Includes: { keyTypes: expect.arrayContaining(['RSA_4096', 'EC_prime256v1']) as string[] },
      CertificateKeyPairOrigins: expect.arrayContaining(['ACME', 'CUSTOMER_PROVIDED']) as string[],
    });
  });
});
