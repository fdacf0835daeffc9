import type { FindingEvent } from '../core/finding.ts';
import { isOverdue } from '../store/active-run.ts';
import { Overtaken, retryOnConflict } from '../store/conflict.ts';
import type { Run } from '../store/store.ts';
import { announceNotBegun, beginRemediation } from './begin-remediation.ts';
import { announceNoRestore, beginRestore, mayRestore } from './begin-restore.ts';
import { announceNoUndo, beginUndo, mayUndo } from './begin-undo.ts';
import { checkStep, checkUndoStep } from './check-step.ts';
import { endDone, endFailed, endGone, outcomeOf } from './end.ts';
import {
  approvedPlanIsCurrent,
  attributionIsComplete,
  authorMayBeReverted,
  hasNotAlwaysBeenSo,
  modeAllows,
  notAccepted,
  notAcceptedInPart,
  notFlapping,
  notPaused,
  notResolved,
  withinRateLimit,
} from './gates.ts';
import type { Begun, Job, Next, RunState } from './job.ts';
import { comeBack, release, takeOver } from './lease.ts';
import { mayRemediate } from './may-remediate.ts';
import type { Outcome, RemediatePorts, RestoreRequest, Try, UndoRequest } from './ports.ts';
import { bringsBack } from './run.ts';
import { applyStep, completeStep, failureReason, hasSteps, isUnsureAfter, startStep } from './steps.ts';
import { verify } from './verify.ts';

/**
 * Before a run begins, in this order; the first that objects decides. Each can leave the finding alone, ask a person,
 * or wait. `beginRemediation` then writes in one transaction, which fails where somebody has written since, or has
 * pressed the kill switch.
 */
export const BEFORE_A_RUN = [
  notPaused,
  notResolved,
  notAccepted,
  attributionIsComplete,
  authorMayBeReverted,
  notAcceptedInPart,
  modeAllows,
  hasNotAlwaysBeenSo,
  withinRateLimit,
  notFlapping,
  approvedPlanIsCurrent,
] as const;

/** Before each step of a run that has begun; the first that objects ends the run as failed. */
export const BEFORE_A_STEP = [notPaused, notAccepted, authorMayBeReverted, notAcceptedInPart, modeAllows] as const;

/**
 * Every state of a run that has begun, and the states that can follow; the types hold the functions to that. A state
 * that throws leads to `failed`, or leaves the run to a later attempt: see `interrupted`. Each version of a run is
 * written once, so that a process that was overtaken by another writes nothing more.
 */
const STATES = {
  /** Checks the gates, then the resource: it has to be as the run left it. Where all is right already, no step is left. */
  checking: state(['starting', 'stepped', 'done', 'gone'], (job, ports) =>
    bringsBack(job.run) ? checkUndoStep(job, ports) : checkStep(job, ports, BEFORE_A_STEP),
  ),
  /** Writes the number of the step, and the plan where it was made anew. */
  starting: state(['applying'], startStep),
  /** Carries out the step in AWS. */
  applying: state(['stepped'], applyStep),
  /** Writes the number of completed steps. */
  stepped: state(['checking', 'verifying'], completeStep),
  /** Reads and judges the resource. Where the change is still on its way, writes the end of the lease and waits. */
  verifying: state(['done', 'gone'], verify),
  /** Each writes run, finding and finding event in one transaction. */
  done: state([], endDone),
  gone: state([], endGone),
  failed: state([], endFailed),
} as const satisfies Record<RunState, unknown>;

function state<const To extends RunState>(
  next: readonly To[],
  enter: (job: Job, ports: RemediatePorts) => Promise<Next<To>>,
) {
  return { next, enter } as const;
}

/**
 * The only way by which Plumbline changes anything, by itself or after an approval. What cannot be found out is thrown,
 * and nothing is done; where somebody writes at the same time, everything is asked again.
 */
export async function remediate(event: FindingEvent, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  try {
    const next = await retryOnConflict(async (): Promise<Next | Begun> => {
      const answer = await mayRemediate(event, ports, attempt, BEFORE_A_RUN);
      return 'permit' in answer ? { to: 'checking', job: await beginRemediation(answer.permit, ports) } : answer;
    });
    return await carryOut(next, ports, attempt);
  } catch (error) {
    if (attempt.last) await announceNotBegun(event, error, ports).catch(() => undefined);
    throw error;
  }
}

/**
 * Restores what the last remediation of a finding changed, by the inverse of the steps that were carried out, in the
 * opposite order, and accepts the finding for a while. A remediation is undone once.
 */
export async function undo(request: UndoRequest, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  try {
    const next = await retryOnConflict(async (): Promise<Next | Begun> => {
      const answer = await mayUndo(request, ports);
      return 'permit' in answer ? { to: 'checking', job: await beginUndo(answer.permit, ports) } : answer;
    });
    return await carryOut(next, ports, attempt);
  } catch (error) {
    if (attempt.last) return announceNoUndo(request, error, ports);
    throw error;
  }
}

/**
 * Brings back what a run has overwritten, where no rule objects to that and nobody has changed it since. People ask for it.
 * It is carried out once.
 */
export async function restore(request: RestoreRequest, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  try {
    const next = await retryOnConflict(async (): Promise<Next | Begun> => {
      const answer = await mayRestore(request, ports);
      return 'permit' in answer ? { to: 'checking', job: await beginRestore(answer.permit, ports) } : answer;
    });
    return await carryOut(next, ports, attempt);
  } catch (error) {
    if (attempt.last) return announceNoRestore(request, error, ports);
    throw error;
  }
}

/** Continues a run that nobody has, or that was put off. */
export async function resume(run: Run, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  if (run.status !== 'acting') return 'left';
  const ours = await takeOver(run, ports);
  if (!ours) return comeBack(run, ports);
  const job: Job = { run: ours, unsure: ours.startedStep === ours.completedSteps };
  return carryOut({ to: hasSteps(ours) ? 'checking' : 'verifying', job }, ports, attempt);
}

async function carryOut(first: Next | Begun, ports: RemediatePorts, attempt: Try): Promise<Outcome> {
  if ('resume' in first) return resume(first.resume, ports, attempt);
  if ('blockedBy' in first) {
    await continueLeft(first.blockedBy, ports);
    return first.comeBack();
  }
  let next: Next = first;
  while ('to' in next) {
    const { to, job } = next;
    try {
      next = await STATES[to].enter(job, ports);
    } catch (error) {
      next = await interrupted(to, job, error, ports, attempt);
    }
  }
  return next.outcome;
}

/** Continues a run that its process has left, so that others need not wait for it; what fails is tried again. */
async function continueLeft(run: Run, ports: RemediatePorts): Promise<void> {
  if (run.leaseUntil > ports.now()) return;
  try {
    await resume(run, ports, { last: isOverdue(run, ports.now()) });
  } catch (error) {
    ports.onFailure?.(error, run.id);
  }
}

/**
 * What became of the run where a state threw: continued by others, released for a later try, or failed.
 * @throws the error, where a later try may succeed or the failure could not be recorded.
 */
async function interrupted(
  state: RunState,
  job: Job,
  error: unknown,
  ports: RemediatePorts,
  { last = false }: Try,
): Promise<Next> {
  if (error instanceof Overtaken) return { outcome: await outcomeOf(job.run, ports) };
  if (state === 'failed') throw error;
  const known: Job = { ...job, unsure: isUnsureAfter(state, job, error) };
  const reason = failureReason(error, job.run, last);
  if (reason !== undefined) return { to: 'failed', job: { ...known, reason } };
  await release(known, ports);
  throw error;
}
