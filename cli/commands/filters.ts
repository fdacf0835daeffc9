import { nearest } from '../../shared/config/nearest.ts';
import { type Actor, describeActor } from '../../shared/core/actor.ts';
import { causesOf } from '../../shared/core/cause.ts';
import type { Finding } from '../../shared/core/finding.ts';
import type { Notice } from '../../shared/core/notice.ts';
import { SEVERITIES } from '../../shared/core/severity.ts';
import { globCovers } from '../../shared/policy/glob.ts';
import { UsageError } from '../errors.ts';
import { STATUSES, statusOf } from '../output/status.ts';

export const FILTERS = ['severity', 'status', 'actor', 'account', 'resource'] as const;

export type FilterName = (typeof FILTERS)[number];

/** The values by which findings are shown; of a filter that is left out, all. */
export type Filters = { readonly [Name in FilterName]?: readonly string[] };

/** Values that are known in advance. */
const CHOICES: Filters = { severity: SEVERITIES, status: STATUSES };

/**
 * The values of the options, each a list separated by commas and perhaps given several times.
 * @throws {UsageError} that names the possible values.
 */
export function filtersIn(given: { readonly [Name in FilterName]?: readonly string[] }): Filters {
  const named = FILTERS.flatMap((name) => {
    const lists = given[name];
    return lists ? [[name, valuesOf(name, lists)] as const] : [];
  });
  return Object.fromEntries(named);
}

function valuesOf(name: FilterName, lists: readonly string[]): readonly string[] {
  const values = lists
    .flatMap((list) => list.split(','))
    .map((value) => value.trim())
    .filter(Boolean);
  const choices = CHOICES[name];
  if (values.length === 0)
    throw new UsageError(`--${name} names no ${name}${choices ? `: ${choices.join(', ')}` : ''}`);
  for (const value of values) {
    if (choices && !choices.includes(value)) {
      const near = nearest(value, choices);
      throw new UsageError(
        `--${name} ${value}: possible are ${choices.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
      );
    }
    if (name === 'account' && !/^(?:\d{12}|[\d*?]*[*?][\d*?]*)$/.test(value))
      throw new UsageError(
        `--account ${value}: write the 12 digits of an account, such as 111122223333; * matches any digits`,
      );
  }
  return values;
}

/** The findings that every filter shows. */
export function shownBy(filters: Filters, findings: readonly Finding[], gone: ReadonlySet<string>): readonly Finding[] {
  const used = FILTERS.filter((name) => filters[name]);
  return findings.filter((finding) =>
    used.every((name) => {
      const texts = textsOf(name, finding, gone);
      return filters[name]?.some((value) => texts.some((text) => matches(value, text)));
    }),
  );
}

/** Whether every filter shows a notice. It has no status and no resource. */
export function showsNotice(filters: Filters, { severity, account, seen }: Notice): boolean {
  if (filters.status || filters.resource) return false;
  const texts = { severity: [severity], account: [account], actor: seen.flatMap(({ actor }) => textsOfActor(actor)) };
  return (['severity', 'account', 'actor'] as const).every(
    (name) => filters[name]?.some((value) => texts[name].some((text) => matches(value, text))) ?? true,
  );
}

/** What a filter compares with its values. */
function textsOf(name: FilterName, finding: Finding, gone: ReadonlySet<string>): readonly string[] {
  const { resource, severity } = finding;
  if (name === 'severity') return [severity];
  if (name === 'status') return [statusOf(finding, gone)];
  if (name === 'account') return [resource.account];
  if (name === 'resource') return [resource.id, ...(resource.arn ? [resource.arn] : [])];
  return [finding.cause, ...causesOf(finding)].flatMap(({ actor }) => textsOfActor(actor));
}

function textsOfActor(actor: Actor): readonly string[] {
  return [actor.name, describeActor(actor), ...(actor.role ? [actor.role] : []), ...(actor.arn ? [actor.arn] : [])];
}

/** `*` matches any text. Upper and lower case are the same, as people write names and addresses in both. */
function matches(wanted: string, text: string): boolean {
  return globCovers(wanted.toLowerCase(), text.toLowerCase());
}

/** The filters as they were given: `--severity high,critical --actor jane*`. */
export function describeFilters(filters: Filters): string {
  return FILTERS.flatMap((name) => (filters[name] ? [`--${name} ${filters[name].join(',')}`] : [])).join(' ');
}

const MOST_NAMED = 5;

/** For each filter of which no value matches any finding: a sentence with what the findings have. */
export function unmatched(
  filters: Filters,
  findings: readonly Finding[],
  gone: ReadonlySet<string>,
): readonly string[] {
  if (findings.length === 0) return [];
  return FILTERS.filter((name) => filters[name] && shownBy({ [name]: filters[name] }, findings, gone).length === 0).map(
    (name) => {
      const all = [...new Set(findings.map((finding) => textsOf(name, finding, gone)[0] ?? ''))].sort();
      const more = all.length > MOST_NAMED ? `, and ${all.length - MOST_NAMED} more` : '';
      return `no finding has ${describeFilters({ [name]: filters[name] })}: there are ${all.slice(0, MOST_NAMED).join(', ')}${more}`;
    },
  );
}
