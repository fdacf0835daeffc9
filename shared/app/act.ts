import type { Action } from '../core/action.ts';
import { type Failure, failureOf, isPassing } from '../core/failure.ts';
import { GONE } from '../core/kind.ts';
import type { Judgement } from '../core/lifecycle.ts';
import type { Run } from '../store/store.ts';
import { type Checked, checkStep } from './check.ts';
import { AGAIN, letGo, Overtaken, onward, proceed, take } from './lease.ts';
import { fail, finish, OUTCOMES } from './outcome.ts';
import type { Outcome, RemediatePorts, Try } from './ports.ts';
import { isClean, judgeRun, settingOf } from './run.ts';
import { Stopped } from './stopped.ts';

/** Carries on a run that was begun: by nobody at present, or it is come back to. */
export async function resume(run: Run, ports: RemediatePorts, attempt: Try = {}): Promise<Outcome> {
  if (run.status !== 'acting') return 'left';
  const ours = await take(run, ports);
  return ours ? act(ours, ports, attempt) : comeBack(run, ports);
}

/**
 * Carries out a run that is ours: action by action, each checked and recorded before and after, each safe to
 * repeat; then the resource is read and judged again, and only a clean judgement is success.
 * @param seen It has just begun, by a look that answers the first check.
 * @throws what may pass (throttling, no answer), so that the run is carried on later.
 */
export async function act(run: Run, ports: RemediatePorts, { last = false }: Try, seen = false): Promise<Outcome> {
  let now = run;
  try {
    const { actions } = run.plan;
    while (now.done < actions.length) {
      const checked = await check(now, ports, seen && now.version === run.version);
      if (checked !== 'go') return await finish(now, checked.over, checked.judgement, ports);
      if (now.begun !== now.done) now = await proceed(onward(now, { begun: now.done }, ports.now()), ports);
      await ports.apply(now.ref, actions[now.done] as Action);
      const after = onward(now, { done: now.done + 1 }, ports.now());
      // The last step's end is recorded with the outcome; should that fail, the step is repeated.
      now = after.done < actions.length ? await proceed(after, ports) : { ...after, version: now.version };
    }
    return await verify(now, ports);
  } catch (error) {
    if (error instanceof Overtaken) return overtaken(now, ports);
    const why = reasonOf(error, now);
    if (why === undefined && !last) {
      await letGo(now, ports);
      throw error;
    }
    try {
      return await fail(now, why ?? `${whereIn(now)} could not be completed: ${nameOf(error)}.`, ports);
    } catch (other) {
      if (other instanceof Overtaken) return overtaken(now, ports);
      throw other;
    }
  }
}

/** What was looked at a moment ago needs only the kill switch, which counts at the moment of acting. */
async function check(run: Run, ports: RemediatePorts, seen: boolean): Promise<Checked> {
  if (run.purpose === 'remediate' && !seen) return checkStep(run, ports);
  const pause = await ports.store.paused();
  if (pause) throw new Stopped(`Remediation is paused by ${pause.by}: ${pause.reason}`);
  return 'go';
}

/** What became of it in other hands. */
async function overtaken(run: Run, ports: RemediatePorts): Promise<Outcome> {
  const { status } = (await ports.store.run(run.id)) ?? run;
  return status === 'acting' ? comeBack(run, ports) : OUTCOMES[run.purpose][status];
}

async function comeBack({ id }: Run, { later }: RemediatePorts): Promise<Outcome> {
  await later(id, AGAIN, { waited: true });
  return 'waiting';
}

/** What was changed a moment ago may not be seen at once everywhere. Milliseconds. */
const WAITS = [0, 250, 1_000, 3_000] as const;

async function verify(run: Run, ports: RemediatePorts): Promise<Outcome> {
  const setting = settingOf(run, ports);
  let judgement: Judgement | undefined;
  for (const wait of WAITS) {
    if (wait > 0) await ports.sleep(wait);
    const state = await ports.read(run.ref);
    judgement = judgeRun(run, setting, state, ports);
    if (run.purpose === 'remediate' ? isClean(judgement) : state !== GONE && judgement.violations.length > 0) {
      return finish(run, state, judgement, ports);
    }
  }
  const left = judgement?.violations.map(({ text }) => text).join(' ');
  throw new Stopped(
    run.purpose === 'undo'
      ? 'The undo was carried out, but the resource is not as it was before.'
      : left
        ? `The plan was carried out, and this is still wrong: ${left}`
        : `The plan was carried out, but it cannot be said whether that was enough: ${judgement?.unknown?.unknown ?? ''}`,
  );
}

/** Why a run ends for good; `undefined` for what may pass. */
function reasonOf(error: unknown, run: Run): string | undefined {
  if (error instanceof Stopped) {
    return run.done < run.plan.actions.length ? `${whereIn(run)} was not carried out. ${error.message}` : error.message;
  }
  const failure: Failure = failureOf(error);
  if (isPassing(failure)) return undefined;
  const what = failure === 'denied' ? 'Plumbline is not allowed to do it' : 'AWS refused it';
  return `${whereIn(run)} failed: ${what} (${nameOf(error)}).`;
}

function whereIn({ done, plan, purpose }: Run): string {
  const count = plan.actions.length;
  const what = purpose === 'undo' ? 'the undo' : 'the plan';
  return done < count ? `Step ${done + 1} of ${count} of ${what}` : `The check after ${what}`;
}

/** The error's name only: messages of AWS may hold what an account wrote. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
