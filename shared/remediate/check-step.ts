import type { Action } from '../core/action.ts';
import { fieldsBetween } from '../core/compare.ts';
import { isCut } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import { fingerprintOf, typesOf } from '../core/plan.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze, GONE } from '../core/state.ts';
import type { ResourceRecord, Run, StoredFinding } from '../store/store.ts';
import { allowedMode, firstObjection, notPaused, type Objection, REMEDIATION_IS_OFF, type StepFacts } from './gates.ts';
import type { Job, Next } from './job.ts';
import { asKnown } from './lease.ts';
import { ANOTHER_LIFE, isOfEarlierLife } from './life.ts';
import { othersGone } from './others.ts';
import type { RemediatePorts } from './ports.ts';
import {
  changedBy,
  differingFields,
  expectedOf,
  isRight,
  isWhole,
  nextStepFits,
  progressOf,
  Stopped,
  settingOf,
  undoneBy,
} from './run.ts';

/**
 * Before a step of a remediation: the conditions are read first and the state last, and the state has to be what the
 * run has made of the one that it began with. What was checked when the run began a moment ago is not checked again.
 * @throws {Stopped} where the run may not go on.
 */
export async function checkStep(
  job: Job,
  ports: RemediatePorts,
  gates: readonly ((facts: StepFacts) => Objection | undefined)[],
): Promise<Next<'starting' | 'done' | 'gone'>> {
  const { run, fresh } = job;
  const setting = settingOf(run, ports);
  const needsOthers = setting.rule.remediation?.needsOneOf !== undefined;
  if (fresh && run.completedSteps === 0 && !needsOthers && (await isAsPlanned(run, setting.rule, fresh, ports)))
    return { to: 'starting', job: { ...job, ...(run.before ? { seen: run.before } : {}) } };
  const { store, evaluator, deployed, ownRole, settings } = ports;
  const record = await store.resource(run.ref);
  const storedFinding = record.findings.find(({ finding }) => finding.id === run.finding);
  if (!storedFinding) throw new Stopped('The finding no longer exists.');
  const { resource } = storedFinding.finding;
  const exemption = await evaluator.exemptionOf(run.rule, resource, ports.now(), { ...ports, onUnknown: refuse });
  const state = await ports.read(run.ref);
  const readAt = ports.now();
  const { judgement, context } = await evaluator.judgeRun(run, setting, state, ports);
  if (state === GONE && isRight(run, judgement)) return { to: 'gone', job };
  const seen = state === GONE ? undefined : freeze(state, record.salt ?? '');
  const isUntouched = run.completedSteps === 0 && !job.unsure;
  const isRightNow = isRight(run, judgement);
  // The plan is carried out wholly, also where the rule has no objection before the last step.
  if (state !== GONE && seen && isRightNow && (isUntouched || isWhole(run, setting.rule, seen)))
    return { to: 'done', job: { ...job, run: asKnown(job), read: { state, readAt, judgement, context } } };
  const current = isUntouched && seen ? await completed(plannedAnew(asKnown(job), judgement, seen), ports) : run;
  const { plan, remaining = [] } = current;
  const objection = firstObjection(gates, {
    now: ports.now(),
    settings,
    setting,
    deployed,
    authorOf: (actor) => evaluator.authorOf(actor, resource.account, { ...settings, ownRole }),
    storedFinding: isRightNow ? await asRequested(run, storedFinding, ports) : storedFinding,
    exemption,
    approved: run.approvedBy === undefined ? undefined : { by: run.approvedBy, plan },
    plan,
    remaining,
    pause: await store.paused(),
  });
  if (objection) throw new Stopped('leave' in objection ? objection.leave : objection.ask);
  if (isOfEarlierLife(run, record)) throw new Stopped(ANOTHER_LIFE);
  const alone = state === GONE ? undefined : await othersGone(setting.rule, state, context, current.violations, ports);
  if (alone !== undefined) throw new Stopped(alone);
  const expected = expectedOf(current, setting.rule, job.expected);
  const isExpected =
    state !== GONE &&
    seen !== undefined &&
    ((!isUntouched && nextStepFits(current, setting.rule, seen, expected)) ||
      progressOf(current, setting.rule, state, judgement, record.salt ?? '') !== undefined);
  if (!isExpected)
    throw new Stopped('Somebody has changed the resource during the remediation, and another plan is needed now.');
  return { to: 'starting', job: { ...job, run: current, seen, ...(expected ? { expected } : {}) } };
}

/** The finding with what the run has to fix, where the rule has no objection before all steps are done. */
async function asRequested(run: Run, storedFinding: StoredFinding, { store }: RemediatePorts): Promise<StoredFinding> {
  const violations = (await store.event(run.id))?.finding.violations ?? storedFinding.finding.violations;
  return { ...storedFinding, finding: { ...storedFinding.finding, status: 'open', violations } };
}

/**
 * Whether the resource is still as it was when its run began a moment ago. It is read again only where the step replaces
 * a value: any other step adds or removes what it names, and leaves the rest.
 */
async function isAsPlanned(
  { ref, before, plan: { actions } }: Run,
  rule: AnyRule,
  { salt = '' }: ResourceRecord,
  ports: RemediatePorts,
): Promise<boolean> {
  const type = actions[0] && typesOf(rule).get(actions[0].type);
  if (type?.undoneBy !== type?.type) return true;
  const state = await ports.read(ref);
  return state !== GONE && before !== null && fieldsBetween(freeze(state, salt), before).length === 0;
}

/**
 * Where nothing was written yet, the plan is made anew of what was just read: what others have changed meanwhile is not
 * overwritten. A plan that somebody approved, or that leaves a part of the drift, is not changed; nor is one for other
 * violations than before.
 */
function plannedAnew(run: Run, { plan, violations }: Judgement, seen: object): Run {
  const isForSame = violations.every(({ path }) => run.violations.includes(path));
  const mayChange = run.approvedBy === undefined && run.remaining === undefined && isForSame;
  if (!mayChange && fingerprintOf(plan) !== fingerprintOf(run.plan)) return run;
  const isListed = !isCut(violations.map(({ path }) => path));
  const left = run.violations.filter((path) => !isListed || violations.some((each) => each.path === path));
  return { ...run, before: seen, plan, violations: mayChange ? left : run.violations };
}

/** The run with an undo that has what no look shows. */
async function completed(run: Run, { completeUndo }: RemediatePorts): Promise<Run> {
  return { ...run, plan: { ...run.plan, undo: await completeUndo(run.ref, run.plan.undo) } };
}

/** A change of a moment ago may not be visible everywhere yet. Milliseconds before each read. */
export const READ_DELAYS = [0, 250, 1_000, 3_000] as const;

/**
 * Before a step of an undo or a restore: the resource has to be in the state that the original step produced, so that nothing is
 * overwritten that somebody has set since.
 * @throws {Stopped} where it is not, or remediation is paused.
 */
export async function checkUndoStep(job: Job, ports: RemediatePorts): Promise<Next<'starting' | 'stepped'>> {
  const { run } = job;
  const { rule } = settingOf(run, ports);
  const objection = notPaused({ pause: await ports.store.paused() });
  if (objection) throw new Stopped('ask' in objection ? objection.ask : objection.leave);
  const record = await ports.store.resource(run.ref);
  if (isOfEarlierLife(run, record)) throw new Stopped(ANOTHER_LIFE);
  const { salt = '' } = record;
  let fields: readonly string[] = [];
  for (const delay of READ_DELAYS) {
    if (delay > 0) await ports.sleep(delay);
    const state = await ports.read(run.ref);
    if (state === GONE) throw new Stopped('The resource is gone.');
    fields = differingFields(rule, state, originalOf(run), salt);
    const seen = freeze(state, salt);
    if (fields.length === 0) {
      if (run.purpose === 'restore') await refuseWhatRulesObjectTo(run, state, record, ports);
      return { to: 'starting', job: { ...job, seen } };
    }
    if (run.startedStep === run.completedSteps) return { to: 'stepped', job: { ...job, seen } };
  }
  const changed = `Somebody has changed since then what the ${run.purpose} would overwrite: ${fields.join(', ')}.`;
  if (run.purpose === 'restore') throw new Stopped(changed);
  const [later] = await laterRuns(run, fields, record, ports);
  if (!later) throw new Stopped(changed);
  const time = new Date(later.endedAt ?? later.startedAt).toISOString().replace(/\.\d+Z/, 'Z');
  throw new Stopped(
    `A later remediation, of ${later.rule} at ${time}, has changed what the undo would overwrite: ${fields.join(', ')}. Undo that one first; its finding is ${later.finding}.`,
  );
}

/** What was proposed earlier is judged again, with the settings of today and what has changed beside it. */
async function refuseWhatRulesObjectTo(
  run: Run,
  state: object,
  record: ResourceRecord,
  ports: RemediatePorts,
): Promise<void> {
  const setting = settingOf(run, ports);
  if (allowedMode(ports.deployed, setting, run.ref.account) === 'off') throw new Stopped(REMEDIATION_IS_OFF);
  const [objection] = await ports.evaluator.objectionsTo(run.plan.actions, setting, state, record, ports);
  if (objection !== undefined) throw new Stopped(`A rule objects to what the restore would leave: ${objection}`);
}

/** The remediations of other findings that have changed some of these fields after what is to be undone; the last is first. */
async function laterRuns(
  { id, finding: own }: Run,
  fields: readonly string[],
  { findings }: ResourceRecord,
  ports: RemediatePorts,
): Promise<readonly Run[]> {
  const past = await ports.store.run(undoneBy(id));
  const others = findings.flatMap(({ finding, lastRun }) => (finding.id === own ? [] : (lastRun ?? [])));
  const runs = await Promise.all(others.map((each) => ports.store.run(each)));
  const endOf = (run: Run | undefined) => run?.endedAt ?? run?.startedAt ?? 0;
  return runs
    .flatMap((run) => run || [])
    .filter((run) => endOf(run) >= endOf(past) && changedBy(run, ports).some((field) => fields.includes(field)))
    .sort((a, b) => endOf(b) - endOf(a));
}

/** The action that the next step of an undo undoes. */
function originalOf({ completedSteps, plan: { undo } }: Run): Action {
  const action = undo[undo.length - 1 - completedSteps];
  if (!action) throw new Error('The undo has more steps than its run.');
  return action;
}

/** Nothing is done where tags cannot be read: one of them may exempt the resource. */
export function refuse(_: string, why: string): never {
  throw Object.assign(new Error(why), { name: 'TagsUnreadable' });
}
