/**
 * The frameworks and checklists whose controls a rule can check, with their names for people.
 * A control is written `<framework> <id>`, such as `fsbp EC2.13`.
 */
export const FRAMEWORKS = {
  fsbp: 'AWS Foundational Security Best Practices',
  'cis-3.0': 'CIS AWS Foundations 3.0',
  'cis-5.0': 'CIS AWS Foundations 5.0',
  soc2: 'SOC 2 Trust Services Criteria',
  'iso-27001': 'ISO/IEC 27001:2022 Annex A',
  'ellipsis-drive': 'Ellipsis Drive security checklist',
  'inrupt-ess': 'Inrupt ESS security checklist',
} as const;

export type Framework = keyof typeof FRAMEWORKS;

/** Control ids by framework, as a rule declares them. */
export type Controls = { readonly [F in Framework]?: readonly string[] };

/** `['fsbp EC2.13', 'cis-3.0 5.2']`, in the order of `FRAMEWORKS`. */
export function listControls(controls: Controls): readonly string[] {
  const names = Object.keys(FRAMEWORKS) as Framework[];
  return names.flatMap((name) => (controls[name] ?? []).map((id) => `${name} ${id}`));
}
