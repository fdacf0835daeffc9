import {
  COMPLIANCES,
  type Compliance,
  type ComplianceSummary,
  type RuleCompliance,
  UNREADABLE,
} from '../core/compliance.ts';
import { digestOf } from '../core/digest.ts';
import { type Ref, refKey } from '../core/ref.ts';
import type { Severity } from '../core/severity.ts';
import type { ResourceRecord, Writes } from './store.ts';
import { recordAfter } from './update-finding.ts';

/*
 * How many resources each rule has judged, and with which result, is counted while it changes: in the transaction that
 * writes the resource. Nothing has to be searched, and no count can differ from what is stored.
 */

/** The numbers of a shard are named `<compliance>#<rule>`, `severity#<severity>`, `first#<rule>` and `cleared#<rule>`. */
const SEVERITY = 'severity';
const FIRST = 'first';
const CLEARED = 'cleared';

/** What one write changes in the numbers of a shard, by name. */
export interface ComplianceChange {
  /** Only numbers that change. */
  readonly add: readonly (readonly [name: string, by: number])[];
  /** Times that stay as they are where they are known. */
  readonly setFirst: readonly string[];
  readonly set: readonly string[];
  /** The time. Milliseconds since 1970. */
  readonly at: number;
}

/** The result of each rule that has judged a resource. */
export function complianceOf({
  judgedBy = [],
  undetermined = [],
  findings,
}: Pick<ResourceRecord, 'judgedBy' | 'undetermined' | 'findings'>): ReadonlyMap<string, Compliance> {
  const statuses = new Map(findings.map(({ finding }) => [finding.rule, finding.status]));
  return new Map(
    judgedBy.map((rule) => {
      const status = statuses.get(rule);
      if (status === 'open' || status === 'exempt') return [rule, status];
      return [rule, undetermined.includes(rule) ? 'undetermined' : 'compliant'];
    }),
  );
}

/** `undefined`: nothing changes. */
export function complianceChange(record: ResourceRecord, writes: Writes): ComplianceChange | undefined {
  const after = recordAfter(record, writes);
  const [then, now] = [complianceOf(record), complianceOf(after)];
  const rules = [...new Set([...then.keys(), ...now.keys()])].filter((rule) => then.get(rule) !== now.get(rule));
  const add = [
    ...rules.flatMap((rule) => [...by(then.get(rule), rule, -1), ...by(now.get(rule), rule, 1)]),
    ...differences(severitiesOf(record, then), severitiesOf(after, now)).map(
      ([severity, number]) => [`${SEVERITY}#${severity}`, number] as const,
    ),
  ];
  if (add.length === 0) return undefined;
  return {
    add,
    setFirst: rules.filter((rule) => !then.has(rule)).map((rule) => `${FIRST}#${rule}`),
    set: rules
      .filter((rule) => isUnclear(rule, then.get(rule)) && !isUnclear(rule, now.get(rule)))
      .map((rule) => `${CLEARED}#${rule}`),
    at: timeOf(writes),
  };
}

function by(of: Compliance | undefined, rule: string, number: number): readonly (readonly [string, number])[] {
  return of === undefined ? [] : [[`${of}#${rule}`, number]];
}

/** What may not be read is not known, also where somebody accepts that. */
function isUnclear(rule: string, compliance: Compliance | undefined): boolean {
  if (rule === UNREADABLE) return compliance !== undefined;
  return compliance === 'open' || compliance === 'undetermined';
}

function severitiesOf(
  { findings }: Pick<ResourceRecord, 'findings'>,
  compliance: ReadonlyMap<string, Compliance>,
): ReadonlyMap<Severity, number> {
  const counts = new Map<Severity, number>();
  for (const { finding } of findings) {
    if (compliance.get(finding.rule) === 'open') counts.set(finding.severity, (counts.get(finding.severity) ?? 0) + 1);
  }
  return counts;
}

function differences<K>(then: ReadonlyMap<K, number>, now: ReadonlyMap<K, number>): readonly (readonly [K, number])[] {
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) => {
    const by = (now.get(key) ?? 0) - (then.get(key) ?? 0);
    return by === 0 ? [] : [[key, by] as const];
  });
}

/** The latest time that a write speaks of. */
function timeOf({ resource: { readAt = 0 }, events, run }: Writes): number {
  return Math.max(readAt, run?.endedAt ?? run?.startedAt ?? 0, ...events.map(({ recordedAt }) => recordedAt));
}

/**
 * The numbers of a kind in a region are in sixteen shards, so that writes to different resources seldom meet. This is the
 * name of one, which is unique in its account.
 */
export function shardOf(ref: Ref): string {
  return `${ref.kind}|${ref.region}|${digestOf(refKey(ref)).slice(0, 1)}`;
}

/** The sums of all shards of an account. */
export function summariesOf(
  account: string,
  shards: readonly { readonly name: string; readonly numbers: Readonly<Record<string, number>> }[],
): readonly ComplianceSummary[] {
  const places = Map.groupBy(shards, ({ name }) => name.slice(0, name.lastIndexOf('|')));
  return [...places].map(([place, some]) => {
    const [kind = '', region = ''] = place.split('|');
    const numbers = some.flatMap((shard) => Object.entries(shard.numbers));
    return { kind, account, region, ...summaryOf(numbers) };
  });
}

function summaryOf(
  numbers: readonly (readonly [name: string, value: number])[],
): Pick<ComplianceSummary, 'rules' | 'open'> {
  const open: Partial<Record<Severity, number>> = {};
  const rules: Record<string, Mutable<RuleCompliance>> = {};
  for (const [name, value] of numbers) {
    const [what = '', of = ''] = name.split('#');
    if (what === SEVERITY) {
      open[of as Severity] = (open[of as Severity] ?? 0) + value;
      continue;
    }
    rules[of] ??= { compliant: 0, open: 0, exempt: 0, undetermined: 0, firstJudgedAt: Number.POSITIVE_INFINITY };
    const rule = rules[of];
    const compliance = COMPLIANCES.find((each) => each === what);
    if (compliance) rule[compliance] += value;
    else if (what === FIRST) rule.firstJudgedAt = Math.min(rule.firstJudgedAt, value);
    else if (what === CLEARED) rule.clearedAt = Math.max(rule.clearedAt ?? 0, value);
  }
  return { rules, open };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
