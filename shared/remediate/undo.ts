import { setTimeout as sleep } from 'node:timers/promises';
import { accepting } from '../core/exemption.ts';
import { freeze } from '../core/freeze.ts';
import { GONE } from '../core/kind.ts';
import { noted } from '../core/lifecycle.ts';
import { byPlumbline } from '../evaluate/causes.ts';
import type { Outcome, RemediatePorts, Try } from '../evaluate/ports.ts';
import { updateFinding } from '../evaluate/record.ts';
import { Conflict, type ResourceRecord, type Run, type StoredFinding } from '../store/store.ts';
import { act, nameOf, resume } from './act.ts';
import { begun, onward } from './lease.ts';
import { exemptionAfter } from './outcome.ts';
import { isBusy } from './remediate.ts';
import { reachOf } from './run.ts';

/** Somebody wants what Plumbline did to a finding's resource turned around. */
export interface UndoRequest {
  readonly undo: string;
  readonly by: string;
  /** What is to be undone: the run that put it back last when that was asked. */
  readonly run?: string;
  /** When it was asked. Milliseconds since 1970. */
  readonly at?: number;
}

/** Something else is being done about the finding; it is come back to. */
class Busy extends Error {
  override readonly name = 'Busy';
}

const ATTEMPTS = 5;

/**
 * Restores what the last remediation of a finding changed, by the inverse of the steps that were
 * carried out, in the opposite order, and accepts the finding for a while. A remediation is undone once.
 */
export async function undo(request: UndoRequest, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      const run = await consider(request, ports, attempt);
      return typeof run === 'string' ? run : await act(run, ports, attempt);
    } catch (error) {
      if (!(error instanceof Conflict) || tries === ATTEMPTS) {
        if (attempt.last) return giveUp(request, error, ports);
        throw error;
      }
      await sleep(Math.random() * 20 * tries);
    }
  }
}

/**
 * Whoever asked for it waits to be told.
 * @throws {unknown} the error, where there is nobody to tell, or the undo was begun and is carried on.
 */
async function giveUp(request: UndoRequest, error: unknown, ports: RemediatePorts): Promise<Outcome> {
  const { store, now } = ports;
  const { undo: finding, by } = request;
  const ref = await store.locate(finding);
  const { lastRun } = (ref && heldIn(await store.resource(ref), request)) ?? {};
  if (!ref || !lastRun || (await store.run(`undo-${lastRun}`))?.status === 'acting') throw error;
  const why = error instanceof Busy ? 'something else is being done about the finding' : nameOf(error);
  const note = `The undo that ${by} asked for was not carried out: ${why}.`;
  const cause = byPlumbline(now(), `undo-${lastRun}`);
  await updateFinding(
    ref,
    finding,
    (storedFinding) => ({ storedFinding, advance: noted(storedFinding.finding, 'failed', cause, note) }),
    ports,
  );
  return 'failed';
}

/** The finding, where what is to be undone is what was done to it last. */
function heldIn(
  { findings }: ResourceRecord,
  { undo: id, run }: UndoRequest,
): (StoredFinding & { readonly lastRun: string }) | undefined {
  const storedFinding = findings.find(({ finding }) => finding.id === id);
  const { lastRun } = storedFinding ?? {};
  return storedFinding && lastRun !== undefined && (run ?? lastRun) === lastRun
    ? { ...storedFinding, lastRun }
    : undefined;
}

/** A run that was begun for the request and is ours, or why there is none. */
async function consider(request: UndoRequest, ports: RemediatePorts, attempt: Try): Promise<Run | Outcome> {
  const { store } = ports;
  const ref = await store.locate(request.undo);
  const record = ref && (await store.resource(ref));
  const storedFinding = record && heldIn(record, request);
  if (!record || !storedFinding) return 'left';
  const [before, past] = await Promise.all([
    store.run(`undo-${storedFinding.lastRun}`),
    store.run(storedFinding.lastRun),
  ]);
  if (before?.status === 'acting') return resume(before, ports, attempt);
  // One that failed is tried again where that was asked since; a copy of the first request asks for nothing.
  if (before && (before.status !== 'failed' || (request.at ?? 0) <= (before.endedAt ?? 0))) return 'left';
  if (!past || past.status === 'acting') return 'left';
  if (await isBusy(storedFinding, ports)) throw new Busy('Something else is being done about the finding.');
  return begin(request, record, storedFinding, past, before, ports);
}

/** With the exemption in the same transaction: a look in between must not undo the undo. */
async function begin(
  { by }: UndoRequest,
  record: ResourceRecord,
  storedFinding: StoredFinding,
  past: Run,
  before: Run | undefined,
  ports: RemediatePorts,
): Promise<Run> {
  const { ref: _ref, version: _version, findings: _findings, ...kept } = record;
  const now = ports.now();
  const run = before ? again(before, by, now) : begun(inverseOf(past, by, await image(record, ports), now), now);
  const finding = accepting(storedFinding.finding, exemptionAfter(run, ports.settings.limits), now);
  await ports.store.save(record, {
    resource: kept,
    findings: [{ ...storedFinding, activeRun: run.id, finding }],
    events: [],
    run,
  });
  return run;
}

async function image({ ref, salt }: ResourceRecord, { read }: RemediatePorts): Promise<unknown> {
  const state = await read(ref);
  return state === GONE ? null : freeze(state, salt ?? '');
}

/** A run that turns around the steps of another that were carried out, or may have been. */
function inverseOf(past: Run, by: string, before: unknown, now: number): Omit<Run, 'version' | 'leaseUntil'> {
  const { id, finding, rule, ref, baseline, violations, plan } = past;
  const reach = reachOf(past);
  return {
    id: `undo-${id}`,
    finding,
    rule,
    ref,
    purpose: 'undo',
    status: 'acting',
    plan: {
      steps: [],
      mode: plan.mode,
      actions: plan.undo.slice(plan.actions.length - reach),
      undo: plan.actions.slice(0, reach),
    },
    before,
    ...(baseline === undefined ? {} : { baseline }),
    violations,
    approvedBy: by,
    completedSteps: 0,
    // Where the last step may not have been carried out, it may be as if its inverse had been.
    ...(past.startedStep === past.completedSteps ? { startedStep: 0 } : {}),
    startedAt: now,
  };
}

function again({ endedAt: _endedAt, note: _note, ...failed }: Run, by: string, now: number): Run {
  return onward({ ...failed, status: 'acting', approvedBy: by, startedAt: now }, {}, now);
}
