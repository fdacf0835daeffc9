import { Readable } from 'node:stream';
import { describeFilters, filtersIn, shownBy, showsNotice, unmatched } from '../../cli/commands/filters.ts';
import type { Configured } from '../../cli/commands/settings.ts';
import type { Report } from '../../cli/output/report.ts';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { FindingEventDraft } from '../../shared/core/finding.ts';
import { emptyTally, wantedBy } from '../../shared/logs/candidate.ts';
import { collectStream } from '../../shared/logs/collect.ts';
import { createOrdering } from '../../shared/logs/order.ts';
import { createNoticeReplay, marksOf } from '../../shared/replay/notices.ts';
import { exposureOf, type ReplayOptions, replay } from '../../shared/replay/replay.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';

const everyRule: Configured = { settings: defaultSettings(rules), off: new Map() };

/** The defaults of these rules only. */
export function onlyThese(...ids: readonly string[]): Configured {
  const all = everyRule.settings;
  return { ...everyRule, settings: { ...all, rules: all.rules.filter(({ rule }) => ids.includes(rule.id)) } };
}

export interface Given extends Omit<ReplayOptions, 'settings' | 'onEvent'> {
  readonly configured?: Configured;
  /** As the command line has them. */
  readonly filters?: Parameters<typeof filtersIn>[0];
}

export interface Made {
  readonly report: Report;
  readonly events: readonly FindingEventDraft[];
}

/** What a replay reports of a log: a text, or records each on a line. */
export async function reportOf(log: string | readonly unknown[], given: Given = {}): Promise<Made> {
  const { configured = everyRule, filters: flags = {}, ...times } = given;
  const { settings } = configured;
  const text = typeof log === 'string' ? log : log.map((record) => `${JSON.stringify(record)}\n`).join('');
  const ordering = createOrdering();
  const tally = emptyTally();
  const wanted = wantedBy(eventsOf(settings), marksOf(settings));
  await collectStream('logs/a.json', Readable.from([Buffer.from(text)]), wanted, {
    candidate: ordering.add,
    done: (collected) => Object.assign(tally, collected.tally),
  });
  const events: FindingEventDraft[] = [];
  const onEvent = (event: FindingEventDraft) => events.push(event);
  const notices = createNoticeReplay({ settings, ...times });
  const candidates = [...ordering.drain()];
  for (const candidate of candidates) if (candidate.forNotices) notices.accept(candidate);
  const ofRules = candidates.filter(({ forNotices }) => forNotices !== 'only');
  const all = await replay(ofRules, tally, { settings, onEvent, ...times });
  const filters = filtersIn(flags);
  const replayed = { ...all, findings: shownBy(filters, all.findings, all.gone) };
  const now = replayed.to ?? 0;
  const by = describeFilters(filters);
  const hidden = all.findings.length - replayed.findings.length;
  const report: Report = {
    replayed,
    notices: notices.replayed().filter(({ notice }) => showsNotice(filters, notice)),
    tally,
    damage: replayed.damage,
    files: 1,
    ignored: 0,
    now,
    configured,
    ...(by ? { filtered: { by, hidden, unmatched: unmatched(filters, all.findings, all.gone) } } : {}),
    simulated: { exposure: exposureOf(replayed, settings, 60_000, now), reaction: 60_000 },
  };
  return { report, events };
}
