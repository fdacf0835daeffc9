import type { Framework } from '../../shared/core/controls.ts';

/** An entry of the catalogue, as far as ids go. */
export interface Entry {
  readonly slug: string;
  readonly priority: number;
  readonly mappings: Readonly<Record<string, readonly string[]>>;
  readonly extraMappings: Readonly<Record<string, readonly string[]>>;
  readonly seeds: readonly string[];
}

interface Source {
  /** The ids as the catalogue writes them. `joined` are those of `framework-ids.json`. */
  from(entry: Entry, joined: Readonly<Record<string, readonly string[]>>): readonly string[] | undefined;
  /** As people write one; left out: unchanged. */
  write?(id: string): string;
}

/**
 * Where the ids of each framework come from. `controls.json` writes the ids of CIS, PCI DSS, NIST 800-53 and SOC 2 as
 * their publishers do. `framework-ids.json` has `1.1` for CIS 1.10 there, and numbers of its own below the requirements
 * of PCI DSS. It alone has CIS 7.0, DORA and ENS. Both have the same ids of the others.
 */
export const SOURCES: Readonly<Record<Framework, Source>> = {
  'security-hub': { from: ({ mappings }) => mappings['securityHub'] },
  'cis-3.0': { from: ({ mappings }) => mappings['cisAws3'] },
  'cis-5.0': { from: ({ mappings }) => mappings['cisAws5'] },
  'cis-6.0': { from: ({ mappings }) => mappings['cisAws6'] },
  'cis-7.0': { from: (_, joined) => joined['cis-7.0'] },
  'pci-dss-4.0': { from: ({ mappings }) => mappings['pciDss4'] },
  'nist-800-53-r5': { from: ({ mappings }) => mappings['nist80053r5'] },
  'nist-csf-2.0': { from: ({ extraMappings }) => extraMappings['nistCsf2'], write: csf },
  'nist-800-171-r2': { from: ({ extraMappings }) => extraMappings['nist800171r2'], write: (id) => dotted(id) },
  soc2: { from: ({ mappings }) => mappings['soc2'] },
  'iso-27001-2022': { from: ({ mappings }) => mappings['iso27001_2022'] },
  nis2: { from: ({ extraMappings }) => extraMappings['nis2'] },
  dora: { from: (_, joined) => joined['dora'], write: (id) => id.replace(/^DORA-Art/, 'Art. ') },
  ens: { from: (_, joined) => joined['ens-rd2022'] },
  c5: { from: ({ extraMappings }) => extraMappings['c5'] },
  hipaa: { from: ({ extraMappings }) => extraMappings['hipaa'], write: hipaa },
  'mitre-attack': { from: ({ extraMappings }) => extraMappings['mitreAttack'] },
  'ellipsis-drive': { from: ({ seeds }) => seeds.filter((seed) => seed.startsWith('ED-')) },
  'inrupt-ess': { from: ({ seeds }) => seeds.filter((seed) => seed.startsWith('ESS-')) },
};

/** `3_13_1` → `3.13.1` */
function dotted(id: string): string {
  return id.replaceAll('_', '.');
}

/** `164_308_a_1_ii_a` → `164.308(a)(1)(ii)(A)` */
export function hipaa(id: string): string {
  const [part, section, ...below] = id.split('_');
  return `${part}.${section}${below.map((each, at) => `(${at === 3 ? each.toUpperCase() : each})`).join('')}`;
}

/** The categories that belong to one function in all versions that have them. */
const CSF_FUNCTIONS: Readonly<Record<string, string>> = {
  ac: 'PR',
  ds: 'PR',
  ip: 'PR',
  pt: 'PR',
  ae: 'DE',
  cm: 'DE',
  dp: 'DE',
  am: 'ID',
  be: 'ID',
  ra: 'ID',
};

/** `ac_3` → `PR.AC-3`, `rc_rp_1` → `RC.RP-1`; unchanged where the category leaves the function open, as `po_1` does. */
export function csf(id: string): string {
  const parts = id.split('_');
  const [of, category, number] = parts.length === 3 ? parts : [CSF_FUNCTIONS[parts[0] ?? ''], ...parts];
  return of && category && number ? `${of.toUpperCase()}.${category.toUpperCase()}-${number}` : id;
}
