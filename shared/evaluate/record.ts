import { setTimeout as sleep } from 'node:timers/promises';
import { type FindingEvent, recorded } from '../core/finding.ts';
import type { Advance } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import { Conflict, Overtaken, type ResourceRecord, type Run, type StoredFinding, type Writes } from '../store/store.ts';
import type { Ports } from './ports.ts';

const ATTEMPTS = 10;

/** What is to be recorded of one finding. */
export interface FindingUpdate {
  readonly storedFinding: StoredFinding;
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
export async function updateFinding(
  ref: Ref,
  finding: string,
  decide: (storedFinding: StoredFinding, record: ResourceRecord) => FindingUpdate | undefined,
  { store, now, onRecorded }: Pick<Ports, 'store' | 'now' | 'onRecorded'>,
  known?: ResourceRecord,
): Promise<readonly FindingEvent[]> {
  for (let attempt = 1; ; attempt += 1) {
    let run: Run | undefined;
    try {
      const record = (attempt === 1 ? known : undefined) ?? (await store.resource(ref));
      const storedFinding = record.findings.find((each) => each.finding.id === finding);
      const recording = storedFinding && decide(storedFinding, record);
      if (!storedFinding || !recording) return [];
      const events = recorded(recording.advance.events, storedFinding.eventCount, now());
      const { state = record.state } = recording;
      run = recording.run;
      await store.save(record, {
        resource: {
          ...(state === undefined ? {} : { state }),
          ...(record.salt === undefined ? {} : { salt: record.salt }),
          ...(record.readAt === undefined ? {} : { readAt: record.readAt }),
        },
        findings: [
          {
            ...recording.storedFinding,
            finding: recording.advance.finding ?? storedFinding.finding,
            eventCount: storedFinding.eventCount + events.length,
          },
        ],
        events,
        ...(run ? { run } : {}),
      });
      onRecorded?.(events);
      return events;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === ATTEMPTS) throw error;
      if (run && ((await store.run(run.id))?.version ?? 0) !== run.version - 1)
        throw new Overtaken('The run is no longer ours.', { cause: error });
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

/** What is stored once something was written. */
export function recordAfter({ ref, version, findings }: ResourceRecord, writes: Writes): ResourceRecord {
  const written = new Map(writes.findings.map((storedFinding) => [storedFinding.finding.id, storedFinding]));
  const kept = findings.filter(({ finding }) => !written.has(finding.id));
  return { ref, version: version + 1, ...writes.resource, findings: [...kept, ...written.values()] };
}
