import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { rules } from '../../generated/rules.ts';
import type { EventId } from '../../shared/core/event.ts';
import type { Severity } from '../../shared/core/severity.ts';
import { plain } from '../../shared/core/text.ts';
import { addTally, type Candidate, emptyTally, type Tally } from '../../shared/logs/candidate.ts';
import type { Collector, SourceDamage } from '../../shared/logs/collect.ts';
import { createOrdering } from '../../shared/logs/order.ts';
import { createNoticeReplay, type NoticeReplay } from '../../shared/replay/notices.ts';
import { exposureOf, type Replayed, type ReplayOptions, replay } from '../../shared/replay/replay.ts';
import { UsageError } from '../errors.ts';
import { shownBy as shownIds } from '../output/control-ids.ts';
import { createEventLines } from '../output/event-lines.ts';
import { json } from '../output/machine.ts';
import { exitCodeOf, notesOf, outcomeOf } from '../output/outcome.ts';
import { type Manifest, type Report, unreadableCount } from '../output/report.ts';
import { table } from '../output/table.ts';
import { count, paintFor } from '../output/text.ts';
import { describeFilters, filtersIn, shownBy, showsNotice, unmatched } from './filters.ts';
import { onlyFrameworks } from './frameworks.ts';
import { onlyRules, readSettings } from './settings.ts';
import { collect, findSources, type Sources } from './sources.ts';
import { parseDuration, parseTime } from './times.ts';

interface Flags {
  readonly format?: 'table' | 'json' | 'jsonl' | 'sarif';
  readonly json?: boolean;
  readonly rules?: string;
  readonly since?: string;
  readonly until?: string;
  readonly config?: string;
  readonly remediate?: string | boolean;
  readonly failOn?: Severity;
  readonly workers?: string;
  readonly severity?: readonly string[];
  readonly status?: readonly string[];
  readonly actor?: readonly string[];
  readonly account?: readonly string[];
  readonly resource?: readonly string[];
  readonly framework?: readonly string[];
}

/** With fewer bytes, starting threads costs more than it saves. */
const WORTH_THREADS = 8 * 1024 * 1024;
/** With fewer changes, a thread that judges costs more than it saves. */
const WORTH_JUDGING_APART = 10_000;
const REACTION = '60s';

/** `plumbline replay`; returns the exit code. */
export async function replayCommand(paths: readonly string[], flags: Flags, manifest: Manifest): Promise<number> {
  keepYoungSmall();
  const now = Date.now();
  const since = flags.since === undefined ? undefined : parseTime(flags.since, '--since', now);
  const until = flags.until === undefined ? undefined : parseTime(flags.until, '--until', now);
  if (since !== undefined && until !== undefined && since > until) throw new UsageError('--since is after --until');
  const reaction = flags.remediate === undefined ? undefined : reactionIn(flags.remediate);
  const format = flags.json ? 'json' : (flags.format ?? 'table');
  const filters = filtersIn(flags);
  const isFiltering = Object.keys(filters).length > 0;
  const given = await readSettings(flags.config);
  const named = flags.rules === undefined ? given : onlyRules(given, flags.rules);
  const configured = flags.framework === undefined ? named : onlyFrameworks(named, flags.framework);
  const { settings } = configured;
  const sources = await findSources(paths);

  const workers = workersFor(flags.workers, sources.files);
  const ordering = createOrdering();
  /** The number of records by event. */
  const weights = new Map<EventId, number>();
  const tally = emptyTally();
  const damage: SourceDamage[] = [];
  const collector: Collector = {
    candidate(candidate) {
      if (candidate.forNotices !== 'only') weights.set(candidate.event, (weights.get(candidate.event) ?? 0) + 1);
      ordering.add(candidate);
    },
    done(collected) {
      addTally(tally, collected.tally);
      damage.push(...collected.damage);
    },
  };
  const lines = createEventLines(isFiltering, shownIds(settings), process.stdout);
  try {
    await collect(sources, settings, workers, collector);
    const options: ReplayOptions = {
      settings,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(format === 'jsonl' ? { onEvent: lines.take } : {}),
    };
    const notices = createNoticeReplay({
      settings,
      since,
      until,
      ...(format === 'jsonl'
        ? { onReported: (event) => showsNotice(filters, event.notice) && lines.takeNotice(event) }
        : {}),
    });
    const all = await judge(forRules(ordering.drain(), notices), tally, options, weights, workers);
    const replayed = { ...all, findings: shownBy(filters, all.findings, all.gone) };
    lines.show(replayed.findings);
    const end = Math.min(until ?? Infinity, Math.max(replayed.to ?? 0, 0));
    const report: Report = {
      replayed,
      notices: notices.replayed().filter(({ notice }) => showsNotice(filters, notice)),
      tally,
      damage: [...damage, ...replayed.damage].sort((a, b) => (a.source < b.source ? -1 : 1)),
      files: sources.files.length + (sources.stdin ? 1 : 0),
      ignored: sources.ignored,
      now: end,
      configured,
      ...(isFiltering
        ? {
            filtered: {
              by: describeFilters(filters),
              hidden: all.findings.length - replayed.findings.length,
              unmatched: unmatched(filters, all.findings, all.gone),
            },
          }
        : {}),
      ...(reaction === undefined
        ? {}
        : { simulated: { exposure: exposureOf(replayed, settings, reaction, end), reaction } }),
    };
    await print(report, format, manifest);
    return exitCodeOf(report, flags.failOn);
  } finally {
    ordering.dispose();
  }
}

/** The candidates that rules follow. Notices are counted on the way, in the order of time. */
function* forRules(candidates: Iterable<Candidate>, notices: NoticeReplay): Generator<Candidate> {
  for (const candidate of candidates) {
    if (candidate.forNotices) notices.accept(candidate);
    if (candidate.forNotices !== 'only') yield candidate;
  }
}

/** In several threads where that saves time. Finding events can be printed as they happen by one thread only. */
async function judge(
  candidates: Iterable<Candidate>,
  tally: Tally,
  options: ReplayOptions,
  weights: ReadonlyMap<EventId, number>,
  threads: number,
): Promise<Replayed> {
  const followed = [...weights.values()].reduce((sum, times) => sum + times, 0);
  if (threads === 1 || options.onEvent || followed < WORTH_JUDGING_APART) return replay(candidates, tally, options);
  const { replayInThreads } = await import('../judging/threads.ts');
  return replayInThreads(candidates, tally, options, weights, threads);
}

/** The word after `--remediate` is its value; the most likely mistake is a path there. */
function reactionIn(given: string | boolean): number {
  try {
    return parseDuration(given === true ? REACTION : String(given), '--remediate');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}; before a path, write --remediate=${REACTION}`);
  }
}

function workersFor(given: string | undefined, files: Sources['files']): number {
  if (given !== undefined) {
    const number = Number(given);
    if (!Number.isInteger(number) || number < 1 || number > 256)
      throw new UsageError(`--workers ${given}: write a whole number from 1 to 256`);
    return number;
  }
  return files.reduce((sum, { bytes }) => sum + bytes, 0) < WORTH_THREADS ? 1 : availableParallelism();
}

async function print(report: Report, format: NonNullable<Flags['format']>, manifest: Manifest): Promise<void> {
  const { stdout, stderr } = process;
  for (const { source, offset, reason, isForeign } of report.damage)
    stderr.write(
      `plumbline: ${plain(source)}: ${isForeign ? 'not read' : `damaged at byte ${offset}`}: ${plain(reason)}\n`,
    );
  if (format === 'table') stdout.write(table(report, paintFor(stdout), Math.max(60, stdout.columns ?? 120)));
  if (format === 'json') stdout.write(json(report, manifest.version));
  if (format === 'sarif') {
    // Imported on use: other formats need none of it.
    const [{ sarif }, { positionsIn }] = await Promise.all([
      import('../output/sarif.ts'),
      import('../output/positions.ts'),
    ]);
    stdout.write(sarif(report, rules, manifest, await positionsIn(report)));
  }
  if (format !== 'table') {
    const { type, text } = outcomeOf(report);
    if (type === 'nothing-to-judge') stderr.write(`plumbline: ${plain(text)}\n`);
  }
  if (format === 'jsonl' || format === 'sarif') {
    const number = unreadableCount(report.tally);
    if (number > 0) stderr.write(`plumbline: ${count(number, 'record')} unreadable; --format json says why\n`);
    for (const note of notesOf(report)) stderr.write(`plumbline: ${plain(note)}\n`);
  }
}

/** Nearly everything that is read is dropped at once; V8 would let the space for it grow to four times as much. */
function keepYoungSmall(): void {
  setFlagsFromString('--max-semi-space-size=4');
  setFlagsFromString('--semi-space-growth-factor=1');
}
