import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { acmCertificate } from '../../resources/acm-certificate/kind.ts';

export default defineRule({
  id: 'acm-self-signed-imported',
  title: 'ACM certificates come from a public certificate authority',
  severity: 'high',
  kind: acmCertificate,
  watches: ['certificate', 'authority'],
  reads: ['origin', 'names'],
  controls: ['acm-self-signed-imported'],
  options: z.strictObject({
    allowPrivateAuthorities: z
      .boolean()
      .default(false)
      .describe('Whether certificates of a private authority in AWS Private CA are allowed.'),
    internalDomains: z
      .array(z.string().toLowerCase())
      .default([])
      .describe('Domains that only your own clients use, such as svc.internal. Their certificates are not judged.'),
  }),
  messages: {
    selfSigned:
      'The certificate imported for {{names}} is self-signed: clients cannot distinguish it from a forged one.',
    privateAuthority: {
      text: 'The certificate for {{names}} comes from the private authority {{authority}}, which public clients do not trust.',
      severity: 'medium',
      controls: ['acm-self-signed-imported/issued'],
    },
  },
  fix: 'Request a public certificate from ACM, or import one of a public authority to the same ARN, with its chain.',

  judge({ origin, certificate, authority, names }, { options }) {
    if (names?.length && names.every((name) => options.internalDomains.some((domain) => isWithin(name, domain))))
      return [];
    const who = names?.join(', ') || certificate?.subject || 'unknown names';
    if (origin === 'requested') {
      if (!authority || options.allowPrivateAuthorities) return [];
      return [{ message: 'privateAuthority', path: 'authority', data: { names: who, authority: nameOf(authority) } }];
    }
    if (!certificate) return unknown('The event shows no readable certificate.');
    return certificate.selfSigned ? [{ message: 'selfSigned', path: 'certificate', data: { names: who } }] : [];
  },
});

function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function nameOf(arn: string): string {
  return arn.replace(/^arn:.*:certificate-authority\//, '');
}
