import { expect, test } from 'vitest';
import { decodeEvent, type EventId } from '../../shared/core/event.ts';
import { type AnyKind, evolve, type Gone, refsOf } from '../../shared/core/kind.ts';
import { trailRecord } from './events.ts';

type Parts = Parameters<typeof trailRecord>[1];
type Row = readonly [event: EventId, parts: Parts, state: object | Gone, known?: object];

/** What each event proves about the resource `id`: what it names, and the state after it. */
export function provesOf(kind: AnyKind, id: string, rows: readonly Row[]): void {
  test.each(rows.map((row) => [...row] as const))('%s of %j', async (name, parts, state, known) => {
    const event = decodeEvent(trailRecord(name, parts));
    expect(refsOf(kind, event).map((ref) => ref.id)).toContain(id);
    expect(await evolve(kind, known, event, id)).toEqual(state);
  });
}

/** Events that do not show what they have to: they are unreadable, with the reason. */
export function unreadableOf(
  kind: AnyKind,
  id: string,
  rows: readonly (readonly [event: EventId, parts: Parts, reason: string])[],
): void {
  test.each(rows.map((row) => [...row] as const))('%s of %j is unreadable', async (name, parts, reason) => {
    const event = decodeEvent(trailRecord(name, parts));
    const read = async () => {
      refsOf(kind, event);
      return evolve(kind, undefined, event, id);
    };
    await expect(read()).rejects.toThrow(reason);
  });
}
