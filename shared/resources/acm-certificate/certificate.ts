import { X509Certificate } from 'node:crypto';
import { dayOf } from '../../core/day.ts';
import { getList, getNumber } from '../../core/json.ts';

/** The fields of a certificate. All of them are public. */
export interface Certificate {
  /** One line: `O=Example, CN=shop.example.com`. */
  readonly subject: string;
  readonly issuer: string;
  /** Whether it is signed with the key that it certifies. */
  readonly selfSigned: boolean;
  /** DNS names, in lower case. */
  readonly names: readonly string[];
}

/** The certificate in an event. `undefined`: it cannot be read. */
export function readCertificate(given: unknown): Certificate | undefined {
  const bytes = bytesOf(given);
  if (!bytes) return undefined;
  try {
    return factsOf(new X509Certificate(bytes));
  } catch {
    return undefined;
  }
}

/** Until when a certificate can be used, and its key. */
export interface Validity {
  /** The last day in UTC, such as `2027-03-02`. */
  readonly expires: string;
  /** As ACM names it: `RSA_2048`, `EC_prime256v1`. */
  readonly key: string;
}

/** The validity of the certificate in an event. `undefined`: it cannot be read. */
export function readValidity(given: unknown): Validity | undefined {
  const bytes = bytesOf(given);
  if (!bytes) return undefined;
  try {
    const { validTo, publicKey } = new X509Certificate(bytes);
    const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
    return {
      expires: dayOf(new Date(validTo)),
      key: modulusLength === undefined ? `EC_${namedCurve ?? 'unknown'}` : `RSA_${modulusLength}`,
    };
  } catch {
    return undefined;
  }
}

function factsOf(certificate: X509Certificate): Certificate {
  const { subject, issuer, publicKey, subjectAltName = '' } = certificate;
  const alternatives = subjectAltName.split(', ').filter((name) => name.startsWith('DNS:'));
  const common = /^CN=(.*)$/m.exec(subject)?.[1];
  const names = alternatives.length > 0 ? alternatives.map((name) => name.slice(4)) : common ? [common] : [];
  return {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    // Equal names prove nothing: an authority can certify a new key under its own name.
    selfSigned: subject === issuer && certificate.verify(publicKey),
    names: names.map((name) => name.toLowerCase()),
  };
}

/**
 * CloudTrail writes the bytes as a Java buffer (`{ "hb": [45, 45, …], "offset": 0, "limit": 1257 }`), as PEM or in
 * base64.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/acm-supported-actions-in-cloudtrail.html
 */
function bytesOf(given: unknown): Buffer | undefined {
  if (typeof given === 'string') return Buffer.from(given, given.includes('-----BEGIN') ? 'utf8' : 'base64');
  const bytes = getList(given, 'hb').filter((byte) => typeof byte === 'number');
  if (bytes.length === 0) return undefined;
  const offset = getNumber(given, 'offset') ?? 0;
  return Buffer.from(bytes.slice(offset, offset + (getNumber(given, 'limit') ?? bytes.length)));
}
