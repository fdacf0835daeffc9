import { type FrameworkIds } from '../../shared/core/controls.ts';

/** A recommendation of CIS that some activity is monitored, as the catalogue has it. */
export interface Monitored {
  readonly prowlerCheck: string;
  readonly cisAws3: readonly string[];
  readonly cisAws5: readonly string[];
  readonly cisAws6: readonly string[];
}

/** Those that the catalogue leaves out: CIS numbers them from 1, and a section further down since 6.0. */
const LEFT_OUT: Readonly<Record<string, FrameworkIds>> = {
  'monitor-unauthorized-calls': { 'cis-3.0': ['4.1'], 'cis-5.0': ['4.1'], 'cis-6.0': ['5.1'] },
  'monitor-root-usage': { 'cis-3.0': ['4.3'], 'cis-5.0': ['4.3'], 'cis-6.0': ['5.3'] },
};

/**
 * The controls that only notices serve, such as `monitor-policy-changes`. What is left out must not be in the catalogue.
 * @throws {Error} where it is.
 */
export function monitoringControls(monitored: readonly Monitored[]): Readonly<Record<string, FrameworkIds>> {
  const known = monitored.map(({ prowlerCheck, cisAws3, cisAws5, cisAws6 }) => [
    controlOf(prowlerCheck),
    { 'cis-3.0': cisAws3, 'cis-5.0': cisAws5, 'cis-6.0': cisAws6 },
  ]);
  const ids = new Set(monitored.flatMap(({ cisAws5 }) => cisAws5));
  const twice = Object.entries(LEFT_OUT).find(([, own]) => own['cis-5.0']?.some((id) => ids.has(id)));
  if (twice) throw new Error(`The catalogue has ${twice[0]} by now: scripts/controls/monitoring.ts.`);
  return { ...(Object.fromEntries(known) as Readonly<Record<string, FrameworkIds>>), ...LEFT_OUT };
}

/** `cloudwatch_log_metric_filter_policy_changes` → `monitor-policy-changes` */
function controlOf(check: string): string {
  const what = check
    .replace(/^cloudwatch_(?:log_metric_filter_(?:and_alarm_for_|for_)?|changes_to_)/, '')
    .replace(/_(?:alarm_configured|enabled)$/, '');
  return `monitor-${what.replaceAll('_', '-')}`;
}
