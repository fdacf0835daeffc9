import type { Action } from '../core/action.ts';
import { type Failure, failureOf, isPassing } from '../core/failure.ts';
import { GONE } from '../core/kind.ts';
import type { Advance, Judgement } from '../core/lifecycle.ts';
import { noted, remediated, undone } from '../core/lifecycle.ts';
import type { Run } from '../store/store.ts';
import { byPlumbline } from './causes.ts';
import { freeze } from './freeze.ts';
import { putBackLately } from './gates.ts';
import { judge } from './judge.ts';
import type { Outcome, RemediatePorts, Try } from './ports.ts';
import { record } from './record.ts';

/** A run that goes no further, for a reason to be announced. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Carries a run on from where it stands, be it just begun or left by a process that died: action by
 * action, each recorded before and after, each safe to repeat; then the resource is read and judged
 * again, and only a clean judgement is success.
 * @throws what may pass (throttling, no answer), so that the run is carried on later.
 */
export async function carryOn(run: Run, ports: RemediatePorts, { last = false }: Try): Promise<Outcome> {
  let now = run;
  try {
    const { actions } = run.plan;
    while (now.done < actions.length) {
      now = await step(now, actions[now.done] as Action, ports);
    }
    return await verify(now, ports);
  } catch (error) {
    const why = reasonOf(error, now);
    if (why === undefined && !last) throw error;
    return fail(now, why ?? `${whereIn(now)} could not be completed: ${nameOf(error)}.`, ports);
  }
}

async function step(run: Run, action: Action, ports: RemediatePorts): Promise<Run> {
  const pause = await ports.store.paused();
  if (pause) throw new Stopped(`Remediation was paused by ${pause.by} before ${whereIn(run).toLowerCase()}.`);
  const begun: Run = { ...run, begun: run.done };
  if (run.begun !== run.done) await ports.store.proceed(begun);
  await ports.apply(run.ref, action);
  const after: Run = { ...begun, done: run.done + 1 };
  // The last step's end is recorded with the outcome; should that fail, the step is repeated.
  if (after.done < run.plan.actions.length) await ports.store.proceed(after);
  return after;
}

/** What was changed a moment ago may not be seen at once everywhere. Milliseconds. */
const WAITS = [0, 250, 1_000, 3_000] as const;

async function verify(run: Run, ports: RemediatePorts): Promise<Outcome> {
  const setting = ports.settings.rules.find(({ rule }) => rule.id === run.rule);
  if (!setting) throw new Stopped('The rule was switched off meanwhile.');
  const { rule, options } = setting;
  const context = {
    ref: run.ref,
    options,
    baseline: run.baseline as object | undefined,
    trusted: ports.settings.trusted,
  };
  let judgement: Judgement | undefined;
  for (const wait of WAITS) {
    if (wait > 0) await ports.sleep(wait);
    const state = await ports.read(run.ref);
    judgement = judge(rule, undefined, state, context);
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

function isClean({ violations, unknown }: Judgement): boolean {
  return violations.length === 0 && (!unknown || unknown.cleared);
}

async function finish(
  run: Run,
  state: object | typeof GONE,
  judgement: Judgement,
  ports: RemediatePorts,
): Promise<Outcome> {
  const at = ports.now();
  const { contestHours, undoDays } = ports.settings.limits;
  const ended: Run = { ...run, status: 'done', endedAt: at };
  await record(
    run.ref,
    run.finding,
    (held, { salt }) => {
      const advance: Advance =
        run.purpose === 'remediate'
          ? remediated(held.finding, byPlumbline(at, run.id), run.approvedBy && `Approved by ${run.approvedBy}.`)
          : undone(
              held.finding,
              judgement,
              {
                reason: 'Its remediation was undone.',
                owner: run.approvedBy ?? 'unknown',
                until: at + undoDays * 24 * 60 * 60 * 1000,
                by: 'undo',
                covers: judgement.violations.map((violation) => violation.at),
              },
              byPlumbline(at, run.id),
            );
      const { proposed: _answered, ...rest } = held;
      return {
        held: {
          ...rest,
          ...(run.purpose === 'remediate'
            ? { lastRun: run.id, putBack: [...putBackLately(held, contestHours, at), at] }
            : { putBack: held.putBack }),
        },
        advance,
        ...(salt === undefined ? {} : { state: state === GONE ? null : freeze(state, salt) }),
        run: ended,
      };
    },
    ports,
  );
  return run.purpose === 'remediate' ? 'remediated' : 'undone';
}

async function fail(run: Run, why: string, ports: RemediatePorts): Promise<Outcome> {
  const at = ports.now();
  const ended: Run = { ...run, status: 'failed', endedAt: at, note: why };
  await record(
    run.ref,
    run.finding,
    (held) => ({ held, advance: noted(held.finding, 'failed', byPlumbline(at, run.id), why), run: ended }),
    ports,
  );
  return 'failed';
}

/** Why a run ends for good; `undefined` for what may pass. */
function reasonOf(error: unknown, run: Run): string | undefined {
  if (error instanceof Stopped) return error.message;
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
