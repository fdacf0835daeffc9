import { availableParallelism } from 'node:os';
import type { PlaceFacts } from '../../shared/checklists/facts.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { addTally, emptyTally } from '../../shared/logs/candidate.ts';
import type { SourceDamage } from '../../shared/logs/collect.ts';
import { createOrdering } from '../../shared/logs/order.ts';
import { type Replayed, replay } from '../../shared/replay/replay.ts';
import { collect, findSources } from '../commands/sources.ts';
import { count } from '../output/text.ts';
import { findingFacts } from './finding-facts.ts';
import type { Gathered } from './gathered.ts';

const ONLY_CHANGES = 'A log shows what changed, and not that everything is in order.';

/** What past logs show. They can show that a statement is broken, and never that it is kept. */
export async function factsOfLogs(paths: readonly string[], settings: Settings, now: number): Promise<Gathered> {
  const sources = await findSources(paths);
  const ordering = createOrdering();
  const tally = emptyTally();
  const damage: SourceDamage[] = [];
  try {
    await collect(sources, settings, availableParallelism(), {
      candidate: (candidate) => ordering.add(candidate),
      done(collected) {
        addTally(tally, collected.tally);
        damage.push(...collected.damage);
      },
    });
    const replayed = await replay(ordering.drain(), tally, { settings });
    const findings = replayed.findings.flatMap(findingFacts);
    const places = settings.rules.map(({ rule: { id } }): PlaceFacts => {
      const own = findings.filter(({ rule }) => rule === id);
      return {
        rule: id,
        open: own.filter(({ status }) => status === 'open').length,
        exempt: own.filter(({ status }) => status === 'exempt').length,
        rest: 'undetermined',
        reason: reasonOf(id, replayed),
      };
    });
    const unread = [...damage, ...replayed.damage].length;
    return {
      facts: {
        at: now,
        rules: Object.fromEntries(
          settings.rules.map(({ rule, options }) => [rule.id, options as Readonly<Record<string, unknown>>]),
        ),
        places,
        findings,
        attestations: settings.attestations,
      },
      from: `${count(tally.records, 'record')} of ${paths.join(', ')}`,
      note: `${ONLY_CHANGES} So no statement is kept here.${unread > 0 ? ` ${count(unread, 'place')} could not be read.` : ''}`,
    };
  } finally {
    ordering.dispose();
  }
}

function reasonOf(rule: string, { undetermined }: Replayed): string {
  const own = undetermined.filter((each) => each.rule === rule).map(({ why }) => why);
  return [...new Set(own), ONLY_CHANGES].join(' ');
}
