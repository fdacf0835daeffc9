import type { Settings } from '../config/settings.ts';
import { actorOf } from '../core/actor.ts';
import { type EventId, eventId, type TrailEvent } from '../core/event.ts';
import { type Naming, noticeKey, type Occurrence, type Threshold } from '../core/notice.ts';
import { cut } from '../core/text.ts';
import type { NoticeDefinition, NoticeSetting } from '../notices/definition.ts';
import { notices } from '../notices/notices.ts';
import { matches } from '../notices/pattern.ts';
import { authorOf } from './deployers.ts';

/** An event counts for a notice. */
export interface Noticed {
  /** The key of the notice's record. */
  readonly key: string;
  readonly naming: Naming;
  readonly threshold: Threshold;
  readonly event: TrailEvent;
}

/** Finds what an event counts for. `record`: the record from which the event was decoded. */
export type Watch = (event: TrailEvent, record: unknown) => readonly Noticed[];

interface Watched {
  readonly definition: NoticeDefinition;
  readonly threshold: Threshold;
}

/** @param ownRole The role of Plumbline's own changes. */
export function watchFor(
  { notices: settings, trustedDeployers }: Pick<Settings, 'notices' | 'trustedDeployers'>,
  ownRole = '',
): Watch {
  const watched = settings.flatMap((setting): readonly Watched[] => {
    const definition = notices.find(({ name }) => name === setting.name);
    return definition ? [{ definition, threshold: thresholdOf(setting) }] : [];
  });
  const byCall = new Map<EventId, Watched[]>();
  for (const each of watched) {
    const { watched: what } = each.definition;
    for (const call of 'calls' in what ? what.calls : []) byCall.set(call, [...(byCall.get(call) ?? []), each]);
  }
  const byPattern = watched.filter(({ definition }) => 'pattern' in definition.watched);
  return (event, record) => {
    if (event.onlySeen) return [];
    const called = event.errorCode === undefined ? (byCall.get(eventId(event)) ?? []) : [];
    const isReported = called.length > 0 && !isAutomation(event, { ownRole, trustedDeployers });
    const found = [
      ...(isReported ? called : []),
      ...byPattern.filter(({ definition: { watched: what } }) => 'pattern' in what && matches(what.pattern, record)),
    ];
    return found.map(({ definition, threshold }) => noticedBy(event, definition, threshold));
  };
}

export function thresholdOf({ count, withinMinutes, quietMinutes }: NoticeSetting): Threshold {
  return { count, within: withinMinutes * MINUTE, quiet: quietMinutes * MINUTE };
}

const MINUTE = 60_000;

/** A service by itself, Plumbline, or who is trusted to change things: nobody has to know of such a change. */
function isAutomation(event: TrailEvent, trust: Parameters<typeof authorOf>[2]): boolean {
  const actor = actorOf(event);
  return actor.type === 'service' || authorOf(actor, event.account, trust) !== 'other';
}

function noticedBy(event: TrailEvent, definition: NoticeDefinition, threshold: Threshold): Noticed {
  const { name, title, severity, controls } = definition;
  return {
    key: keyOf(name, event.account, definition.group(event)),
    naming: { name, title, severity, controls, account: event.account },
    threshold,
    event,
  };
}

/** Keys are cached: in a flood, one is needed again and again. */
const keys = new Map<string, string>();
const MOST_KEYS = 1000;

function keyOf(name: string, account: string, group: string): string {
  const text = `${name} ${account} ${group}`;
  const known = keys.get(text);
  if (known !== undefined) return known;
  const key = noticeKey(name, account, group);
  if (keys.size < MOST_KEYS) keys.set(text, key);
  return key;
}

const LONGEST = 200;

/** What is kept of an event. Without the request and its answer, which may hold secrets, and without what the caller alone writes. */
export function occurrenceOf(event: TrailEvent): Occurrence {
  const { userAgent: _agent, ...actor } = actorOf(event);
  const [service = '', ...eventName] = eventId(event).split(':');
  const texts = Object.entries(actor).map(([member, text]) => [
    member,
    typeof text === 'string' ? cut(text, LONGEST) : text,
  ]);
  return {
    eventId: event.eventID,
    eventName: cut(eventName.join(':'), LONGEST),
    occurredAt: event.time,
    actor: Object.fromEntries(texts) as Occurrence['actor'],
    service: cut(service, LONGEST),
    region: cut(event.awsRegion, LONGEST),
    ...(event.errorCode === undefined ? {} : { errorCode: cut(event.errorCode, LONGEST) }),
  };
}
