import { actorOf } from '../core/actor.ts';
import type { TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';

/** An event brought it about. */
export function causeOf(event: TrailEvent): Cause {
  return { eventId: event.eventID, eventName: event.eventName, occurredAt: event.time, actor: actorOf(event) };
}

/** No event: a look at the resource showed it. Nobody was seen doing it. */
export function byReading(at: number): Cause {
  return {
    eventId: '',
    eventName: 'a look at the resource',
    occurredAt: at,
    actor: { type: 'unknown', name: 'nobody seen' },
  };
}

/** The owner decided it, in the settings. */
export function bySettings(at: number): Cause {
  return {
    eventId: '',
    eventName: 'a change of the settings',
    occurredAt: at,
    actor: { type: 'service', name: 'Plumbline' },
  };
}

/** Plumbline itself did it. */
export function byPlumbline(at: number, entry: string): Cause {
  return { eventId: entry, eventName: 'remediation', occurredAt: at, actor: { type: 'service', name: 'Plumbline' } };
}

/** Somebody asked Plumbline for it. */
export function askedBy(name: string, request: string, at: number): Cause {
  return { eventId: '', eventName: request, occurredAt: at, actor: { type: 'person', name } };
}
