/** The frameworks and checklists whose ids a control can have, with their names for people. */
export const FRAMEWORKS = {
  'security-hub': 'AWS Security Hub',
  'cis-3.0': 'CIS AWS Foundations 3.0',
  'cis-5.0': 'CIS AWS Foundations 5.0',
  'cis-6.0': 'CIS AWS Foundations 6.0',
  'cis-7.0': 'CIS AWS Foundations 7.0',
  'pci-dss-4.0': 'PCI DSS 4.0',
  'nist-800-53-r5': 'NIST SP 800-53 Rev. 5',
  'nist-csf-2.0': 'NIST CSF 2.0',
  'nist-800-171-r2': 'NIST SP 800-171 Rev. 2',
  soc2: 'SOC 2 Trust Services Criteria',
  'iso-27001-2022': 'ISO/IEC 27001:2022 Annex A',
  nis2: 'NIS2 (Implementing Regulation (EU) 2024/2690)',
  dora: 'DORA (Regulation (EU) 2022/2554)',
  ens: 'ENS (Real Decreto 311/2022)',
  c5: 'BSI C5:2025',
  hipaa: 'HIPAA Security Rule',
  'mitre-attack': 'MITRE ATT&CK',
  'ellipsis-drive': 'Ellipsis Drive security checklist',
  'inrupt-ess': 'Inrupt ESS security checklist',
} as const;

export type Framework = keyof typeof FRAMEWORKS;

export const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as readonly Framework[];

/** What earlier versions called some of them. */
const EARLIER_NAMES: Readonly<Record<string, Framework>> = { fsbp: 'security-hub', 'iso-27001': 'iso-27001-2022' };

/** The framework of this name, or of the one that an earlier version had for it. */
export function frameworkCalled(name: string): Framework | undefined {
  return Object.hasOwn(EARLIER_NAMES, name) ? EARLIER_NAMES[name] : FRAMEWORK_NAMES.find((each) => each === name);
}

/** Those whose ids are shown where the owner chose none. */
export const USUAL_FRAMEWORKS: readonly Framework[] = [
  'security-hub',
  'cis-5.0',
  'cis-6.0',
  'ellipsis-drive',
  'inrupt-ess',
];

/**
 * What a rule or a message declares: a control, such as `sg-open-ssh`, or a control that it judges only half, with a
 * sentence about what it leaves out. The ids of a control stand once, in `generated/controls.json`.
 */
export type ControlClaim = string | { readonly control: string; readonly partly: string };

export type Controls = readonly ControlClaim[];

/** Ids by framework, of one control. */
export type FrameworkIds = { readonly [F in Framework]?: readonly string[] };

/** The ids of each control. */
export type ControlIds = Readonly<Record<string, FrameworkIds>>;

/** The names of the controls, without what is said of them. */
export function listControls(controls: Controls): readonly string[] {
  return controls.map((claim) => (typeof claim === 'string' ? claim : claim.control));
}

/** The most ids of one framework that people are shown at once. */
const MOST_SHOWN = 8;

/** Which ids are shown where controls are stored. */
export interface ShownIds {
  readonly ids: ControlIds;
  /** Those that the owner chose; none: the usual ones. */
  readonly frameworks: readonly Framework[];
}

/**
 * The ids of controls in the chosen frameworks, each once and in their order, as `<framework> <id>`. What is stored of
 * an earlier version is such an id already, and is taken unchanged.
 */
export function idsOf(controls: readonly string[], { ids, frameworks }: ShownIds): readonly string[] {
  const names = frameworks.length > 0 ? frameworks : USUAL_FRAMEWORKS;
  const joined = names.flatMap((name) =>
    controls.flatMap((control) => (ids[control]?.[name] ?? []).map((id) => `${name} ${id}`)),
  );
  return [...new Set([...joined, ...controls.filter((control) => control.includes(' '))])];
}

/**
 * The ids that people are shown, in one line: those of the frameworks that the owner chose, in that order; where none is
 * chosen, the first of each usual one.
 */
export function shownControls(controls: readonly string[], shown: ShownIds): string {
  const isChosen = shown.frameworks.length > 0;
  const most = isChosen ? MOST_SHOWN : 1;
  const byFramework = Map.groupBy(idsOf(controls, shown), (id) => id.slice(0, id.indexOf(' ')));
  return [...byFramework]
    .flatMap(([name, own]) => [
      ...own.slice(0, most),
      ...(isChosen && own.length > most ? [`${own.length - most} more of ${name}`] : []),
    ])
    .join(', ');
}
