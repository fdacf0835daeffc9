import { rules } from '../generated/rules.ts';
import { replay } from '../shared/app/replay.ts';
import { eventsOf } from '../shared/app/track.ts';
import { defaultSettings } from '../shared/config/settings.ts';
import { addTally, emptyTally } from '../shared/trail/candidate.ts';
import { collectFiles } from '../shared/trail/collect.ts';
import type { LogFile } from '../shared/trail/files.ts';
import { createOrdering } from '../shared/trail/order.ts';

/** All that `plumbline replay` does between the first byte and the last finding; returns the records read. */
export async function work(files: readonly LogFile[], workers: number): Promise<number> {
  const settings = defaultSettings(rules);
  const ordering = createOrdering();
  const tally = emptyTally();
  await collectFiles(files, {
    events: eventsOf(settings),
    workers,
    candidates(batch) {
      for (const candidate of batch) ordering.add(candidate);
    },
    done: (collected) => addTally(tally, collected.tally),
  });
  await replay(ordering.drain(), tally, { settings });
  return tally.records;
}
