import { GONE, type Gone } from '../core/kind.ts';
import type { Judgement } from '../core/lifecycle.ts';
import type { AnyRule } from '../core/rule.ts';
import type { Outcome, RemediatePorts } from '../evaluate/ports.ts';
import type { ResourceRecord, Run } from '../store/store.ts';
import { WAITS } from './check.ts';
import { onward, proceed, RETRY_SECONDS } from './lease.ts';
import { finish, goneWith } from './outcome.ts';
import { differingFields, progressOf } from './progress.ts';
import { isRight, judgeRun, settingOf } from './run.ts';
import { Stopped } from './stopped.ts';

/** So long a change may take until it is seen: a database is modified in minutes. Milliseconds. */
const PATIENCE = 15 * 60_000;

/**
 * Reads the resource after the last step: only where nothing is wrong that was not to be left is it success,
 * and for an undo, where all is back that was put right.
 * @param known What was stored when the run began a moment ago.
 * @throws {Stopped} where it is not, and not because the steps are still to be seen.
 */
export async function verify(run: Run, ports: RemediatePorts, known?: ResourceRecord): Promise<Outcome> {
  const { rule, ...setting } = settingOf(run, ports);
  let state: object | Gone = GONE;
  let judgement: Judgement | undefined;
  for (const wait of WAITS) {
    if (wait > 0) await ports.sleep(wait);
    state = await ports.read(run.ref);
    judgement = judgeRun(run, { rule, ...setting }, state, ports);
    if (state === GONE) {
      if (run.purpose === 'undo') throw new Stopped('The resource is gone.');
      if (isRight(run, judgement)) return goneWith(run, ports);
    } else if (isAsMeant(run, judgement)) return finish(run, state, judgement, ports, known);
  }
  const { salt = '' } = await ports.store.resource(run.ref);
  const isLate = ports.now() >= (run.actedAt ?? run.startedAt) + PATIENCE;
  if (!isLate && judgement && state !== GONE && isOnTheWay(run, rule, state, judgement, salt)) {
    await proceed({ ...onward(run, {}, ports.now()), leaseUntil: 0 }, ports);
    await ports.later(run.id, RETRY_SECONDS, { waited: true });
    return 'waiting';
  }
  throw new Stopped(whatIsWrong(run, judgement));
}

function isAsMeant(run: Run, judgement: Judgement): boolean {
  const { purpose, violations } = run;
  if (purpose === 'remediate') return isRight(run, judgement);
  const back = new Set(judgement.violations.map(({ path }) => path));
  return violations.every((at) => back.has(at));
}

/** Whether what is seen is the resource before the last steps, which take effect later. */
function isOnTheWay(run: Run, rule: AnyRule, state: object, judgement: Judgement, salt: string): boolean {
  if (run.purpose === 'undo')
    return run.plan.undo.some((action) => differingFields(rule, state, action, salt).length === 0);
  const progress = progressOf(run, rule, state, judgement, salt);
  return progress !== undefined && progress < run.plan.actions.length;
}

function whatIsWrong({ purpose, remaining = [] }: Run, judgement: Judgement | undefined): string {
  if (purpose === 'undo') return 'The undo was carried out, but the resource is not as it was before.';
  const wrong = judgement?.violations.filter(({ path }) => !remaining.some((each) => each.path === path)) ?? [];
  return wrong.length > 0
    ? `The plan was carried out, and this is still wrong: ${wrong.map(({ text }) => text).join(' ')}`
    : `The plan was carried out, but it cannot be said whether that was enough: ${judgement?.unknown?.unknown ?? ''}`;
}
