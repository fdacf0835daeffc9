import { GONE, type Gone } from '../core/kind.ts';
import type { Judgement } from '../core/lifecycle.ts';
import type { Run } from '../store/store.ts';
import { objectionMidway } from './gates.ts';
import { exemptionOf } from './observe.ts';
import type { RemediatePorts } from './ports.ts';
import { isClean, judgeRun, settingOf } from './run.ts';
import { progressOf } from './standing.ts';
import { Stopped } from './stopped.ts';

/** `over`: nothing is wrong any more, so that no step is left to do. */
export type Checked = 'go' | { readonly over: object | Gone; readonly judgement: Judgement };

/**
 * Whether a run may go on: what has happened since it was looked at is asked for, the conditions
 * first and the state last, and the state must be what the run has made of the one it began with.
 * @throws {Stopped} where it may not.
 */
export async function checkStep(run: Run, ports: RemediatePorts): Promise<Checked> {
  const setting = settingOf(run, ports);
  const { store, deployed, ownRole, settings } = ports;
  const stored = await store.resource(run.ref);
  const held = stored.findings.find(({ finding }) => finding.id === run.finding);
  if (!held) throw new Stopped('Its finding is no longer there.');
  const exemption = await exemptionOf(run.rule, held.finding.resource, ports.now(), { ...ports, onUnknown: refuse });
  const approved = run.approvedBy === undefined ? undefined : { by: run.approvedBy, plan: run.plan };
  const facts = { settings, setting, deployed, ownRole, held, exemption, approved, plan: run.plan };
  const state = await ports.read(run.ref);
  const judgement = judgeRun(run, setting, state, ports);
  if (isClean(judgement)) return { over: state, judgement };
  const objection = objectionMidway({ ...facts, pause: await store.paused() });
  if (objection) throw new Stopped('leave' in objection ? objection.leave : objection.ask);
  if (state === GONE || progressOf(run, setting.rule, state, judgement, stored.salt ?? '') === undefined)
    throw new Stopped('Somebody has changed the resource meanwhile, and what would put it right is another plan now.');
  return 'go';
}

/** A tag that cannot be read may be an exemption: then nothing is done. */
export function refuse(_: string, why: string): never {
  throw new Error(why);
}
