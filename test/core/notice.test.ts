import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acknowledge,
  MOST_REMEMBERED,
  MOST_SEEN,
  type NoticeEvent,
  type NoticeRecord,
  noticed,
  type Occurrence,
  type Threshold,
  unnoticed,
} from '../../shared/core/notice.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T09:00:00Z');
const naming = {
  name: 'denied-calls',
  title: 'Calls were denied',
  severity: 'medium',
  controls: [],
  account: '1',
} as const;
const threshold: Threshold = { count: 3, within: 5 * MINUTE, quiet: 60 * MINUTE };

function at(minutes: number, id = `e${minutes}`, who = 'jane'): Occurrence {
  return {
    eventId: id,
    eventName: 'GetSecretValue',
    occurredAt: START + minutes * MINUTE,
    actor: { type: 'user', name: who },
    service: 'secretsmanager',
    region: 'eu-west-1',
    errorCode: 'AccessDenied',
  };
}

/** What is recorded and reported when batches arrive one after the other. */
function played(batches: readonly (readonly Occurrence[])[], when: Threshold = threshold) {
  let record: NoticeRecord = unnoticed('key');
  const events: NoticeEvent[] = [];
  for (const batch of batches) {
    const after = noticed(record, batch, naming, when, START);
    if (!after) continue;
    record = after.record;
    events.push(...after.events);
  }
  return { record, events };
}

const alone = (occurrences: readonly Occurrence[]) => occurrences.map((each) => [each]);

describe('the life of a notice', () => {
  test('it is reported once the threshold is reached, with who, what and how often', () => {
    expect(played(alone([at(0), at(4)])).events).toEqual([]);
    const { events } = played(alone([at(0), at(2), at(4)]));
    expect(events).toMatchObject([
      {
        id: 'notice-key-1-reported',
        notice: { id: 'key-1', count: 3, firstAt: START, lastAt: START + 4 * MINUTE, seen: [{ count: 3 }] },
      },
    ]);
  });

  test('what lies too far apart is not reported, however often it happens', () => {
    expect(played(alone(Array.from({ length: 200 }, (_, index) => at(index * 3)))).events).toEqual([]);
  });

  test('while it goes on, it is counted and not reported again', () => {
    const { record, events } = played(alone([at(0), at(1), at(2), at(50), at(100)]));
    expect(events).toHaveLength(1);
    expect(record.notice).toMatchObject({ count: 5, lastAt: START + 100 * MINUTE });
  });

  test('after the quiet period it is reported anew, under another id', () => {
    const { events } = played(alone([at(0), at(1), at(2), at(63), at(64), at(65)]));
    expect(events.map(({ notice }) => [notice.id, notice.count])).toEqual([
      ['key-1', 3],
      ['key-2', 3],
    ]);
  });

  test('one that is acknowledged is not reported until it has expired', () => {
    const { record } = played([[at(0), at(1), at(2)]]);
    const known = acknowledge(record, record.notice ?? expect.fail(), { by: 'lee', at: START + 10 * MINUTE });
    expect(known.event).toMatchObject({ id: 'notice-key-1-acknowledged', notice: { acknowledged: { by: 'lee' } } });
    const during = noticed(known.record, [at(20)], naming, threshold, START);
    expect(during).toMatchObject({ events: [], record: { notice: { count: 4, acknowledged: { by: 'lee' } } } });
    const again = noticed(known.record, [at(70), at(71), at(72)], naming, threshold, START);
    expect(again?.events).toMatchObject([{ type: 'reported', notice: { id: 'key-2', count: 3 } }]);
    expect(again?.record.notice).not.toHaveProperty('acknowledged');
  });

  test('one event that arrives again counts once, before the threshold and after it', () => {
    const { record, events } = played(alone([at(0), at(0), at(0), at(1), at(2), at(1), at(2)]));
    expect(events).toHaveLength(1);
    expect(record.notice?.count).toBe(3);
    expect(noticed(record, [at(0), at(1)], naming, threshold, START)).toBeUndefined();
  });

  test('what arrives late completes what was counted', () => {
    expect(played(alone([at(600), at(1), at(0), at(2)])).events).toMatchObject([
      { notice: { count: 3, firstAt: START } },
    ]);
  });

  test('what is remembered and shown has a limit, and everything is counted', () => {
    const many = Array.from({ length: 500 }, (_, index) => at(index / 100, `e${index}`, `user-${index % 50}`));
    const { record } = played(alone(many));
    expect(record.notice).toMatchObject({ count: 500 });
    expect(record.remembered).toHaveLength(MOST_REMEMBERED);
    expect(record.notice?.seen.length).toBeLessThanOrEqual(MOST_SEEN);
    expect(JSON.stringify(record).length).toBeLessThan(16_000);
  });
});

describe('in any order, repeated and in any batches', () => {
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 240 }), { maxLength: 40 });
  const batched = minutes.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
      fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 80, maxLength: 80 }),
    ),
  );

  function inBatches(order: readonly number[], sizes: readonly number[]): readonly (readonly Occurrence[])[] {
    const rest = [...order];
    return sizes.map((size) => rest.splice(0, size).map((each) => at(each)));
  }

  /** What reaches the threshold somewhere. */
  function reaches(all: readonly number[]): boolean {
    const sorted = all.toSorted((a, b) => a - b);
    return sorted.some((first, index) => (sorted[index + threshold.count - 1] ?? Infinity) - first <= 5);
  }

  test('it is reported if and only if the threshold was reached', () => {
    fc.assert(
      fc.property(batched, ([all, order, sizes]) => {
        expect(played(inBatches(order, sizes)).events.length > 0).toBe(reaches(all));
      }),
    );
  });

  test('each message has an id of its own, and between two messages lies a quiet period', () => {
    fc.assert(
      fc.property(batched, ([, order, sizes]) => {
        const { events } = played(inBatches(order, sizes));
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        expect(events.map(({ notice }) => notice.id)).toEqual(events.map((_, index) => `key-${index + 1}`));
        for (const [index, { notice }] of events.entries()) {
          const before = events[index - 1]?.notice;
          if (before) expect(notice.lastAt - before.firstAt).toBeGreaterThan(threshold.quiet);
        }
      }),
    );
  });

  test('in the order of time, each occurrence of a notice counts once, and batches make no difference', () => {
    fc.assert(
      fc.property(
        minutes,
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 80, maxLength: 80 }),
        (all, sizes) => {
          const sorted = all.toSorted((a, b) => a - b);
          const one = played(alone(sorted.map((each) => at(each))));
          const many = played(inBatches(sorted, sizes));
          expect(many.record.notice).toEqual(one.record.notice);
          expect(many.events.map(({ id }) => id)).toEqual(one.events.map(({ id }) => id));
        },
      ),
    );
  });

  test('with a threshold of one, no occurrence is left out of what is reported', () => {
    fc.assert(
      fc.property(batched, ([all, order, sizes]) => {
        const { events } = played(inBatches(order, sizes), { ...threshold, count: 1 });
        expect(events.length > 0).toBe(all.length > 0);
      }),
    );
  });
});
