import type { Action } from '../core/action.ts';
import { GONE } from '../core/kind.ts';
import type { Judgement } from '../core/lifecycle.ts';
import { exemptionOf } from '../evaluate/observe.ts';
import type { RemediatePorts } from '../evaluate/ports.ts';
import type { Run } from '../store/store.ts';
import { objectionMidway } from './gates.ts';
import { differingFields, progressOf } from './progress.ts';
import { isRight, judgeRun, settingOf } from './run.ts';
import { Stopped } from './stopped.ts';

/** `skip`: it is as if the step had been carried out; `over`: all is right already, so that no step is left to do. */
export type Checked = 'go' | 'skip' | 'gone' | { readonly over: object; readonly judgement: Judgement };

/**
 * Whether a run may go on: what has happened since it was looked at is asked for, the conditions
 * first and the state last, and the state must be what the run has made of the one it began with.
 * @throws {Stopped} where it may not.
 */
export async function checkStep(run: Run, ports: RemediatePorts): Promise<Checked> {
  const setting = settingOf(run, ports);
  const { store, deployed, ownRole, settings } = ports;
  const record = await store.resource(run.ref);
  const storedFinding = record.findings.find(({ finding }) => finding.id === run.finding);
  if (!storedFinding) throw new Stopped('Its finding is no longer there.');
  const exemption = await exemptionOf(run.rule, storedFinding.finding.resource, ports.now(), {
    ...ports,
    onUnknown: refuse,
  });
  const approved = run.approvedBy === undefined ? undefined : { by: run.approvedBy, plan: run.plan };
  const { plan, remaining = [] } = run;
  const facts = {
    now: ports.now(),
    settings,
    setting,
    deployed,
    ownRole,
    storedFinding,
    exemption,
    approved,
    plan,
    remaining,
  };
  const state = await ports.read(run.ref);
  const judgement = judgeRun(run, setting, state, ports);
  if (isRight(run, judgement)) return state === GONE ? 'gone' : { over: state, judgement };
  const objection = objectionMidway({ ...facts, pause: await store.paused() });
  if (objection) throw new Stopped('leave' in objection ? objection.leave : objection.ask);
  if (state === GONE || progressOf(run, setting.rule, state, judgement, record.salt ?? '') === undefined)
    throw new Stopped('Somebody has changed the resource meanwhile, and what would put it right is another plan now.');
  return 'go';
}

/** What was changed a moment ago may not be seen at once everywhere. Milliseconds. */
export const WAITS = [0, 250, 1_000, 3_000] as const;

/**
 * Whether the next step of an undo may be taken: the resource has to stand as the step that it turns
 * around has left it, so that nothing is overwritten that somebody has set since.
 * @throws {Stopped} where it does not, or the kill switch is pressed.
 */
export async function checkUndo(run: Run, ports: RemediatePorts): Promise<Checked> {
  const { rule } = settingOf(run, ports);
  const pause = await ports.store.paused();
  if (pause) throw new Stopped(`Remediation is paused by ${pause.by}: ${pause.reason}`);
  const { salt = '' } = await ports.store.resource(run.ref);
  let fields: readonly string[] = [];
  for (const wait of WAITS) {
    if (wait > 0) await ports.sleep(wait);
    const state = await ports.read(run.ref);
    if (state === GONE) throw new Stopped('The resource is gone.');
    fields = differingFields(rule, state, turnedAround(run), salt);
    if (fields.length === 0) return 'go';
    if (run.startedStep === run.completedSteps) return 'skip';
  }
  throw new Stopped(`Somebody has changed since then what would be overwritten: ${fields.join(', ')}.`);
}

/** The action that the next step of an undo turns around. */
function turnedAround({ completedSteps, plan: { undo } }: Run): Action {
  const action = undo[undo.length - 1 - completedSteps];
  if (!action) throw new Error('The undo has more steps than its run.');
  return action;
}

/** A tag that cannot be read may be an exemption: then nothing is done. */
export function refuse(_: string, why: string): never {
  throw Object.assign(new Error(why), { name: 'TagsUnreadable' });
}
