import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';
import { type Certificate, readCertificate, readValidity } from './certificate.ts';

export interface AcmCertificate {
  /** `imported` by the owner, or `requested` from an authority. */
  readonly origin?: 'imported' | 'requested';
  /** The imported certificate, if the event shows it. Its private key is never read. */
  readonly certificate?: Certificate;
  /** The ARN of the private authority in the request. `null`: the public authority of Amazon. */
  readonly authority?: string | null;
  /** DNS names, in lower case. */
  readonly names?: readonly string[];
  /** The last day in UTC, such as `2027-03-02`. `null`: it is not issued yet. */
  readonly expires?: string | null;
  /** As ACM names it: `RSA_2048`, `EC_prime256v1`. */
  readonly key?: string;
}

const tagged = taggedByArn('certificateArn', 'certificate/');

export const acmCertificate = defineKind<AcmCertificate>()({
  name: 'acm-certificate',
  type: 'AWS::CertificateManager::Certificate',
  title: 'ACM certificate',
  blank: {},
  arn: (ref) => arnOf('acm', ref, `certificate/${ref.id}`),
  tagging: { 'acm:AddTagsToCertificate': tagged, 'acm:RemoveTagsFromCertificate': tagged },
  events: {
    'acm:RequestCertificate': { ids: certificate, creates: true, evolve: request },
    // Without `creates`: with the ARN of another certificate the call replaces that one.
    'acm:ImportCertificate': {
      ids: certificate,
      sets: ['origin', 'certificate', 'authority', 'names', 'expires', 'key'],
      evolve: bring,
    },
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
  // When it is issued, no event says until when it can be used.
  const key = getText(requestParameters, 'keyAlgorithm') || 'RSA_2048';
  return { origin: 'requested', authority, names: [...names], key };
}

/** If the new certificate cannot be read, nothing is known: it replaces the old one. */
function bring(_: AcmCertificate, { requestParameters }: TrailEvent): AcmCertificate {
  const given = get(requestParameters, 'certificate');
  const found = readCertificate(given);
  return { origin: 'imported', ...readValidity(given), ...(found ? { certificate: found, names: found.names } : {}) };
}
