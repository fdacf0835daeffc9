import { filtersIn, shownBy } from '../../cli/commands/filters.ts';
import type { Report } from '../../cli/output/report.ts';
import { rules } from '../../generated/rules.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import { compareEvents } from '../../shared/core/event.ts';
import type { FindingEventDraft } from '../../shared/core/finding.ts';
import { type Candidate, classifyRecord, emptyTally } from '../../shared/logs/candidate.ts';
import { exposureOf, replay } from '../../shared/replay/replay.ts';

export const everyRule = defaultSettings(rules);

export interface Made {
  readonly report: Report;
  readonly events: readonly FindingEventDraft[];
}

/** What a replay of these records reports. Each record is in a source of its own place. */
export async function reportOf(
  records: readonly unknown[],
  settings: Settings = everyRule,
  flags: Parameters<typeof filtersIn>[0] = {},
): Promise<Made> {
  const tally = emptyTally();
  const candidates = records
    .map((record, offset) => classifyRecord(record, {}, () => true, tally, { source: 'logs/a.json', offset }))
    .filter((candidate): candidate is Candidate => candidate !== undefined)
    .sort(compareEvents);
  const events: FindingEventDraft[] = [];
  const all = await replay(candidates, tally, { settings, onEvent: (event) => events.push(event) });
  const replayed = { ...all, findings: shownBy(filtersIn(flags), all.findings, all.gone) };
  const now = replayed.to ?? 0;
  const report: Report = {
    replayed,
    tally,
    damage: replayed.damage,
    files: 1,
    ignored: 0,
    now,
    configured: { settings, off: new Map() },
    simulated: { exposure: exposureOf(replayed, settings, 60_000, now), reaction: 60_000 },
  };
  return { report, events };
}
