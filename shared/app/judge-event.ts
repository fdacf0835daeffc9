import type { Settings } from '../config/settings.ts';
import { decodeEvent, type Envelope, UnreadableEvent } from '../core/event.ts';
import type { Transition } from '../core/finding.ts';
import { createTracker } from './track.ts';

/**
 * The drift that one record shows by itself, with nothing known from before.
 * @throws {UnreadableEvent} when the record, or what it did, cannot be read: not the same as no drift.
 */
export async function judgeEvent(
  record: unknown,
  envelope: Envelope,
  settings: Settings,
): Promise<readonly Transition[]> {
  const { transitions, unreadable } = await createTracker(settings).accept(decodeEvent(record, envelope));
  const [reason] = unreadable;
  if (reason !== undefined) throw new UnreadableEvent(reason);
  return transitions;
}
