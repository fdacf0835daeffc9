import { createHash } from 'node:crypto';
import { exemptionFor } from '../config/exemptions.ts';
import type { RuleSetting, Settings } from '../config/settings.ts';
import { actorOf } from '../core/actor.ts';
import {
  compareEvents,
  type EventId,
  eventId,
  type OrderedEvent,
  type TrailEvent,
  UnreadableEvent,
} from '../core/event.ts';
import type { Cause, Finding, Transition } from '../core/finding.ts';
import { type AnyKind, begins, evolve, GONE, type Gone, refOf, refsOf } from '../core/kind.ts';
import { advance, type Subject } from '../core/lifecycle.ts';
import { type Ref, refKey } from '../core/ref.ts';
import type { Context } from '../core/rule.ts';
import { judge, planHolds } from './judge.ts';

type State = object;

/** What one rule remembers of one resource. */
interface Memory {
  subject?: Subject;
  baseline?: State;
  finding?: Finding;
}

interface Resource {
  readonly ref: Ref;
  known: State | Gone | undefined;
  /** It began with an event that was followed, so that nothing was lost before. */
  born: boolean;
  readonly memories: Map<string, Memory>;
}

/** One resource that an event touched, and the ids that the event has for it. */
interface Touch {
  readonly ref: Ref;
  readonly names: readonly string[];
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
export function createTracker(settings: Settings): Tracker {
  const { rules, trusted } = settings;
  const resources = new Map<string, Resource>();
  const findings = new Map<string, Finding>();
  const aliases = new Map<string, string>();
  const doubts = new Map<string, Doubt>();
  const fixable = new Set<string>();
  const watching = index(rules);
  /** What ended in the second that is being followed. */
  const ended = new Set<string>();
  let last: OrderedEvent | undefined;

  return {
    fixable,
    findings: () => [...findings.values()],
    doubts: () => [...doubts.values()],
    async accept(event) {
      const order = last ? compareEvents(last, event) : -1;
      if (order > 0) throw new Error('events must come in order of time');
      if (order === 0) return { ...NOTHING, outcome: 'repeated' };
      if (event.time !== last?.time) ended.clear();
      last = { time: event.time, eventName: event.eventName, eventID: event.eventID };
      const concerned = watching.get(eventId(event));
      if (!concerned) return { ...NOTHING, outcome: 'unwatched' };
      if (event.errorCode) return { ...NOTHING, outcome: 'failed-call' };
      const transitions: Transition[] = [];
      const unreadable: string[] = [];
      const attempt = async <T>(read: () => readonly T[] | Promise<readonly T[]>): Promise<readonly T[]> => {
        try {
          return await read();
        } catch (error) {
          if (!(error instanceof UnreadableEvent)) throw error;
          unreadable.push(error.message);
          return [];
        }
      };
      // One by one: what cannot be read of one resource hides nothing of another.
      for (const [kind, settings] of concerned) {
        for (const touch of await attempt(() => touchedBy(kind, event))) {
          transitions.push(...(await attempt(() => follow(kind, settings, touch, event))));
        }
      }
      return { outcome: 'followed', transitions, unreadable };
    },
  };

  function touchedBy(kind: AnyKind, event: TrailEvent): readonly Touch[] {
    for (const { alias, id } of kind.aliases?.(event) ?? []) {
      aliases.set(refKey(refOf(kind, event, alias)), id);
    }
    const byId = Map.groupBy(refsOf(kind, event), (named) => aliases.get(refKey(named)) ?? named.id);
    return [...byId].map(([id, refs]) => ({ ref: refOf(kind, event, id), names: refs.map((named) => named.id) }));
  }

  async function follow(
    kind: AnyKind,
    itsRules: readonly RuleSetting[],
    { ref, names }: Touch,
    event: TrailEvent,
  ): Promise<readonly Transition[]> {
    const key = refKey(ref);
    const creates = begins(kind, event);
    // The log's clock ticks in seconds: this came before the end.
    if (ended.has(key) && !creates) return [];
    const resource: Resource = resources.get(key) ?? { ref, known: undefined, born: false, memories: new Map() };
    const { known: before, born } = resource;
    // Set first: after an event that cannot be read, what was known before no longer holds.
    resource.known = kind.blank as State;
    resource.born = false;
    resources.set(key, resource);
    let after = before;
    for (const name of names) after = await evolve<State>(kind, after, event, name);
    if (after === undefined) return [];
    if (creates) for (const memory of resource.memories.values()) delete memory.baseline;
    resource.known = after;
    resource.born = creates || born;
    const id = eventId(event);
    const transitions = itsRules
      .filter(({ rule }) => rule.triggers.includes(id) || (after === GONE && resource.memories.has(rule.id)))
      .flatMap((setting) => apply(setting, resource, before, after, creates, event));
    if (after === GONE) end(key, resource);
    return transitions;
  }

  /** What comes next under this name is another resource; of this one only its findings are kept. */
  function end(key: string, resource: Resource): void {
    ended.add(key);
    resource.born = false;
    for (const memory of resource.memories.values()) delete memory.baseline;
    if (![...resource.memories.values()].some(({ finding }) => finding)) resources.delete(key);
  }

  function apply(
    { rule, options }: RuleSetting,
    { ref, memories, born }: Resource,
    before: State | Gone | undefined,
    after: State | Gone,
    creates: boolean,
    event: TrailEvent,
  ): readonly Transition[] {
    const memory = memories.get(rule.id) ?? firstMemory(creates ? undefined : before);
    const baseline = memory.baseline ?? (born ? undefined : (rule.kind.blank as State));
    const context: Context<State, unknown> = { ref, options, baseline, trusted };
    const judgement = judge(rule, before === GONE ? undefined : before, after, context);
    memories.set(rule.id, memory);
    if (judgement.unknown) doubt(rule.id, judgement.unknown.unknown);
    // Nearly always; whose finding it would be, and who caused it, need not be worked out.
    if (judgement.violations.length === 0 && !memory.finding) {
      if (after !== GONE) memory.baseline = after;
      return [];
    }
    const cause = causeOf(event);
    const subject = (memory.subject ??= subjectOf(rule, ref));
    const exemption =
      judgement.violations.length > 0 ? exemptionFor(settings, rule.id, subject.resource, cause.at) : undefined;
    const { finding, transitions } = advance(subject, memory.finding, judgement, cause, { exemption });
    if ((!finding || finding.status === 'resolved') && after !== GONE) memory.baseline = after;
    if (finding) {
      memory.finding = finding;
      findings.set(finding.id, finding);
      const holds =
        after !== GONE && judgement.violations.length > 0 && planHolds(rule, after, judgement.plan, context);
      if (holds) fixable.add(finding.id);
      else if (judgement.violations.length > 0) fixable.delete(finding.id);
    }
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

/** A rule that meets a resource late has had no objection to what was known of it before. */
function firstMemory(before: State | Gone | undefined): Memory {
  return typeof before === 'object' ? { baseline: before } : {};
}

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
export function eventsOf({ rules }: Pick<Settings, 'rules'>): ReadonlySet<EventId> {
  return new Set(index(rules).keys());
}

export function subjectOf(rule: RuleSetting['rule'], ref: Ref): Subject {
  const { id, title, severity } = rule;
  const arn: string | undefined = rule.kind.arn?.(ref);
  return { id: findingId(id, ref), rule: id, title, severity, resource: { ...ref, ...(arn ? { arn } : {}) } };
}

export function findingId(rule: string, ref: Ref): string {
  return createHash('sha256')
    .update(`${rule}|${refKey(ref)}`)
    .digest('hex')
    .slice(0, 16);
}

export function causeOf(event: TrailEvent): Cause {
  return { eventId: event.eventID, eventName: event.eventName, at: event.time, actor: actorOf(event) };
}
