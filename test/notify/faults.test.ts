import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FindingEvent } from '../../shared/core/finding.ts';
import type { Channel } from '../../shared/store/store.ts';
import { histories } from './finding-events.ts';
import { type Call, CHANNELS, type Ended, type Fault, mostTries, play } from './queues.ts';

let events: readonly FindingEvent[];
let ids: readonly string[];
beforeAll(async () => {
  events = await histories();
  ids = events.map(({ id }) => id);
});

const CALLS: readonly Call[] = ['claim', 'settle', ...CHANNELS];
const FAULTS: readonly Fault[] = ['throttled', 'denied', 'refused', 'lost', 'answer-lost', 'dies-before', 'dies-after'];

/** After these nobody can know whether the event arrived. */
const isAmbiguous = (call: Call, fault: Fault) =>
  (CHANNELS.includes(call as Channel) && !['throttled', 'denied', 'refused'].includes(fault)) ||
  // The event was sent; the process that had to record that is dead.
  (call === 'settle' && fault.startsWith('dies'));

const timesDelivered = ({ delivered }: Ended, channel: Channel) =>
  ids.map((id) => delivered[channel].filter((each) => each === id).length);

test('without faults everything is delivered once on every channel, to Slack in order', async () => {
  const ended = await play(events);
  for (const channel of CHANNELS) expect(timesDelivered(ended, channel)).toEqual(ids.map(() => 1));
  expect(ended.delivered.slack).toEqual(ids);
  expect(ended.dead).toEqual([]);
});

describe.each(CALLS)('%s', (call) => {
  test.each(FAULTS)('%s once: all delivered, twice only where nobody can know', async (fault) => {
    for (const number of [0, 1, 4]) {
      const ended = await play(events, {
        faults: (each, nth) => (each === call && nth === number ? fault : undefined),
      });
      expect(ended.dead).toEqual([]);
      for (const channel of CHANNELS) {
        const times = timesDelivered(ended, channel);
        expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
        // An invocation that dies may have several of its events under way.
        if (!isAmbiguous(call, fault) && !fault.startsWith('dies')) expect(Math.max(...times)).toBe(1);
        expect(Math.max(...times)).toBeLessThanOrEqual(2);
      }
    }
  });
});

describe.each(CHANNELS)('%s down for good', (channel) => {
  test.each(['throttled', 'denied', 'refused', 'lost', 'answer-lost'] as const)(
    '%s: ends in the dead-letter queue, seen; others are delivered',
    async (fault) => {
      const ended = await play(events, { faults: (call) => (call === channel ? fault : undefined) });
      const channels = [channel];
      expect(ended.dead.toSorted(byEntry)).toEqual(ids.map((event) => ({ event, channels })).toSorted(byEntry));
      for (const other of CHANNELS.filter((each) => each !== channel)) {
        expect(timesDelivered(ended, other)).toEqual(ids.map(() => 1));
      }
      // The first attempt is made straight from the stream, except for Slack.
      const most = fault === 'answer-lost' ? mostTries(channel) + (channel === 'slack' ? 0 : 1) : 0;
      expect(Math.max(...timesDelivered(ended, channel))).toBeLessThanOrEqual(most);
    },
  );
});

const HOUR = 3_600_000;

describe.each(CHANNELS)('%s down for an hour', (channel) => {
  test.each(['throttled', 'denied', 'refused', 'lost'] as const)(
    '%s: all delivered, once, none in the dead-letter queue',
    async (fault) => {
      const ended = await play(events, {
        faults: (call, _, passed) => (call === channel && passed < HOUR ? fault : undefined),
      });
      expect(ended.dead).toEqual([]);
      for (const each of CHANNELS) expect(timesDelivered(ended, each)).toEqual(ids.map(() => 1));
      expect(ended.delivered.slack).toEqual(ids);
      expect(ended.took).toBeLessThan(HOUR + 15 * 60_000 + 60_000);
    },
  );
});

test('an event that Slack never takes ends in the dead-letter queue, and costs those behind it no attempt', async () => {
  const ended = await play(events, {
    faults: (call, _, passed, event) => {
      const isDown = passed > 2 * HOUR && passed < 3 * HOUR;
      return call === 'slack' && (event === ids[0] || isDown) ? 'denied' : undefined;
    },
  });
  expect(ended.dead).toEqual([{ event: ids[0], channels: ['slack'] }]);
  expect(ended.delivered.slack).toEqual(ids.slice(1));
});

test('what was delivered is not delivered again where that cannot be recorded', async () => {
  const ended = await play(events, { faults: (call) => (call === 'settle' ? 'denied' : undefined) });
  for (const channel of CHANNELS) expect(timesDelivered(ended, channel)).toEqual(ids.map(() => 1));
  expect(ended.outcomes.filter((outcome) => outcome === 'unrecorded').length).toBe(3 * ids.length);
  expect(ended.dead).toEqual([]);
});

test('nothing is delivered while the store does not answer', async () => {
  const ended = await play(events, { faults: (each) => (each === 'claim' ? 'throttled' : undefined) });
  for (const channel of CHANNELS) expect(ended.delivered[channel]).toEqual([]);
  expect(ended.dead.length).toBe(2 * ids.length);
});

test('messages that are received two and three times, at once, are delivered once', async () => {
  for (const copies of [2, 3]) {
    const ended = await play(events, { copies });
    for (const channel of CHANNELS) expect(timesDelivered(ended, channel)).toEqual(ids.map(() => 1));
    expect(ended.dead).toEqual([]);
  }
});

test('with any faults, nothing is lost, and nothing is delivered more often than there were doubts', async () => {
  const fault = fc.record({
    call: fc.constantFrom(...CALLS),
    number: fc.nat(12),
    fault: fc.constantFrom(...FAULTS),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), async (list, copies) => {
      const ended = await play(events, {
        copies,
        faults: (call, number) => list.find((each) => each.call === call && each.number === number)?.fault,
      });
      const deaths = list.filter((each) => each.fault.startsWith('dies')).length;
      // Where the result of a delivery cannot be recorded, another copy of its message knows nothing of it.
      const unrecorded = copies > 1 ? ended.outcomes.filter((outcome) => outcome === 'unrecorded').length : 0;
      for (const channel of CHANNELS) {
        const doubts = list.filter((each) => each.call === channel && isAmbiguous(each.call, each.fault)).length;
        for (const [index, times] of timesDelivered(ended, channel).entries()) {
          const isDead = ended.dead.some((job) => job.event === ids[index] && job.channels.includes(channel));
          expect(times > 0 || isDead).toBe(true);
          expect(times).toBeLessThanOrEqual(1 + doubts + deaths + unrecorded);
        }
      }
    }),
    { numRuns: 200 },
  );
});

function byEntry(a: { readonly event: string }, b: { readonly event: string }): number {
  return a.event < b.event ? -1 : 1;
}
