import { noted } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import type { Held } from '../store/store.ts';
import { act, resume } from './act.ts';
import { byPlumbline } from './causes.ts';
import { freeze } from './freeze.ts';
import { begun } from './lease.ts';
import type { Outcome, RemediatePorts, Try } from './ports.ts';
import { record } from './record.ts';

/** Somebody wants what Plumbline did to a finding's resource turned around. */
export interface UndoRequest {
  readonly undo: string;
  readonly by: string;
}

/**
 * Restores what the last remediation of a finding changed, by the inverse of its steps in the
 * opposite order, and accepts the finding for a while. A remediation is undone once.
 */
export async function undo(
  { undo: finding, by }: UndoRequest,
  ports: RemediatePorts,
  attempt: Try = {},
): Promise<Outcome> {
  const ref = await ports.store.locate(finding);
  const held = ref && (await heldOn(ref, finding, ports));
  if (!ref || !held?.lastRun) return 'left';
  const id = `undo-${held.lastRun}`;
  const [before, past] = await Promise.all([ports.store.run(id), ports.store.run(held.lastRun)]);
  if (before) return resume(before, ports, attempt);
  if (!past || past.status !== 'done') return 'left';
  const now = ports.now();
  const pause = await ports.store.paused();
  if (pause) {
    const why = `It was not undone: remediation is paused by ${pause.by}.`;
    await record(
      ref,
      finding,
      (each) => ({ held: each, advance: noted(each.finding, 'failed', byPlumbline(now, id), why) }),
      ports,
    );
    return 'failed';
  }
  const stored = await ports.store.resource(ref);
  const run = begun(
    {
      ...past,
      id,
      purpose: 'undo',
      status: 'acting',
      plan: { ...past.plan, actions: past.plan.undo, undo: past.plan.actions, steps: [] },
      before: freeze(
        await ports.read(ref).then((state) => (typeof state === 'symbol' ? null : state)),
        stored.salt ?? '',
      ),
      approvedBy: by,
      done: 0,
      begun: 0,
      startedAt: now,
    },
    now,
  );
  const { ref: _ref, version: _version, findings: _findings, ...kept } = stored;
  await ports.store.save(stored, { resource: kept, findings: [{ ...held, acting: id }], entries: [], run });
  return act(run, ports, attempt);
}

async function heldOn(ref: Ref, finding: string, { store }: Pick<RemediatePorts, 'store'>): Promise<Held | undefined> {
  const { findings } = await store.resource(ref);
  return findings.find((each) => each.finding.id === finding);
}
