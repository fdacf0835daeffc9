import type { RuleSetting } from '../config/settings.ts';
import type { Action } from '../core/action.ts';
import { canonical, fieldsBetween } from '../core/compare.ts';
import type { Plan } from '../core/finding.ts';
import { objectOf } from '../core/json.ts';
import type { Judgement } from '../core/judgement.ts';
import { simulate, typesOf } from '../core/plan.ts';
import { holdsFingerprint } from '../core/state.ts';
import { baselineIn } from '../store/disputed.ts';
import type { ResourceRecord, Run } from '../store/store.ts';
import { judgeRun } from './judge-run.ts';
import type { Ports } from './ports.ts';

/** What would bring an overwritten change back. */
export interface WayBack {
  /** Full sentences. */
  readonly text: string;
  /** A person has to ask for it; left out: there is none, or a rule objects to what it would leave. */
  readonly plan?: Plan;
}

/**
 * @param now The resource as it was read, frozen.
 * @param meant The value of the field that brings the change back, frozen.
 */
export async function wayBack(
  { field, meant }: { readonly field: string; readonly meant: unknown },
  run: Run,
  { record, now }: { readonly record: ResourceRecord; readonly now: object },
  ports: Ports,
): Promise<WayBack> {
  const setting = ports.settings.rules.find(({ rule }) => rule.id === run.rule);
  const plan = setting && planOf(field, meant, run, setting, now);
  if (!setting || !plan) return { text: `It was a change of ${field}.` };
  const back = plan.steps.join('; ');
  const objections = await objectionsTo(plan.actions, setting, now, record, ports);
  return objections.length === 0
    ? { text: `To bring it back: ${back}.`, plan }
    : {
        text: `Plumbline does not propose to bring it back (${back}), because a rule objects to that: ${objections.join(' ')}`,
      };
}

/** The step of the run that has replaced the field, with another value; `undefined`: no step replaces that field alone. */
function planOf(field: string, meant: unknown, run: Run, { rule }: RuleSetting, now: object): Plan | undefined {
  const before = valueOf(now, field);
  if (holdsFingerprint([before, meant])) return undefined;
  const types = typesOf(rule);
  for (const own of run.plan.actions) {
    const type = types.get(own.type);
    if (type?.undoneBy !== own.type) continue;
    const params = { ...objectOf(own.params), before, after: meant };
    const after = type.simulate(now, params);
    const isThis = canonical(valueOf(after, field)) === canonical(meant);
    if (!isThis || fieldsBetween(now, after).join() !== field) continue;
    const actions = [{ type: type.type, params }];
    return { steps: [type.describe(params)], mode: 'approve', actions, undo: [type.inverse(params)] };
  }
  return undefined;
}

/**
 * What the rules of a kind, with their settings of today, object to after some actions and not before them. Full
 * sentences.
 * @param by The rule that knows the actions.
 * @param record Has the baselines.
 */
export async function objectionsTo(
  actions: readonly Action[],
  { rule: by }: RuleSetting,
  state: object,
  record: ResourceRecord,
  ports: Ports,
): Promise<readonly string[]> {
  const after = simulate(by, state, actions);
  const ofKind = ports.settings.rules.filter(({ rule }) => rule.kind.name === record.ref.kind);
  const objections = ofKind.map(async (setting) => {
    const storedFinding = record.findings.find(({ finding }) => finding.rule === setting.rule.id);
    const isOpen = storedFinding !== undefined && storedFinding.finding.status !== 'resolved';
    const baseline = isOpen ? storedFinding.baseline : baselineIn(record, setting.rule.id, storedFinding);
    const subject = { ref: record.ref, ...(baseline === undefined ? {} : { baseline }) };
    const [was, will] = await Promise.all(
      [state, after].map(async (each) => (await judgeRun(subject, setting, each, ports)).judgement),
    );
    return was && will ? newIn(was, will) : [];
  });
  return [...new Set((await Promise.all(objections)).flat())];
}

function newIn(was: Judgement, will: Judgement): readonly string[] {
  const known = new Set(was.violations.map(({ path, text, extent }) => canonical([path, text, extent])));
  const news = will.violations.filter(({ path, text, extent }) => !known.has(canonical([path, text, extent])));
  const isDoubt = will.unknown && !will.unknown.cleared && will.unknown.unknown !== was.unknown?.unknown;
  return [...news.map(({ text }) => text), ...(isDoubt ? [will.unknown?.unknown ?? ''] : [])];
}

export function valueOf(state: object, field: string): unknown {
  return new Map<string, unknown>(Object.entries(state)).get(field);
}
