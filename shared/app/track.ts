import { createHash } from 'node:crypto';
import { actorOf } from '../core/actor.ts';
import { compareEvents, eventId, UnreadableEvent, type EventId, type OrderedEvent, type TrailEvent } from '../core/event.ts';
import type { Cause, Finding, Transition } from '../core/finding.ts';
import { evolve, GONE, mappingOf, refsOf, type AnyKind, type Gone } from '../core/kind.ts';
import { advance, type Subject } from '../core/lifecycle.ts';
import { refKey, type Ref } from '../core/ref.ts';
import type { Context } from '../core/rule.ts';
import { judge, planHolds } from './judge.ts';
import type { RuleSetting, Settings } from './settings.ts';

type State = object;

/** What one rule remembers of one resource. */
interface Memory {
  baseline?: State;
  finding?: Finding;
}

interface Resource {
  readonly ref: Ref;
  known: State | Gone | undefined;
  readonly memories: Map<string, Memory>;
}

/** A rule could not say, and why; counted, so that silence is never taken for compliance. */
export interface Doubt {
  readonly rule: string;
  readonly why: string;
  count: number;
}

export interface Accepted {
  readonly outcome: 'followed' | 'repeated' | 'unwatched' | 'failed-call';
  readonly transitions: readonly Transition[];
  /** Why a kind could not read the event; it may still have told another kind something. */
  readonly unreadable: readonly string[];
}

export interface Tracker {
  /** Takes the next event, in order of time. A repeated one changes nothing. */
  accept(event: TrailEvent): Promise<Accepted>;
  findings(): readonly Finding[];
  doubts(): readonly Doubt[];
  /** Findings whose plan, simulated, leaves nothing to report. */
  readonly fixable: ReadonlySet<string>;
}

/** Follows every resource through its events and keeps the findings of every rule, all in memory. */
export function createTracker({ rules, trusted }: Settings): Tracker {
  const resources = new Map<string, Resource>();
  const findings = new Map<string, Finding>();
  const aliases = new Map<string, string>();
  const doubts = new Map<string, Doubt>();
  const fixable = new Set<string>();
  const watching = index(rules);
  let last: OrderedEvent | undefined;

  return {
    fixable,
    findings: () => [...findings.values()],
    doubts: () => [...doubts.values()],
    async accept(event) {
      const order = last ? compareEvents(last, event) : -1;
      if (order > 0) throw new Error('events must come in order of time');
      if (order === 0) return { ...NOTHING, outcome: 'repeated' };
      last = { time: event.time, eventName: event.eventName, eventID: event.eventID };
      const concerned = watching.get(eventId(event));
      if (!concerned) return { ...NOTHING, outcome: 'unwatched' };
      if (event.errorCode) return { ...NOTHING, outcome: 'failed-call' };
      const transitions: Transition[] = [];
      const unreadable: string[] = [];
      for (const [kind, settings] of concerned) {
        try {
          transitions.push(...(await acceptFor(kind, settings, event)));
        } catch (error) {
          if (!(error instanceof UnreadableEvent)) throw error;
          unreadable.push(error.message);
        }
      }
      return { outcome: 'followed', transitions, unreadable };
    },
  };

  async function acceptFor(kind: AnyKind, settings: readonly RuleSetting[], event: TrailEvent): Promise<Transition[]> {
    for (const { alias, id } of kind.aliases?.(event) ?? []) {
      aliases.set(refKey({ kind: kind.name, account: event.account, region: event.awsRegion, id: alias }), id);
    }
    const transitions: Transition[] = [];
    for (const named of refsOf(kind, event)) {
      const ref = { ...named, id: aliases.get(refKey(named)) ?? named.id };
      transitions.push(...(await follow(kind, settings, ref, named.id, event)));
    }
    return transitions;
  }

  async function follow(kind: AnyKind, settings: readonly RuleSetting[], ref: Ref, named: string, event: TrailEvent) {
    const key = refKey(ref);
    const resource = resources.get(key) ?? { ref, known: undefined, memories: new Map<string, Memory>() };
    const before = resource.known;
    const after = await evolve<State>(kind, before, event, named);
    const creates = mappingOf<State>(kind, event)?.creates === true;
    if (creates) for (const memory of resource.memories.values()) delete memory.baseline;
    resource.known = after;
    const cause = causeOf(event);
    const transitions = settings
      .filter(({ rule }) => rule.triggers.includes(eventId(event)) || (after === GONE && resource.memories.has(rule.id)))
      .flatMap((setting) => apply(setting, resource, before, after, creates, cause));
    const kept = after !== GONE || [...resource.memories.values()].some(({ finding }) => finding);
    if (kept) resources.set(key, resource);
    else resources.delete(key);
    return transitions;
  }

  function apply(
    { rule, options }: RuleSetting,
    { ref, memories }: Resource,
    before: State | Gone | undefined,
    after: State | Gone,
    creates: boolean,
    cause: Cause,
  ): readonly Transition[] {
    const memory = memories.get(rule.id) ?? {};
    const baseline = memory.baseline ?? (creates ? undefined : (rule.kind.blank as State));
    const context: Context<State, unknown> = { ref, options, baseline, trusted };
    const judgement = judge(rule, before === GONE ? undefined : before, after, context);
    const subject = subjectOf(rule, ref);
    const { finding, transitions } = advance(subject, memory.finding, judgement, cause);
    if (judgement.unknown) doubt(rule.id, judgement.unknown.unknown);
    if (finding?.status !== 'open' && after !== GONE) memory.baseline = after;
    if (finding) {
      memory.finding = finding;
      findings.set(finding.id, finding);
      const holds = after !== GONE && judgement.violations.length > 0 && planHolds(rule, after, judgement.plan, context);
      if (holds) fixable.add(finding.id);
      else if (judgement.violations.length > 0) fixable.delete(finding.id);
    }
    memories.set(rule.id, memory);
    return transitions;
  }

  function doubt(rule: string, why: string): void {
    const key = `${rule}\n${why}`;
    const seen = doubts.get(key) ?? { rule, why, count: 0 };
    seen.count += 1;
    doubts.set(key, seen);
  }
}

const NOTHING: Omit<Accepted, 'outcome'> = { transitions: [], unreadable: [] };

type Watching = ReadonlyMap<EventId, ReadonlyMap<AnyKind, readonly RuleSetting[]>>;

/** Which kinds and rules an event concerns: every event of a kind that has a rule switched on. */
function index(settings: readonly RuleSetting[]): Watching {
  const byKind = Map.groupBy(settings, ({ rule }) => rule.kind as AnyKind);
  const watching = new Map<EventId, Map<AnyKind, readonly RuleSetting[]>>();
  for (const [kind, itsRules] of byKind) {
    for (const id of Object.keys(kind.events) as EventId[]) {
      const kinds = watching.get(id) ?? new Map<AnyKind, readonly RuleSetting[]>();
      watching.set(id, kinds.set(kind, itsRules));
    }
  }
  return watching;
}

/** Every event that any of these rules' kinds follows. */
export function eventsOf({ rules }: Settings): ReadonlySet<EventId> {
  return new Set(index(rules).keys());
}

function subjectOf(rule: RuleSetting['rule'], ref: Ref): Subject {
  const { id, title, severity } = rule;
  const arn: string | undefined = rule.kind.arn?.(ref);
  return { id: findingId(id, ref), rule: id, title, severity, resource: { ...ref, ...(arn ? { arn } : {}) } };
}

export function findingId(rule: string, ref: Ref): string {
  return createHash('sha256').update(`${rule}|${refKey(ref)}`).digest('hex').slice(0, 16);
}

function causeOf(event: TrailEvent): Cause {
  return { eventId: event.eventID, eventName: event.eventName, at: event.time, actor: actorOf(event) };
}

