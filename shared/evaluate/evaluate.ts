import type { RuleSetting, Settings } from '../config/settings.ts';
import { type Attribution, attributed, byReading } from '../core/cause.ts';
import { eventId, type TrailEvent } from '../core/event.ts';
import { activeExemptions } from '../core/exemption.ts';
import type { Cause } from '../core/finding.ts';
import type { Judgement, Subject } from '../core/judgement.ts';
import { begins, GONE, type Gone } from '../core/kind.ts';
import { dependencyKeys, usedBy } from '../core/neighbour.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';
import type { Context } from '../core/rule.ts';
import { freeze } from '../core/state.ts';
import { baselineIn } from '../store/disputed.ts';
import type { ResourceRecord, StoredFinding } from '../store/store.ts';
import { attributionOf, causeOf, firstCause, lateCauses, type Proof } from './attribution.ts';
import { isOwnChange } from './deployers.ts';
import { followEvents, type NamesByEvent, type Step } from './follow-events.ts';
import { judge } from './judge.ts';
import { type Neighbourhood, withNeighbours } from './neighbours.ts';
import { isOnlyShown } from './only-shown.ts';
import { partialPlan } from './partial-plan.ts';
import { subjectOf } from './subject.ts';

type State = object;

/** One read of a resource, and the events that led to it. */
export interface Observation {
  /** The complete answer of AWS. */
  readonly state: State | Gone;
  /** When AWS was asked. Milliseconds since 1970. */
  readonly readAt: number;
  /** In order of time, each once. */
  readonly events: readonly TrailEvent[];
  /** The ids that the events have for the resource; left out: the resource's own. */
  readonly names?: NamesByEvent;
  /** The change of a neighbour for which the resource is judged again. */
  readonly because?: Cause | undefined;
}

/** One rule's result for an observation. */
export interface Evaluation {
  readonly setting: RuleSetting;
  readonly subject: Subject;
  readonly storedFinding: StoredFinding | undefined;
  /** The baseline of the finding is needed also when it is resolved: the state is not to be the next one. */
  readonly keepsBaseline: boolean;
  readonly context: Context<State, unknown>;
  /** Whether AWS answers that the resource does not exist. */
  readonly isGone: boolean;
  /** The neighbours on which the judgement depends, as keys of the index of dependents. */
  readonly dependsOn: readonly string[];
  /** Of the state that was read. */
  readonly judgement: Judgement;
  /** What the plan leaves. */
  readonly remaining: readonly RemainingViolation[];
  /** The paths of what the plan fixes, however many they are. */
  readonly fixed: readonly string[];
  /** The judgements after each event; empty where the state that was read is wrong itself. */
  readonly proofs: readonly Proof[];
  /** The cause of the state that was read. */
  readonly cause: Cause;
  /** The cause of each of its violations. */
  readonly attribution: Attribution;
  /** By path: who caused what is resolved already, as events show that have come since. */
  readonly lateCauses: ReadonlyMap<string, Cause>;
}

interface OwnRole {
  /** The role of Plumbline's own changes; left out: nothing is deployed that makes any. */
  readonly ownRole?: string | undefined;
}

/** The steps that events prove: from what was stored, and from nothing. */
interface History {
  readonly followed: readonly Step[];
  readonly alone: readonly Step[];
}

/** Every rule's result for an observation. Nothing is read besides neighbours, and nothing is written. */
export async function evaluate(
  ref: Ref,
  record: ResourceRecord,
  observation: Observation,
  settings: Pick<Settings, 'rules' | 'trusted' | 'trustedDeployers'> & OwnRole,
  salt: string,
  neighbourhood: Neighbourhood,
): Promise<readonly Evaluation[]> {
  const rulesOfKind = settings.rules.filter(({ rule }) => rule.kind.name === ref.kind);
  const kind = rulesOfKind[0]?.rule.kind;
  if (!kind) return [];
  const before = stateIn(record);
  const hasAlias = (alias: string) => before !== undefined && kind.holds?.(before, alias) === true;
  // Where nothing was stored, events change the state that was read, so that everything beside them counts.
  const from = before ?? (observation.state === GONE ? undefined : observation.state);
  const history: History = {
    followed: await followEvents(kind, ref.id, from, observation, hasAlias),
    alone: await followEvents(kind, ref.id, undefined, observation, hasAlias),
  };
  const scene: Scene = { ref, record, observation, history, settings, salt };
  return Promise.all(rulesOfKind.map((setting) => evaluateRule(setting, scene, neighbourhood)));
}

interface Scene {
  readonly ref: Ref;
  readonly record: ResourceRecord;
  readonly observation: Observation;
  readonly history: History;
  readonly settings: Pick<Settings, 'trusted' | 'trustedDeployers'> & OwnRole;
  readonly salt: string;
}

function stateIn({ state }: ResourceRecord): State | undefined {
  return state === null ? undefined : state;
}

async function evaluateRule(
  setting: RuleSetting,
  { ref, record, observation, history, settings, salt }: Scene,
  neighbourhood: Neighbourhood,
): Promise<Evaluation> {
  const { trusted, trustedDeployers, ownRole } = settings;
  const { rule, options } = setting;
  const { state, events, readAt, because } = observation;
  const before = stateIn(record);
  const frozen = (each: State) => freeze(each, salt);
  const storedFinding = record.findings.find(({ finding }) => finding.rule === rule.id);
  const open = storedFinding?.finding.status === 'resolved' ? undefined : storedFinding;
  const isBorn = events.some((event) => begins(rule.kind, event) && event.time > (record.readAt ?? 0));
  const baseline = isBorn ? undefined : open ? open.baseline : baselineIn(record, rule.id, storedFinding);
  const steps = [...history.followed, ...history.alone];
  const states: readonly (State | Gone | undefined)[] = [state, before, ...steps.map(({ after }) => after)];
  const given = { ref, options, baseline, trusted, now: readAt };
  const { context, inDoubt } = await withNeighbours(rule, given, states, neighbourhood);
  const dependsOn = state !== GONE && inDoubt.includes(state) ? dependencyKeys(usedBy(rule), ref, state) : [];
  const judgement = isEndJudged(setting, record, observation)
    ? judge(rule, before, state, context, frozen)
    : NOTHING_WRONG;
  const proofsIn = (steps: readonly Step[]): readonly Proof[] =>
    steps
      .filter(({ event }) => rule.triggers.includes(eventId(event)))
      .map(({ event, after, before: then }) => ({
        cause: causeOf(event),
        judgement: judge(rule, before, after, context, frozen),
        isOnlyShown: (path: string) => isOnlyShown(rule, then, event, context, path),
      }));
  const isWrong = judgement.violations.length > 0;
  // Between two calls of a run the resource can look wrong. The run itself tells how it ended.
  const isOwnStep = ({ cause: { actor }, judgement }: Proof) =>
    judgement.violations.length > 0 && ownRole !== undefined && isOwnChange(actor, ref.account, ownRole);
  const followed = isWrong ? [] : proofsIn(history.followed).filter((one) => !isOwnStep(one));
  // Judged with the neighbours of now. What is wrong here already, no event on the resource itself has caused.
  const violationsBefore = before ? judge(rule, undefined, before, context).violations : [];
  const attribution: Attribution = isWrong
    ? attributionOf(judgement.violations, {
        finding: open?.finding,
        violationsBefore,
        followed: proofsIn(before ? history.followed : history.alone),
        alone: proofsIn(history.alone),
        readAt,
        because,
      })
    : {
        proven: new Map(),
        otherwise: before && violationsBefore.length === 0 && because ? because : byReading(readAt),
      };
  const cause = firstCause(attribution, judgement.violations);
  const causes = attributed(open?.finding, judgement.violations, cause, attribution);
  const standing = storedFinding ? activeExemptions(storedFinding.finding, readAt) : [];
  const planned =
    isWrong && state !== GONE
      ? partialPlan(
          setting,
          { state, context, judgement, causes, activeExemptions: standing, firstReadAt: storedFinding?.firstReadAt },
          { trustedDeployers },
        )
      : { judgement, remaining: [], fixed: [] };
  return {
    setting,
    subject: subjectOf(rule, ref),
    storedFinding,
    keepsBaseline: record.activeRun !== undefined || record.disputed !== undefined,
    context,
    isGone: state === GONE,
    dependsOn,
    ...planned,
    proofs: isWrong ? [] : followed,
    lateCauses: isWrong
      ? new Map()
      : lateCauses(storedFinding?.finding, {
          followed,
          alone: proofsIn(history.alone).filter((one) => !isOwnStep(one)),
        }),
    cause,
    attribution,
  };
}

const NOTHING_WRONG: Judgement = {
  violations: [],
  changes: [],
  plan: { steps: [], mode: 'manual', actions: [], undo: [] },
};

/** The end of a resource is judged only where the resource was known, or an event brought us here. */
function isEndJudged({ rule }: RuleSetting, record: ResourceRecord, { state, events }: Observation): boolean {
  if (state !== GONE || !rule.judgeGone) return true;
  const isKnown = record.state !== undefined && record.state !== null;
  return isKnown || record.findings.some(({ finding }) => finding.status !== 'resolved') || events.length > 0;
}
