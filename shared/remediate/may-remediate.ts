import type { RuleSetting } from '../config/settings.ts';
import { signatureOf } from '../core/actor.ts';
import type { FindingEvent } from '../core/finding.ts';
import { fingerprintOf } from '../core/plan.ts';
import { activeRun } from '../store/active-run.ts';
import { Overtaken } from '../store/conflict.ts';
import type { BeforeRun } from '../store/store.ts';
import { declined } from './approval.ts';
import type { Permit } from './begin-remediation.ts';
import { refuse } from './check-step.ts';
import { allowedMode, type Facts, firstObjection, REMEDIATION_IS_OFF, type Verdict } from './gates.ts';
import type { Begun } from './job.ts';
import { secondsUntilFree } from './lease.ts';
import type { Outcome, RemediatePorts, Try } from './ports.ts';
import { propose } from './propose.ts';

/**
 * The events of a finding that ask for a remediation. What a remediation or an undo has left open wants one of its own,
 * or an approval.
 */
const STARTS: ReadonlySet<string> = new Set(['opened', 'reopened', 'changed', 'approved', 'remediated', 'undone']);

type Answer = { readonly permit: Permit } | { readonly outcome: Outcome } | Begun;

/** Nothing is to be done, for this reason: a full sentence. */
interface NothingToDo {
  readonly nothingToDo: string;
}

/**
 * Whether a run may begin for a finding's event. After a grace, the conditions are read first and the state last, so that
 * what somebody has fixed meanwhile is not touched. Where a rule has no grace, all of it is read at once: the
 * transaction that begins a run fails where anything has changed that was read from the table. An approval is always
 * answered.
 */
export async function mayRemediate(
  event: FindingEvent,
  ports: RemediatePorts,
  attempt: Try,
  gates: readonly ((facts: Facts) => Verdict | undefined)[],
): Promise<Answer> {
  const answer = await consider(event, ports, attempt, gates);
  return 'nothingToDo' in answer ? { outcome: await declined(event, answer.nothingToDo, ports) } : answer;
}

async function consider(
  event: FindingEvent,
  ports: RemediatePorts,
  attempt: Try,
  gates: readonly ((facts: Facts) => Verdict | undefined)[],
): Promise<Answer | NothingToDo> {
  const { rule, resource } = event.finding;
  const setting = ports.settings.rules.find((each) => each.rule.id === rule);
  const whyNot = setting ? whyNever(event, setting, ports) : 'The rule has been switched off.';
  if (!setting || whyNot !== undefined) return { nothingToDo: whyNot ?? '' };
  const asking = readingTagsOnce(ports);
  const { deployed, evaluator, settings } = ports;
  const conditions = ports.store.beforeRun(event.id, rule, resource.account);
  const look =
    setting.graceSeconds === 0 ? evaluator.observe(resource, [], recordingUnlessBegun(asking, conditions)) : undefined;
  const { plan: given } = event.finding;
  const undo = look && ports.completeUndo(resource, given.undo);
  // No call goes on after this. Where the run has begun already, what the look has met does not count.
  await Promise.allSettled([conditions, look, undo]);
  const { run, rateLimit, pause } = await conditions;
  if (run) return { resume: run };
  const approved =
    event.type === 'approved' ? { by: signatureOf(event.cause.actor), plan: event.finding.plan } : undefined;
  const wait = async (seconds: number): Promise<Outcome> => {
    await ports.later({ event: event.id, waited: true, ...(attempt.released ? { released: true } : {}) }, seconds);
    return 'waiting';
  };
  if (!attempt.waited && !approved && setting.graceSeconds > 0) return { outcome: await wait(setting.graceSeconds) };

  const exemption = await evaluator.exemptionOf(rule, resource, ports.now(), { ...asking, onUnknown: refuse });
  const observed = await (look ?? evaluator.observe(resource, [], asking));
  const evaluation = observed.evaluations.find(({ subject }) => subject.id === event.finding.id);
  const storedFinding = observed.record.findings.find((each) => each.finding.id === event.finding.id);
  if (!evaluation || !storedFinding) return { nothingToDo: 'The finding no longer exists.' };
  const other = await activeRun(observed.record, ports);
  const blocked = other && { blockedBy: other, comeBack: () => wait(secondsUntilFree(other, ports.now())) };
  // The run may be about to do what was approved: only after its end is it known whether the approval is answered.
  if (blocked && approved) return blocked;
  // What this read found has an event of its own, which asks for itself.
  if (observed.events.some((each) => each.finding.id === event.finding.id)) return { nothingToDo: CHANGED };
  if (evaluation.judgement.violations.length === 0) return { nothingToDo: 'Nothing is wrong any more.' };
  if (isAfterwards(event) && storedFinding.proposal?.startsWith(fingerprintOf(evaluation.judgement.plan)))
    return { nothingToDo: 'People were asked already.' };
  if (blocked) return blocked;

  const { remaining, judgement } = evaluation;
  const facts: Facts = {
    now: ports.now(),
    settings,
    setting,
    deployed,
    authorOf: (actor) => evaluator.authorOf(actor, resource.account, { ...settings, ownRole: ports.ownRole }),
    pause,
    storedFinding,
    beside: observed.record.findings,
    exemption,
    rateLimit,
    plan: judgement.plan,
    remaining,
    baseline: evaluation.context.baseline,
    isReleased: attempt.released === true,
    approved,
  };
  const verdict = firstObjection(gates, facts);
  if (!verdict) {
    const { fixed, context } = evaluation;
    const { plan } = judgement;
    const completed = (fingerprintOf(given) === fingerprintOf(plan) && undo) || ports.completeUndo(resource, plan.undo);
    const permit = { id: event.id, facts, observed, fixed, baseline: context.baseline, undo: await completed };
    return { permit };
  }
  if ('wait' in verdict) return { outcome: await wait(verdict.wait) };
  if ('leave' in verdict) return { nothingToDo: verdict.leave };
  const answer = await declined(event, verdict.ask, ports);
  const asked = await propose(event, facts, verdict, ports);
  return { outcome: asked === 'left' ? answer : asked };
}

const CHANGED = 'The resource has changed since the approval. An alert of its own says what is wrong now.';

/** The event reports a change by Plumbline, which may have left something open. */
function isAfterwards({ type }: FindingEvent): boolean {
  return type === 'remediated' || type === 'undone';
}

/** Why an event of a finding never leads to a remediation, as a full sentence. */
function whyNever(event: FindingEvent, setting: RuleSetting, { deployed }: RemediatePorts): string | undefined {
  const { resource, plan, status } = event.finding;
  if (!STARTS.has(event.type) || (isAfterwards(event) && status !== 'open')) return 'It asks for nothing.';
  if (setting.rule.remediation === undefined || plan.mode === 'manual') return 'Plumbline cannot fix this by itself.';
  return allowedMode(deployed, setting, resource.account) === 'off' ? REMEDIATION_IS_OFF : undefined;
}

/** Records nothing where the run has begun: it records by itself what it finds. */
function recordingUnlessBegun(ports: RemediatePorts, conditions: Promise<BeforeRun>): RemediatePorts {
  const { store } = ports;
  return {
    ...ports,
    store: {
      ...store,
      async save(before, writes) {
        if ((await conditions).run) throw new Overtaken('The run has begun already.');
        await store.save(before, writes);
      },
    },
  };
}

/** The gate and the evaluation see the same tags: those that came with the resource, or else those of one call. */
function readingTagsOnce(ports: RemediatePorts): RemediatePorts {
  let tags: ReturnType<RemediatePorts['tagsOf']> | undefined;
  return {
    ...ports,
    read: (ref, onTags) =>
      ports.read(
        ref,
        onTags &&
          ((found) => {
            tags = Promise.resolve(found);
            onTags(found);
          }),
      ),
    tagsOf: (resource) => (tags ??= ports.tagsOf(resource)),
  };
}
