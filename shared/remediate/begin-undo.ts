import { byPlumbline } from '../core/cause.ts';
import { DAY, dayOf } from '../core/day.ts';
import { accepting } from '../core/exemption.ts';
import type { Ref } from '../core/ref.ts';
import { noted } from '../core/remediation-events.ts';
import { freeze } from '../core/state.ts';
import { activeRun } from '../store/active-run.ts';
import type { ResourceRecord, Run, StoredFinding } from '../store/store.ts';
import { storedResource, updateFinding } from '../store/update-finding.ts';
import { exemptionAfterUndo } from './after-run.ts';
import { answerOnce } from './approval.ts';
import type { Begun, Job } from './job.ts';
import { begun, begunAgain, secondsUntilFree } from './lease.ts';
import { ANOTHER_LIFE, isOfEarlierLife } from './life.ts';
import type { Outcome, RemediatePorts, UndoRequest } from './ports.ts';
import { reachOf, undoIdOf } from './run.ts';
import { nameOf } from './steps.ts';

/** Everything that the write is made of. */
export interface UndoPermit {
  readonly by: string;
  readonly record: ResourceRecord;
  readonly storedFinding: StoredFinding;
  /** The run that is undone. */
  readonly past: Run;
  /** An undo of it that failed and was requested again. */
  readonly failed: Run | undefined;
}

type Answer = { readonly permit: UndoPermit } | { readonly outcome: Outcome } | Begun;

const NOTHING_TO_DO = { outcome: 'left' } as const;

/** Whether an undo may begin: it is of the last remediation, which is over and was not undone yet. */
export async function mayUndo(request: UndoRequest, ports: RemediatePorts): Promise<Answer> {
  const { store } = ports;
  const ref = await store.locate(request.undo);
  const record = ref && (await store.resource(ref));
  const storedFinding = record && lastRemediated(record, request);
  if (ref && request.run !== undefined && !storedFinding) return { outcome: await refuseOlder(ref, request, ports) };
  if (!record || !storedFinding) return NOTHING_TO_DO;
  const { lastRun } = storedFinding;
  const [before, past] = await Promise.all([store.run(undoIdOf(lastRun)), store.run(lastRun)]);
  if (before?.status === 'acting') return { resume: before };
  // A failed undo is tried again if that was requested since; a copy of the first request changes nothing.
  if (before && (before.status !== 'failed' || (request.at ?? 0) <= (before.endedAt ?? 0))) return NOTHING_TO_DO;
  if (!past || past.status === 'acting') return NOTHING_TO_DO;
  const objection = isOfEarlierLife(past, record) ? ANOTHER_LIFE : whyTooLate(past, request, ports);
  if (objection !== undefined) return { outcome: await refuseOnce(record.ref, lastRun, request, objection, ports) };
  const other = await activeRun(record, ports);
  if (other) {
    const comeBack = async (): Promise<Outcome> => {
      await ports.later(request, secondsUntilFree(other, ports.now()));
      return 'waiting';
    };
    return { blockedBy: other, comeBack };
  }
  return { permit: { by: request.by, record, storedFinding, past, failed: before } };
}

/** After some time nobody knows what else has come to rest on the remediated state. */
function whyTooLate(
  { endedAt, startedAt }: Run,
  { at }: UndoRequest,
  { settings, now }: RemediatePorts,
): string | undefined {
  const { undoWithinDays: days } = settings.limits;
  const then = endedAt ?? startedAt;
  if ((at ?? now()) <= then + days * DAY) return undefined;
  const day = dayOf(then);
  return `The remediation was on ${day}, and it can be undone for ${days} ${days === 1 ? 'day' : 'days'}.`;
}

/** A copy of a request that was refused says nothing more. */
async function refuseOnce(
  ref: Ref,
  run: string,
  { undo: finding, by, at }: UndoRequest,
  why: string,
  ports: RemediatePorts,
): Promise<Outcome> {
  const undo = undoIdOf(run);
  const note = `The undo that ${by} requested was not carried out. ${why}`;
  return answerOnce(`${undo} ${at ?? ''}`, { ref, finding, run: undo, note }, ports);
}

/** While the undo waited, the finding was remediated again. A copy of a request that was carried out says nothing more. */
async function refuseOlder(ref: Ref, { undo: finding, by, run = '' }: UndoRequest, ports: RemediatePorts) {
  if (await ports.store.run(undoIdOf(run))) return 'left';
  const note = `The undo that ${by} requested was not carried out: the finding was remediated again in the meantime.`;
  return refused(ref, finding, undoIdOf(run), note, ports);
}

async function refused(ref: Ref, finding: string, undo: string, note: string, ports: RemediatePorts) {
  const cause = byPlumbline(ports.now(), undo);
  await updateFinding(
    ref,
    finding,
    (storedFinding) => ({ storedFinding, advance: noted(storedFinding.finding, 'failed', cause, note) }),
    ports,
  );
  return 'failed' as const;
}

/** The finding, where the run that is to be undone is its last one. */
function lastRemediated(
  { findings }: ResourceRecord,
  { undo: id, run }: UndoRequest,
): (StoredFinding & { readonly lastRun: string }) | undefined {
  const storedFinding = findings.find(({ finding }) => finding.id === id);
  const { lastRun } = storedFinding ?? {};
  return storedFinding && lastRun !== undefined && (run ?? lastRun) === lastRun
    ? { ...storedFinding, lastRun }
    : undefined;
}

/**
 * Writes resource, run, finding and exemption in one transaction: without the exemption, an evaluation in between would undo
 * the undo.
 * @throws {Conflict} where somebody has written since the finding was read.
 */
export async function beginUndo(
  { by, record, storedFinding, past, failed }: UndoPermit,
  ports: RemediatePorts,
): Promise<Job> {
  const { ref } = record;
  const now = ports.now();
  const run = failed
    ? begunAgain(failed, by, now)
    : begun(inverseOf(past, by, freeze(await ports.read(ref), record.salt ?? ''), now), now);
  const finding = accepting(storedFinding.finding, exemptionAfterUndo(run, ports.settings.limits), now);
  await ports.store.save(record, {
    resource: { ...storedResource(record), activeRun: run.id },
    findings: [{ ...storedFinding, finding }],
    events: [],
    run,
  });
  return { run, unsure: run.startedStep === run.completedSteps };
}

/** A run with the inverses of the steps of another that were carried out, or may have been. */
function inverseOf(past: Run, by: string, before: Run['before'], now: number): Omit<Run, 'version' | 'leaseUntil'> {
  const { id, finding, rule, ref, baseline, violations, plan, previousRun } = past;
  const reach = reachOf(past);
  return {
    id: undoIdOf(id),
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
    ...(previousRun === undefined ? {} : { previousRun }),
    approvedBy: by,
    completedSteps: 0,
    // If the last step of the run was never carried out, the first step of the undo is done already.
    ...(past.startedStep === past.completedSteps ? { startedStep: 0 } : {}),
    startedAt: now,
  };
}

/**
 * Says that an undo was given up before it began: the person who requested it waits for an answer.
 * @throws {unknown} the error, where the finding is unknown, or the undo has begun and is continued.
 */
export async function announceNoUndo(request: UndoRequest, error: unknown, ports: RemediatePorts): Promise<Outcome> {
  const { store } = ports;
  const { undo: finding, by } = request;
  const ref = await store.locate(finding);
  const { lastRun } = (ref && lastRemediated(await store.resource(ref), request)) ?? {};
  if (!ref || !lastRun || (await store.run(undoIdOf(lastRun)))?.status === 'acting') throw error;
  const note = `The undo that ${by} requested was not carried out: ${nameOf(error)}.`;
  return refused(ref, finding, undoIdOf(lastRun), note, ports);
}
