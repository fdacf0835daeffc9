import type { Action } from '../core/action.ts';
import { type Failure, failureOf, isPassing } from '../core/failure.ts';
import type { Outcome, RemediatePorts, Try } from '../evaluate/ports.ts';
import { Overtaken, type ResourceRecord, type Run } from '../store/store.ts';
import { type Checked, checkStep, checkUndo } from './check.ts';
import { letGo, onward, proceed, RETRY_SECONDS, take } from './lease.ts';
import { fail, finish, goneWith, OUTCOMES } from './outcome.ts';
import { Stopped } from './stopped.ts';
import { verify } from './verify.ts';

/** Carries on a run that was begun: by nobody at present, or it is come back to. */
export async function resume(run: Run, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  if (run.status !== 'acting') return 'left';
  const ours = await take(run, ports);
  return ours ? act(ours, ports, attempt) : comeBack(run, ports);
}

/**
 * Carries out a run that is ours: action by action, each checked and recorded before and after, each safe to
 * repeat; then the resource is read and judged again, and only a clean judgement is success.
 * @param seen What is stored since it began a moment ago, by a look that answers the first check.
 * @throws what may pass (throttling, no answer), so that the run is carried on later.
 */
export async function act(
  run: Run,
  ports: RemediatePorts,
  { last = false }: Try,
  seen?: ResourceRecord,
): Promise<Outcome> {
  let now = run;
  // Whether the step that comes next may have been carried out already.
  let unsure = !seen && run.startedStep === run.completedSteps;
  try {
    const { actions } = run.plan;
    while (now.completedSteps < actions.length) {
      const checked = seen && now.version === run.version ? 'go' : await check(now, ports);
      if (checked === 'gone') return await goneWith(now, ports);
      if (typeof checked === 'object')
        return await finish(asKnown(now, unsure), checked.over, checked.judgement, ports);
      if (checked === 'go') {
        if (now.startedStep !== now.completedSteps)
          now = await proceed(onward(now, { startedStep: now.completedSteps }, ports.now()), ports);
        try {
          await ports.apply(now.ref, actions[now.completedSteps] as Action);
        } catch (error) {
          unsure ||= failureOf(error) === 'unanswered';
          throw error;
        }
      }
      unsure = false;
      const after = onward(now, { completedSteps: now.completedSteps + 1, actedAt: ports.now() }, ports.now());
      // The last step's end is recorded with the outcome; should that fail, the step is repeated.
      now = after.completedSteps < actions.length ? await proceed(after, ports) : { ...after, version: now.version };
    }
    return await verify(now, ports, seen);
  } catch (error) {
    if (error instanceof Overtaken) return overtaken(now, ports);
    const why = reasonOf(error, now);
    if (why === undefined && !last) {
      await letGo(asKnown(now, unsure), ports);
      throw error;
    }
    try {
      const reason = why ?? `${whereIn(now)} could not be completed: ${nameOf(error)}.`;
      return await fail(asKnown(now, unsure), reason, ports);
    } catch (other) {
      if (other instanceof Overtaken) return overtaken(now, ports);
      throw other;
    }
  }
}

/** What is known of a run: a step that was surely not carried out counts as never begun. */
function asKnown({ startedStep: _begun, ...run }: Run, unsure: boolean): Run {
  return unsure ? { ...run, startedStep: run.completedSteps } : run;
}

function check(run: Run, ports: RemediatePorts): Promise<Checked> {
  return run.purpose === 'undo' ? checkUndo(run, ports) : checkStep(run, ports);
}

/** What became of it in other hands. */
async function overtaken(run: Run, ports: RemediatePorts): Promise<Outcome> {
  const { status } = (await ports.store.run(run.id)) ?? run;
  return status === 'acting' ? comeBack(run, ports) : OUTCOMES[run.purpose][status];
}

export async function comeBack({ id }: Run, { later }: RemediatePorts): Promise<Outcome> {
  await later(id, RETRY_SECONDS, { waited: true });
  return 'waiting';
}

/** Why a run ends for good; `undefined` for what may pass. */
function reasonOf(error: unknown, run: Run): string | undefined {
  if (error instanceof Stopped) {
    return run.completedSteps < run.plan.actions.length
      ? `${whereIn(run)} was not carried out. ${error.message}`
      : error.message;
  }
  const failure: Failure = failureOf(error);
  if (isPassing(failure)) return undefined;
  const what = failure === 'denied' ? 'Plumbline is not allowed to do it' : 'AWS refused it';
  return `${whereIn(run)} failed: ${what} (${nameOf(error)}).`;
}

function whereIn({ completedSteps, plan, purpose }: Run): string {
  const count = plan.actions.length;
  const what = purpose === 'undo' ? 'the undo' : 'the plan';
  return completedSteps < count ? `Step ${completedSteps + 1} of ${count} of ${what}` : `The check after ${what}`;
}

/** The error's name only: messages of AWS may hold what an account wrote. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
