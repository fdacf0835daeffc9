import { decodeEvent } from '../core/event.ts';
import { objectOf, parsedObject } from '../core/json.ts';
import type { Ref } from '../core/ref.ts';
import { unwrap } from '../core/unwrap.ts';
import { type ChangeMessage, type MessagePorts, touchedBy } from './messages.ts';

/**
 * What is kept of an event that could not be handled: enough to judge its resources again and to look the event up, and
 * none of its content, which can hold secrets. The queue of changes takes it as a message, so that it can be sent there again.
 */
export interface DeadLetter {
  /** Left out where the event could not be read. */
  readonly refs: readonly Ref[];
  readonly events: readonly {
    /** `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventId,AttributeValue=<eventId>` finds it. */
    readonly eventId: string;
    readonly eventSource: string;
    readonly eventName: string;
    readonly eventTime: string;
    readonly region: string;
  }[];
}

/** `undefined`: the message holds no event. */
export async function deadLetterOf(message: ChangeMessage, ports: MessagePorts): Promise<DeadLetter | undefined> {
  const content = contentOf(message.body);
  if (content && Array.isArray(content['refs'])) return undefined;
  // A resource is named as far as the event can be read; what failed was reported when it failed.
  const { touched } = await touchedBy(message, ports);
  const refs = new Map(touched.map(({ ref }) => [JSON.stringify(ref), ref]));
  return { refs: [...refs.values()], events: content ? eventsIn(content) : [] };
}

function contentOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(parsedObject(body));
  } catch {
    return undefined;
  }
}

function eventsIn(content: Readonly<Record<string, unknown>>): DeadLetter['events'] {
  return unwrap(content).flatMap(({ record, envelope }) => {
    try {
      const { eventID, eventSource, eventName, time, awsRegion } = decodeEvent(record, envelope);
      return [{ eventId: eventID, eventSource, eventName, eventTime: new Date(time).toISOString(), region: awsRegion }];
    } catch {
      return [];
    }
  });
}
