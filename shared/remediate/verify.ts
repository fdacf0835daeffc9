import type { RuleSetting } from '../config/settings.ts';
import { isCut } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import { simulate } from '../core/plan.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze, GONE, type Gone } from '../core/state.ts';
import type { Run } from '../store/store.ts';
import { READ_DELAYS } from './check-step.ts';
import type { Job, Next } from './job.ts';
import { nextVersion, proceed, RETRY_SECONDS } from './lease.ts';
import type { RemediatePorts } from './ports.ts';
import {
  bringsBack,
  differingFields,
  isBack,
  isRight,
  newsIn,
  progressOf,
  Stopped,
  settingOf,
  unintendedFields,
} from './run.ts';

/** How long a change may take until a read shows it: a database is modified in minutes. Milliseconds. */
const PATIENCE = 15 * 60_000;

/**
 * After the last step the resource is read and judged again. A remediation has succeeded where nothing is wrong but what
 * the run leaves and what others have done meanwhile. An undo or a restore has succeeded where the earlier value is back, also
 * if the rule does not object to it any more. Where the resource still is not as the steps leave it, it is read again, and the outcome says
 * what differs. A change that is still on its way is read again later.
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
      if (bringsBack(run)) throw new Stopped('The resource is gone.');
      if (isRight(run, judgement)) return { to: 'gone', job };
    } else {
      const frozen = freeze(state, salt);
      if (!(await isAsIntended(run, setting, judgement, frozen, ports))) continue;
      const differing = unintendedFields(job, setting.rule, frozen);
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

async function isAsIntended(
  run: Run,
  setting: RuleSetting,
  judgement: Judgement,
  state: object,
  ports: RemediatePorts,
): Promise<boolean> {
  if (bringsBack(run)) return isBack(run, setting.rule, state);
  return isRight(run, judgement) || isNews(run, setting, judgement, ports);
}

/** Whether all that is wrong besides what the run leaves has come up since, and not by what the plan does itself. */
async function isNews(run: Run, setting: RuleSetting, judgement: Judgement, ports: RemediatePorts): Promise<boolean> {
  const { rule } = setting;
  const isStillWrong = judgement.violations.some(({ path }) => run.violations.includes(path));
  // Of violations that were not stored, it is not known whether they are new.
  if (isStillWrong || judgement.unknown || isCut(run.violations) || !run.before) return false;
  const left = simulate(rule, run.before, run.plan.actions);
  const { judgement: intended } = await ports.evaluator.judgeRun(run, setting, left, ports);
  return !intended.unknown && newsIn(run, intended).length === 0;
}

/** Whether the read shows the resource before the last steps, which take effect later. */
function isOnItsWay(run: Run, rule: AnyRule, state: object, judgement: Judgement, salt: string): boolean {
  if (bringsBack(run)) return run.plan.undo.some((action) => differingFields(rule, state, action, salt).length === 0);
  const progress = progressOf(run, rule, state, judgement, salt);
  return progress !== undefined && progress < run.plan.actions.length;
}

function whatIsWrong({ purpose, remaining = [] }: Run, judgement: Judgement | undefined): string {
  if (purpose === 'restore') return 'The restore was carried out, but what was overwritten is not back.';
  if (purpose === 'undo') return 'The undo was carried out, but the resource is not in its earlier state.';
  const wrong = judgement?.violations.filter(({ path }) => !remaining.some((each) => each.path === path)) ?? [];
  return wrong.length > 0
    ? `The plan was carried out, and this is still wrong: ${wrong.map(({ text }) => text).join(' ')}`
    : `The plan was carried out, but Plumbline cannot tell whether it was enough: ${judgement?.unknown?.unknown ?? ''}`;
}
