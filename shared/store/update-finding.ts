import { type FindingEvent, recorded } from '../core/finding.ts';
import type { Advance } from '../core/judgement.ts';
import type { Ref } from '../core/ref.ts';
import { Conflict, Overtaken, retryOnConflict } from './conflict.ts';
import type { ResourceRecord, Run, Store, StoredFinding, StoredResource, Writes } from './store.ts';

const ATTEMPTS = 10;

/** What is to be written of one finding. */
export interface FindingUpdate {
  readonly storedFinding: StoredFinding;
  readonly advance: Advance;
  /** What is written of its resource; left out: what is stored. */
  readonly resource?: StoredResource;
  readonly run?: Run;
}

interface UpdatePorts {
  readonly store: Pick<Store, 'resource' | 'save' | 'run'>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Called with what was recorded. */
  onRecorded?(events: readonly FindingEvent[]): void;
}

/**
 * Writes what `decide` makes of the stored finding. Where somebody writes at the same time, the finding is
 * read and decided on again.
 * @param known What was written a moment ago: it saves the first read.
 * @returns what was recorded; nothing where `decide` returns nothing, or the finding no longer exists.
 * @throws {Overtaken} where another process has continued the run that is to be written.
 */
export async function updateFinding(
  ref: Ref,
  finding: string,
  decide: (storedFinding: StoredFinding, record: ResourceRecord) => FindingUpdate | undefined,
  { store, now, onRecorded }: UpdatePorts,
  known?: ResourceRecord,
): Promise<readonly FindingEvent[]> {
  return retryOnConflict(async (attempt) => {
    const record = (attempt === 1 ? known : undefined) ?? (await store.resource(ref));
    const before = record.findings.find((each) => each.finding.id === finding);
    const update = before && decide(before, record);
    if (!update) return [];
    const { run, advance, storedFinding } = update;
    const events = recorded(advance.events, before.eventCount, now());
    const after = advance.finding ?? before.finding;
    try {
      await store.save(record, {
        resource: update.resource ?? storedResource(record),
        findings: [{ ...storedFinding, finding: after, eventCount: before.eventCount + events.length }],
        events,
        ...(run ? { run } : {}),
      });
    } catch (error) {
      const isOvertaken = error instanceof Conflict && run && (await versionOf(run, store)) !== run.version - 1;
      throw isOvertaken ? new Overtaken('Another process has continued the run.', { cause: error }) : error;
    }
    onRecorded?.(events);
    return events;
  }, ATTEMPTS);
}

async function versionOf({ id }: Run, store: UpdatePorts['store']): Promise<number> {
  return (await store.run(id))?.version ?? 0;
}

/** What is stored of a resource besides its findings: each write states it wholly. */
export function storedResource(record: ResourceRecord): StoredResource {
  const { ref: _ref, version: _version, findings: _findings, ...stored } = record;
  return stored;
}

/** What is stored of a resource after something was written. */
export function recordAfter({ ref, version, findings }: ResourceRecord, writes: Writes): ResourceRecord {
  const written = new Map(writes.findings.map((each) => [each.finding.id, each]));
  const unchanged = findings.filter(({ finding }) => !written.has(finding.id));
  return { ref, version: version + 1, ...writes.resource, findings: [...unchanged, ...written.values()] };
}
