import {
  ACMClient,
  type CertificateDetail,
  CertificateKeyPairOrigin,
  DescribeCertificateCommand,
  GetCertificateCommand,
  KeyAlgorithm,
  ListCertificatesCommand,
} from '@aws-sdk/client-acm';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { dayOf } from '../../core/day.ts';
import { GONE } from '../../core/kind.ts';
import { readCertificate } from './certificate.ts';
import { type AcmCertificate, acmCertificate } from './kind.ts';

const CERTIFICATES = 'acm:{region}:{account}:certificate/*';
const NO_SUCH = ['ResourceNotFoundException', 'InvalidArnException'];

export default defineReader(acmCertificate, {
  permissions: {
    read: { 'acm:DescribeCertificate': CERTIFICATES, 'acm:GetCertificate': CERTIFICATES },
    list: { 'acm:ListCertificates': '*' },
  },
  async read(ref, aws) {
    const acm = aws.client(ACMClient, ref);
    const name = { CertificateArn: acmCertificate.arn?.(ref) };
    const found = await absentOn(NO_SUCH, () => acm.send(new DescribeCertificateCommand(name)));
    if (!found?.Certificate) return GONE;
    const validity = validityOf(found.Certificate);
    if (found.Certificate.Type !== 'IMPORTED') return { ...requested(found.Certificate), ...validity };
    // The description does not show the signer. The certificate, which is public, does.
    const answer = await absentOn(NO_SUCH, () => acm.send(new GetCertificateCommand(name)));
    return answer ? { ...imported(answer.Certificate), ...validity } : GONE;
  },
  async list(place, aws, from) {
    const found = await aws.client(ACMClient, place).send(
      new ListCertificatesCommand({
        // Without these filters AWS lists only RSA keys of 1024 and 2048 bits, and no certificates of ACME.
        Includes: { keyTypes: Object.values(KeyAlgorithm) },
        CertificateKeyPairOrigins: Object.values(CertificateKeyPairOrigin),
        NextToken: from,
      }),
    );
    return page(
      (found.CertificateSummaryList ?? []).map(({ CertificateArn }) => CertificateArn?.split(':certificate/')[1]),
      found.NextToken,
    );
  },
});

/** The description writes the name of a key with hyphens, a listing and a request with underscores. */
function validityOf({ NotAfter, KeyAlgorithm }: CertificateDetail): Pick<AcmCertificate, 'expires' | 'key'> {
  const expires = NotAfter ? dayOf(NotAfter) : null;
  return { expires, ...(KeyAlgorithm ? { key: KeyAlgorithm.replaceAll('-', '_') } : {}) };
}

function requested({ DomainName, SubjectAlternativeNames = [], CertificateAuthorityArn }: CertificateDetail) {
  const names = [DomainName, ...SubjectAlternativeNames].flatMap((name) => name?.toLowerCase() ?? []);
  return {
    origin: 'requested',
    authority: CertificateAuthorityArn ?? null,
    names: [...new Set(names)],
  } satisfies AcmCertificate;
}

function imported(pem: string | undefined): AcmCertificate {
  const certificate = readCertificate(pem);
  return { origin: 'imported', ...(certificate ? { certificate, names: certificate.names } : {}) };
}
