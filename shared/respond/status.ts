import { type ComplianceSummary, openIn } from '../core/compliance.ts';
import type { RuleOutline } from '../core/outline.ts';
import type { Severity } from '../core/severity.ts';
import type { ComplianceStore, ControlStore, NoticeStore, Pause, SweepRecord, SweepStore } from '../store/store.ts';
import { judgedBy } from './judged.ts';
import { openNotices } from './open-notices.ts';
import { type RuleStatus, resultOf } from './result.ts';

export interface Status {
  readonly rules: readonly RuleStatus[];
  /** The number of open findings. */
  readonly open: Readonly<Record<Severity, number>>;
  /** The rules that are on and have judged nothing yet, though there may be something: nothing is known of them. */
  readonly neverJudged: readonly string[];
  /** What has happened and has not expired, by whether somebody has acknowledged it. */
  readonly notices: { readonly open: number; readonly acknowledged: number };
  /** Set while remediation is paused. */
  readonly pause?: Pause;
}

export interface StatusPorts {
  readonly account: string;
  readonly rules: readonly Pick<RuleOutline, 'id' | 'title' | 'severity' | 'kind'>[];
  readonly store: ComplianceStore &
    Pick<ControlStore, 'paused'> &
    Pick<SweepStore, 'sweeps'> &
    Pick<NoticeStore, 'notices'>;
  now(): number;
}

/** What is kept and what is broken, by rule and region. It costs three queries, however many resources there are. */
export async function statusOf({ account, rules, store, now }: StatusPorts, only?: string): Promise<Status> {
  const [summaries, sweeps, pause, records] = await Promise.all([
    store.compliance(account),
    store.sweeps(),
    store.paused(),
    store.notices(),
  ]);
  const own = sweeps.filter((sweep) => sweep.account === account);
  const found = rules
    .filter(({ id }) => only === undefined || id === only)
    .map((rule) => {
      const isOfKind = ({ kind }: { readonly kind: string }) => kind === rule.kind.name;
      const counted = summaries.filter(isOfKind);
      const regions = new Set([...counted, ...own.filter(isOfKind)].map(({ region }) => region));
      const each = [...regions].sort().map((region) => {
        const isHere = (place: { readonly region: string }) => place.region === region;
        const sweep = own.filter(isOfKind).find(isHere);
        return statusIn(rule, { account, region }, counted.find(isHere), sweep?.last, now());
      });
      return { id: rule.id, each };
    });
  return {
    rules: found.flatMap(({ each }) => each),
    open: openIn(summaries),
    neverJudged: found
      .filter(({ each }) => each.every(({ judged, result }) => judged === 0 && result !== 'no resources'))
      .map(({ id }) => id),
    notices: countsOf(records, now()),
    ...(pause ? { pause } : {}),
  };
}

function countsOf(records: Parameters<typeof openNotices>[0], now: number): Status['notices'] {
  const all = openNotices(records, now, Infinity).notices;
  const acknowledged = all.filter((notice) => notice.acknowledged).length;
  return { open: all.length - acknowledged, acknowledged };
}

function statusIn(
  { id, title, severity }: StatusPorts['rules'][number],
  place: Pick<RuleStatus, 'account' | 'region'>,
  summary: ComplianceSummary | undefined,
  record: SweepRecord | undefined,
  now: number,
): RuleStatus {
  const { counts, uninterrupted, clearSince } = judgedBy(id, summary, record);
  const result = resultOf(counts, record, uninterrupted, now);
  return {
    rule: id,
    title,
    severity,
    ...place,
    ...counts,
    ...result,
    ...(result.result === 'kept' ? { keptSince: clearSince } : {}),
    ...(record ? { lastSweep: shown(record) } : {}),
  };
}

function shown({
  holdsUntil: _until,
  uninterruptedSince: _since,
  ...record
}: SweepRecord): NonNullable<RuleStatus['lastSweep']> {
  return record;
}
