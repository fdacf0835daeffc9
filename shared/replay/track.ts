import { exemptionFor } from '../config/exemptions.ts';
import type { RuleSetting, Settings } from '../config/settings.ts';
import { causesOf, sameCause, shownBy } from '../core/cause.ts';
import { compareEvents, eventId, type OrderedEvent, type TrailEvent, UnreadableEvent } from '../core/event.ts';
import type { Cause, Finding, FindingEventDraft } from '../core/finding.ts';
import { type AnyKind, awsTypeOf, GONE } from '../core/kind.ts';
import { advance } from '../core/lifecycle.ts';
import { dependencyKeys, eventsOfNeighbour, keysOfDependents, usedBy } from '../core/neighbour.ts';
import type { Context } from '../core/rule.ts';
import { causeOf } from '../evaluate/attribution.ts';
import { planHolds } from '../evaluate/judge.ts';
import { naming } from '../evaluate/neighbours.ts';
import { isOnlyShown } from '../evaluate/only-shown.ts';
import { subjectOf } from '../evaluate/subject.ts';
import { judgeChange } from './judge-change.ts';
import { rulesByEvent } from './rules-by-event.ts';
import {
  createTrackedResources,
  type EventChange,
  firstMemory,
  type Touch,
  type TrackedResource,
} from './tracked-resources.ts';

type State = object;

/** A rule could not decide, and why. These are counted, so that an unknown state is never reported as compliant. */
export interface Undetermined {
  readonly rule: string;
  readonly why: string;
  count: number;
}

export interface Accepted {
  readonly outcome: 'followed' | 'repeated' | 'unwatched' | 'failed-call';
  readonly events: readonly FindingEventDraft[];
  /** Why a kind could not read the event. Other kinds may still have read it. */
  readonly unreadable: readonly string[];
  /** A finding names the event as a cause. */
  readonly isCause: boolean;
}

export interface Tracker {
  /** Takes the next event, in order of time. A repeated event changes nothing. */
  accept(event: TrailEvent): Promise<Accepted>;
  findings(): readonly Finding[];
  undetermined(): readonly Undetermined[];
  /** Ids of the findings whose plan, simulated, leaves no violation. */
  readonly fixable: ReadonlySet<string>;
  /** Ids of the findings that ended because their resource was deleted. */
  readonly gone: ReadonlySet<string>;
}

/** Follows every resource through its events, and keeps the findings of every rule in memory. */
export function createTracker(settings: Settings): Tracker {
  const { rules, trusted } = settings;
  const byNeighbour = rulesByNeighbour(rules);
  const resources = createTrackedResources(new Set(byNeighbour.keys()));
  const dependents = new Map<string, Set<TrackedResource>>();
  const findings = new Map<string, Finding>();
  const undetermined = new Map<string, Undetermined>();
  /** By the id of a finding, whether its last plan holds. Only the last plan of a finding is simulated. */
  const plans = new Map<string, () => boolean>();
  const gone = new Set<string>();
  let isCause = false;
  const followed = rulesByEvent(rules);
  const neighboursOf = new Map(rules.map(({ rule }) => [rule.id, usedBy(rule)]));
  let last: OrderedEvent | undefined;

  return {
    get fixable() {
      return new Set([...plans].filter(([, holds]) => holds()).map(([id]) => id));
    },
    gone,
    findings: () => [...findings.values()],
    undetermined: () => [...undetermined.values()],
    async accept(event) {
      const order = last ? compareEvents(last, event) : -1;
      if (order > 0) throw new Error('events must come in order of time');
      if (order === 0) return { ...NOTHING, outcome: 'repeated' };
      if (event.time !== last?.time) resources.tick();
      last = { time: event.time, eventName: event.eventName, eventID: event.eventID };
      const rulesByKind = followed.get(eventId(event));
      if (!rulesByKind) return { ...NOTHING, outcome: 'unwatched' };
      if (event.errorCode) return { ...NOTHING, outcome: 'failed-call' };
      const events: FindingEventDraft[] = [];
      const unreadable: string[] = [];
      isCause = false;
      const touchedBy = (kind: AnyKind): readonly Touch[] => {
        try {
          return resources.touchedBy(kind, event);
        } catch (error) {
          if (!(error instanceof UnreadableEvent)) throw error;
          unreadable.push(error.message);
          return [];
        }
      };
      // One by one, so that an event that cannot be read for one resource still counts for the others.
      for (const [kind, itsRules] of rulesByKind) {
        for (const touch of touchedBy(kind)) {
          events.push(...(await follow(kind, itsRules, touch, event, unreadable)));
        }
      }
      return { outcome: 'followed', events, unreadable, isCause };
    },
  };

  async function follow(
    kind: AnyKind,
    itsRules: readonly RuleSetting[],
    touch: Touch,
    event: TrailEvent,
    unreadable: string[],
  ): Promise<readonly FindingEventDraft[]> {
    const change = await resources.follow(kind, touch, event);
    if (!change) return [];
    if (change.unreadable) {
      unreadable.push(change.unreadable.message);
      return followDependents(kind, change, event);
    }
    const { resource, after } = change;
    const id = eventId(event);
    const events = itsRules
      .filter(({ rule }) => rule.triggers.includes(id) || (after === GONE && resource.memories.has(rule.id)))
      .flatMap((setting) => apply(setting, change, event));
    events.push(...followDependents(kind, change, event));
    if (after === GONE) resources.end(resource);
    return events;
  }

  /** Judges the resources again whose verdict depends on a resource that an event changed. */
  function followDependents(
    kind: AnyKind,
    { resource, after, creates }: EventChange,
    event: TrailEvent,
  ): readonly FindingEventDraft[] {
    const itsRules = (byNeighbour.get(kind.name) ?? []).filter(
      ({ events }) => creates || after === GONE || events.includes(eventId(event)),
    );
    if (itsRules.length === 0) return [];
    const { ref } = resource;
    const on = { type: awsTypeOf(kind, ref.id), id: ref.id };
    const found = keysOfDependents(kind, ref).flatMap((key) => [...(dependents.get(key) ?? [])]);
    return [...new Set(found)].flatMap((each) => {
      const { known } = each;
      if (each === resource || typeof known !== 'object') return [];
      const still = { resource: each, before: known, after: known, creates: false };
      return itsRules
        .filter(({ setting: { rule } }) => each.memories.get(rule.id)?.isBeside)
        .flatMap(({ setting }) => apply(setting, still, event, on));
    });
  }

  /** @param on The neighbour that the event changed, if it did not change the resource itself. */
  function apply(
    { rule, options }: RuleSetting,
    change: EventChange,
    event: TrailEvent,
    on?: Cause['on'],
  ): readonly FindingEventDraft[] {
    const { before, after, creates, resource } = change;
    const { ref, memories, creationSeen } = resource;
    const memory = memories.get(rule.id) ?? firstMemory(creates ? undefined : before);
    const baseline = memory.baseline ?? (creationSeen ? undefined : rule.kind.blank);
    const types = neighboursOf.get(rule.id) ?? {};
    const state = after === GONE ? rule.kind.blank : after;
    // Most resources are right with any neighbours: then the rule does not look at them.
    const neighbours = resources.neighbours(types, ref, naming([state], baseline), () => {
      memory.isBeside = true;
    });
    const context: Context<State, unknown> = { ref, options, baseline, trusted, now: event.time, neighbours };
    const judgement = judgeChange(rule, change, event, context);
    if (memory.isBeside && after !== GONE) dependOn(dependencyKeys(types, ref, after), resource);
    memories.set(rule.id, memory);
    if (judgement.unknown) countUndetermined(rule.id, judgement.unknown.unknown);
    // The most frequent case by far: subject and cause are not needed.
    if (judgement.violations.length === 0 && !memory.finding) {
      if (after !== GONE) memory.baseline = after;
      return [];
    }
    const cause: Cause = { ...causeOf(event), ...(on ? { on } : {}) };
    const subject = (memory.subject ??= subjectOf(rule, ref));
    const exemption =
      judgement.violations.length > 0 ? exemptionFor(settings, rule.id, subject.resource, cause.occurredAt) : undefined;
    const shown = judgement.violations.filter(({ path }) => isOnlyShown(rule, before, event, context, path));
    const proven = judgement.violations.filter((violation) => !shown.includes(violation));
    const advanced =
      shown.length === 0
        ? advance(subject, memory.finding, judgement, cause, { exemption })
        : advance(subject, memory.finding, judgement, proven.length > 0 ? cause : shownBy(cause), {
            exemption,
            attribution: { proven: new Map(proven.map(({ path }) => [path, cause])), otherwise: shownBy(cause) },
          });
    const { finding, events } = after === GONE ? { ...advanced, events: advanced.events.map(withGone) } : advanced;
    if ((!finding || finding.status === 'resolved') && after !== GONE) memory.baseline = after;
    if (finding) {
      memory.finding = finding;
      findings.set(finding.id, finding);
      isCause ||= names(finding, cause);
      if (finding.status !== 'resolved') gone.delete(finding.id);
      else if (after === GONE && events.length > 0) gone.add(finding.id);
      const { plan, violations } = judgement;
      if (violations.length > 0) plans.set(finding.id, () => after !== GONE && planHolds(rule, after, plan, context));
    }
    return events;
  }

  function dependOn(keys: readonly string[], resource: TrackedResource): void {
    for (const key of keys) dependents.set(key, (dependents.get(key) ?? new Set()).add(resource));
  }

  function countUndetermined(rule: string, why: string): void {
    const key = `${rule}\n${why}`;
    const counted = undetermined.get(key) ?? { rule, why, count: 0 };
    counted.count += 1;
    undetermined.set(key, counted);
  }
}

/** The rules whose verdict depends on a kind of neighbours, and the events on a neighbour that can change it. */
function rulesByNeighbour(rules: readonly RuleSetting[]) {
  const uses = rules.flatMap((setting) =>
    Object.values(usedBy(setting.rule)).map((type) => ({
      kind: type.kind.name,
      setting,
      events: eventsOfNeighbour(type),
    })),
  );
  return Map.groupBy(uses, ({ kind }) => kind);
}

const NOTHING: Omit<Accepted, 'outcome'> = { events: [], unreadable: [], isCause: false };

/** A finding that a deletion resolves does not comply: there is nothing left to judge. */
function withGone(event: FindingEventDraft): FindingEventDraft {
  return event.type === 'resolved' ? { ...event, note: 'The resource was deleted.' } : event;
}

/** Whether a finding names a cause: of a violation, or of the beginning or end of its last episode. */
function names(finding: Finding, cause: Cause): boolean {
  const to = finding.episodes.at(-1)?.to;
  return [finding.cause, ...causesOf(finding), ...(to ? [to] : [])].some((each) => sameCause(each, cause));
}
