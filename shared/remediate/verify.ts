import type { Judgement } from '../core/judgement.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze, GONE, type Gone } from '../core/state.ts';
import type { Run } from '../store/store.ts';
import { READ_DELAYS } from './check-step.ts';
import type { Job, Next } from './job.ts';
import { nextVersion, proceed, RETRY_SECONDS } from './lease.ts';
import type { RemediatePorts } from './ports.ts';
import { differingFields, isRight, progressOf, Stopped, settingOf, unintendedFields } from './run.ts';

/** How long a change may take until a read shows it: a database is modified in minutes. Milliseconds. */
const PATIENCE = 15 * 60_000;

/**
 * After the last step the resource is read and judged again. A remediation has succeeded where nothing is wrong but
 * what the run leaves, an undo where all that was fixed is back. Where the rule has no objection and the resource still
 * is not as the last step leaves it, it is read again, and the outcome says what differs. A change that is still on its way is read again later.
 * @throws {Stopped} where the resource is not as it should be.
 */
export async function verify(job: Job, ports: RemediatePorts): Promise<Next<'done' | 'gone'>> {
  const { run } = job;
  const setting = settingOf(run, ports);
  const salt = job.fresh?.salt ?? (await ports.store.resource(run.ref)).salt ?? '';
  let state: object | Gone = GONE;
  let judgement: Judgement | undefined;
  let done: Job | undefined;
  for (const delay of READ_DELAYS) {
    if (delay > 0) await ports.sleep(delay);
    done = undefined;
    state = await ports.read(run.ref);
    const readAt = ports.now();
    const judged = await ports.evaluator.judgeRun(run, setting, state, ports);
    ({ judgement } = judged);
    if (state === GONE) {
      if (run.purpose === 'undo') throw new Stopped('The resource is gone.');
      if (isRight(run, judgement)) return { to: 'gone', job };
    } else if (isAsIntended(run, judgement)) {
      const differing = unintendedFields(job, setting.rule, freeze(state, salt));
      done = { ...job, read: { state, readAt, ...judged }, differing };
      if (differing.length === 0) break;
    }
  }
  if (done) return { to: 'done', job: done };
  const isLate = ports.now() >= (run.actedAt ?? run.startedAt) + PATIENCE;
  if (!isLate && judgement && state !== GONE && isOnItsWay(run, setting.rule, state, judgement, salt)) {
    await proceed({ ...nextVersion(run, {}, ports.now()), leaseUntil: 0 }, ports);
    await ports.later({ event: run.id, waited: true }, RETRY_SECONDS);
    return { outcome: 'waiting' };
  }
  throw new Stopped(whatIsWrong(run, judgement));
}

function isAsIntended(run: Run, judgement: Judgement): boolean {
  if (run.purpose === 'remediate') return isRight(run, judgement);
  const back = new Set(judgement.violations.map(({ path }) => path));
  return run.violations.every((path) => back.has(path));
}

/** Whether the read shows the resource before the last steps, which take effect later. */
function isOnItsWay(run: Run, rule: AnyRule, state: object, judgement: Judgement, salt: string): boolean {
  if (run.purpose === 'undo')
    return run.plan.undo.some((action) => differingFields(rule, state, action, salt).length === 0);
  const progress = progressOf(run, rule, state, judgement, salt);
  return progress !== undefined && progress < run.plan.actions.length;
}

function whatIsWrong({ purpose, remaining = [] }: Run, judgement: Judgement | undefined): string {
  if (purpose === 'undo') return 'The undo was carried out, but the resource is not in its earlier state.';
  const wrong = judgement?.violations.filter(({ path }) => !remaining.some((each) => each.path === path)) ?? [];
  return wrong.length > 0
    ? `The plan was carried out, and this is still wrong: ${wrong.map(({ text }) => text).join(' ')}`
    : `The plan was carried out, but Plumbline cannot tell whether it was enough: ${judgement?.unknown?.unknown ?? ''}`;
}
