import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { arnOf } from '../../core/ref.ts';
import { type Certificate, readCertificate } from './certificate.ts';

export interface AcmCertificate {
  /** Brought along, or asked of an authority. */
  readonly origin?: 'imported' | 'requested';
  /** Of an imported one, as far as the event shows it. Its private key is never looked at. */
  readonly certificate?: Certificate;
  /** ARN of the private authority that a request names; `null`: Amazon's public one. */
  readonly authority?: string | null;
  /** DNS names, in lower case. */
  readonly names?: readonly string[];
}

export const acmCertificate = defineKind<AcmCertificate>()({
  name: 'acm-certificate',
  type: 'AWS::CertificateManager::Certificate',
  title: 'ACM certificate',
  blank: {},
  arn: (ref) => arnOf('acm', ref, `certificate/${ref.id}`),
  events: {
    'acm:RequestCertificate': { ids: certificate, creates: true, evolve: request },
    // Not always a beginning: with the ARN of another it takes that one's place.
    'acm:ImportCertificate': { ids: certificate, sets: ['origin', 'certificate', 'authority', 'names'], evolve: bring },
    'acm:DeleteCertificate': { ids: certificate, evolve: () => GONE },
  },
});

function certificate(event: TrailEvent): string[] {
  const arn = getText(event.responseElements, 'certificateArn') ?? getText(event.requestParameters, 'certificateArn');
  if (!arn) throw new UnreadableEvent(`${event.eventName} names no certificate`);
  return [arn.replace(/^arn:.*:certificate\//, '')];
}

function request(_: AcmCertificate, { requestParameters }: TrailEvent): AcmCertificate {
  const domain = getText(requestParameters, 'domainName');
  if (!domain) throw new UnreadableEvent('RequestCertificate shows no domain name');
  const names = new Set(
    [domain, ...getTexts(requestParameters, 'subjectAlternativeNames')].map((name) => name.toLowerCase()),
  );
  const authority = getText(requestParameters, 'certificateAuthorityArn') || null;
  return { origin: 'requested', authority, names: [...names] };
}

/** A certificate that cannot be read leaves nothing known of the one that it replaces. */
function bring(_: AcmCertificate, { requestParameters }: TrailEvent): AcmCertificate {
  const found = readCertificate(get(requestParameters, 'certificate'));
  return { origin: 'imported', ...(found ? { certificate: found, names: found.names } : {}) };
}
