import { setTimeout as sleep } from 'node:timers/promises';
import type { Advance } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import { Conflict, type Entry, type Held, Overtaken, type Run, type Stored, type Writes } from '../store/store.ts';
import type { Ports } from './ports.ts';

const ATTEMPTS = 10;

/** What is to be recorded of one finding. */
export interface Recording {
  readonly held: Held;
  readonly advance: Advance;
  /** The state as it was read meanwhile, frozen under the resource's salt. */
  readonly state?: unknown;
  readonly run?: Run;
}

/**
 * Records what `decide` makes of a finding as it is stored now; decided anew where somebody wrote in between.
 * @param known What was written a moment ago; where somebody wrote since, it is read.
 * @returns the entries; none where `decide` finds nothing to record, or the finding is no longer there.
 * @throws {Overtaken} where somebody else has carried the run on that is to be recorded.
 */
export async function record(
  ref: Ref,
  finding: string,
  decide: (held: Held, stored: Stored) => Recording | undefined,
  { store, now, onRecorded }: Pick<Ports, 'store' | 'now' | 'onRecorded'>,
  known?: Stored,
): Promise<readonly Entry[]> {
  for (let attempt = 1; ; attempt += 1) {
    let run: Run | undefined;
    try {
      const stored = (attempt === 1 ? known : undefined) ?? (await store.resource(ref));
      const held = stored.findings.find((each) => each.finding.id === finding);
      const recording = held && decide(held, stored);
      if (!held || !recording) return [];
      const entries = entriesOf(held, recording.advance, now());
      const { state = stored.state } = recording;
      run = recording.run;
      await store.save(stored, {
        resource: {
          ...(state === undefined ? {} : { state }),
          ...(stored.salt === undefined ? {} : { salt: stored.salt }),
          ...(stored.seenAt === undefined ? {} : { seenAt: stored.seenAt }),
        },
        findings: [
          {
            ...recording.held,
            finding: recording.advance.finding ?? held.finding,
            entries: held.entries + entries.length,
          },
        ],
        entries,
        ...(run ? { run } : {}),
      });
      onRecorded?.(entries);
      return entries;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === ATTEMPTS) throw error;
      if (run && ((await store.run(run.id))?.version ?? 0) !== run.version - 1)
        throw new Overtaken('The run is no longer ours.', { cause: error });
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

/** What is stored once something was written. */
export function storedAfter({ ref, version, findings }: Stored, writes: Writes): Stored {
  const written = new Map(writes.findings.map((held) => [held.finding.id, held]));
  const kept = findings.filter(({ finding }) => !written.has(finding.id));
  return { ref, version: version + 1, ...writes.resource, findings: [...kept, ...written.values()] };
}

function entriesOf({ entries, finding }: Held, advance: Advance, at: number): readonly Entry[] {
  return advance.transitions.map((transition, index) => ({
    id: `${finding.id}-${entries + index + 1}`,
    at,
    transition,
    finding: advance.finding ?? finding,
  }));
}
