import * as z from 'zod';
import { DAY } from '../../core/day.ts';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { acmCertificate } from '../../resources/acm-certificate/kind.ts';

const messages = {
  expired: {
    text: 'The certificate for {{names}} expired on {{day}}: clients refuse it.',
    resolved: 'The certificate for {{names}} is valid again.',
    severity: 'critical',
  },
  expiring: {
    text: 'The certificate for {{names}} expires on {{day}}, in less than {{days}} days.',
    resolved: 'The certificate for {{names}} is valid for long enough again.',
  },
  weak: {
    text: 'The certificate for {{names}} has a key that can be broken: {{key}}.',
    controls: ['acm-weak-key'],
  },
} as const;

export default defineRule({
  id: 'acm-certificate-expiring',
  title: 'ACM certificates are renewed in time and have strong keys',
  severity: 'high',
  kind: acmCertificate,
  watches: ['expires', 'key'],
  reads: ['names'],
  controls: ['acm-certificate-expiring'],
  options: z.strictObject({
    days: z.int().min(1).max(365).default(30).describe('So many days before its end, a certificate is reported.'),
  }),
  messages,
  fix: 'Import a new certificate to the same ARN. Where ACM issued it, mend what keeps it from renewing: mostly a DNS record.',

  judge({ expires, key, names: its }, { options: { days }, now }) {
    const names = its?.join(', ') || 'unknown names';
    const violations: Violation<typeof messages>[] = [];
    // It can be used until the end of its last day.
    const left = expires ? (Date.parse(expires) - now) / DAY + 1 : Number.POSITIVE_INFINITY;
    if (expires && left <= 0) violations.push({ message: 'expired', path: 'expires', data: { names, day: expires } });
    else if (expires && left < days)
      violations.push({ message: 'expiring', path: 'expires', data: { names, day: expires, days } });
    if (key && isWeak(key)) violations.push({ message: 'weak', path: 'key', data: { names, key } });
    return conclude(
      violations,
      (expires === undefined || key === undefined) &&
        unknown('No event showed until when the certificate is valid, or its key.'),
    );
  },
});

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html#acm-2 */
function isWeak(key: string): boolean {
  const bits = /^RSA_(\d+)$/.exec(key)?.[1];
  return bits !== undefined && Number(bits) < 2048;
}
