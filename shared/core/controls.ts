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

/** The most ids that are shown at once. */
const MOST_SHOWN = 8;

/**
 * The ids that people are shown, in one line: those of the frameworks that the owner chose, in that order; where none is
 * chosen, the first of each framework.
 */
export function shownControls(controls: readonly string[], chosen: readonly Framework[]): string {
  const names = chosen.length > 0 ? chosen : (Object.keys(FRAMEWORKS) as Framework[]);
  const shown = names.flatMap((name) => {
    const own = controls.filter((control) => control.startsWith(`${name} `));
    return chosen.length > 0 ? own : own.slice(0, 1);
  });
  const more = shown.length > MOST_SHOWN ? ` and ${shown.length - MOST_SHOWN} more` : '';
  return `${shown.slice(0, MOST_SHOWN).join(', ')}${more}`;
}

/** `['fsbp EC2.13', 'cis-3.0 5.2']`, in the order of `FRAMEWORKS`. */
export function listControls(controls: Controls): readonly string[] {
  const names = Object.keys(FRAMEWORKS) as Framework[];
  return names.flatMap((name) => (controls[name] ?? []).map((id) => `${name} ${id}`));
}
