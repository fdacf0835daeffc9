import type { Framework } from '../../shared/core/controls.ts';
import type { KnownFramework } from '../../shared/core/known-frameworks.ts';

/**
 * The recommendations of CIS AWS Foundations 5.0 that CIS marks as automated. 6.0 has the same ones, each one section
 * further down: 1.3 became 2.3.
 * https://www.cisecurity.org/benchmark/amazon_web_services
 */
const AUTOMATED = [
  '1.3 1.4 1.7 1.8 1.9 1.11 1.12 1.13 1.14 1.15 1.16 1.17 1.18 1.19',
  '2.1.1 2.1.4 2.2.1 2.2.2 2.2.3 2.3.1',
  '3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9',
  '5.1.1 5.2 5.3 5.4 5.5 5.7',
].flatMap((section) => section.split(' '));

/** What CIS publishes about its benchmarks, where it is known. */
export const CIS: { readonly [F in Framework]?: Omit<KnownFramework, 'ids'> } = {
  'cis-3.0': { total: 62 },
  'cis-5.0': { total: 63, automated: AUTOMATED },
  'cis-6.0': {
    total: 63,
    automated: AUTOMATED.map((id) => id.replace(/^\d/, (section) => String(Number(section) + 1))),
  },
};
