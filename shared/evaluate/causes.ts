import { actorOf } from '../core/actor.ts';
import { SETTINGS_CHANGED } from '../core/cause.ts';
import type { TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';

/** An event is the cause. */
export function causeOf(event: TrailEvent): Cause {
  return { eventId: event.eventID, eventName: event.eventName, occurredAt: event.time, actor: actorOf(event) };
}

/** No event shows the cause: the resource was read, and who changed it is unknown. */
export function byReading(at: number): Cause {
  return {
    eventId: '',
    eventName: 'scan',
    occurredAt: at,
    actor: { type: 'unknown', name: 'unknown (found by a scan)' },
  };
}

/** The owner has changed the settings. */
export function bySettings(at: number): Cause {
  return {
    eventId: '',
    eventName: SETTINGS_CHANGED,
    occurredAt: at,
    actor: { type: 'service', name: 'Plumbline' },
  };
}

/** Plumbline has acted; `id` names the run. */
export function byPlumbline(at: number, id: string): Cause {
  return { eventId: id, eventName: 'remediation', occurredAt: at, actor: { type: 'service', name: 'Plumbline' } };
}

/** A person has requested it of Plumbline. */
export function askedBy(name: string, request: string, at: number): Cause {
  return { eventId: '', eventName: request, occurredAt: at, actor: { type: 'person', name } };
}
