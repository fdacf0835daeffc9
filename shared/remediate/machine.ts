import type { FindingEvent } from '../core/finding.ts';
import type { Judgement } from '../core/lifecycle.ts';
import { retryOnConflict } from '../store/retry-on-conflict.ts';
import { Overtaken, type ResourceRecord, type Run } from '../store/store.ts';
import { announceNotBegun, beginRemediation, mayRemediate } from './begin-remediation.ts';
import { announceNoUndo, beginUndo, mayUndo, type UndoRequest } from './begin-undo.ts';
import { checkStep, checkUndoStep } from './check-step.ts';
import { endDone, endFailed, endGone, outcomeOf } from './end.ts';
import {
  approvedPlanIsCurrent,
  attributionIsComplete,
  authorMayBeReverted,
  modeAllows,
  notAccepted,
  notAcceptedInPart,
  notFlapping,
  notPaused,
  notResolved,
  withinRateLimit,
} from './gates.ts';
import { comeBack, release, takeOver } from './lease.ts';
import type { Outcome, RemediatePorts, Try } from './ports.ts';
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
  withinRateLimit,
  notFlapping,
  approvedPlanIsCurrent,
] as const;

/** Before each step of a run that has begun; the first that objects ends the run as failed. */
export const BEFORE_A_STEP = [notPaused, notAccepted, authorMayBeReverted, notAcceptedInPart, modeAllows] as const;

/** A run, and what this process knows of it beside what is stored. */
export interface Job {
  readonly run: Run;
  /** What was stored when the run began a moment ago: it answers the check of the first step. */
  readonly fresh?: ResourceRecord;
  /** The step that comes next may have been carried out already. */
  readonly unsure: boolean;
  /** Why the run ends. */
  readonly reason?: string;
  /** What was read last, for a run that ends. */
  readonly read?: Read;
}

/** A state that was read, and what the rule says of it. */
export interface Read {
  readonly state: object;
  readonly judgement: Judgement;
}

export type Next = { readonly to: RunState; readonly job: Job } | { readonly outcome: Outcome };
type State = (job: Job, ports: RemediatePorts) => Promise<Next>;

/**
 * Every state of a run that has begun. Each says what is checked, what is written, and what comes next:
 *
 * | state     | checked                                            | written                          | next                    |
 * | --------- | -------------------------------------------------- | -------------------------------- | ----------------------- |
 * | checking  | the gates, then the resource: as the run left it?  | nothing                          | starting, stepped, done, gone, failed |
 * | starting  | nothing                                            | the number of the step           | applying                |
 * | applying  | nothing                                            | the step, in AWS                 | stepped                 |
 * | stepped   | nothing                                            | the steps that are completed     | checking, verifying     |
 * | verifying | the resource, judged again                         | the lease, where it needs time   | done, gone, failed      |
 * | done      | nothing                                            | run, finding and event, together | remediated, undone      |
 * | gone      | nothing                                            | run, finding and event, together | gone                    |
 * | failed    | nothing                                            | run, finding and event, together | failed                  |
 *
 * Each version of a run is written once: a process that has been overtaken by another writes nothing more.
 */
const STATES = {
  checking: (job, ports) =>
    job.run.purpose === 'undo' ? checkUndoStep(job, ports) : checkStep(job, ports, BEFORE_A_STEP),
  starting: startStep,
  applying: applyStep,
  stepped: completeStep,
  verifying: verify,
  done: endDone,
  gone: endGone,
  failed: endFailed,
} as const satisfies Record<string, State>;

export type RunState = keyof typeof STATES;

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

/** Continues a run that nobody has, or that was put off. */
export async function resume(run: Run, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  if (run.status !== 'acting') return 'left';
  const ours = await takeOver(run, ports);
  if (!ours) return comeBack(run, ports);
  const job: Job = { run: ours, unsure: ours.startedStep === ours.completedSteps };
  return carryOut({ to: hasSteps(ours) ? 'checking' : 'verifying', job }, ports, attempt);
}

/** The run that is asked for has begun already, or another run on the finding is not over. */
export type Begun = { readonly resume: Run } | { readonly blockedBy: Run; readonly comeBack: () => Promise<Outcome> };

async function carryOut(first: Next | Begun, ports: RemediatePorts, attempt: Try): Promise<Outcome> {
  if ('resume' in first) return resume(first.resume, ports, attempt);
  if ('blockedBy' in first) {
    // A run that its process has left is continued first.
    if (first.blockedBy.leaseUntil <= ports.now()) await resume(first.blockedBy, ports);
    return first.comeBack();
  }
  let next: Next = first;
  while ('to' in next) {
    const { to, job } = next;
    try {
      next = await STATES[to](job, ports);
    } catch (error) {
      next = await interrupted(to, job, error, ports, attempt);
    }
  }
  return next.outcome;
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
