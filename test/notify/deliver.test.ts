import { beforeEach, expect, test } from 'vitest';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { type DeliverPorts, deliver, type JobMessage } from '../../shared/notify/deliver.ts';
import { type DeliveryOutcome, LEASE, type Send } from '../../shared/notify/deliver-job.ts';
import type { Channel } from '../../shared/store/store.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { histories, NOW } from './finding-events.ts';

let store: MemoryStore;
let events: readonly FindingEvent[];
let waits: (readonly [id: string, seconds: number])[];
let outcomes: DeliveryOutcome[];

beforeEach(async () => {
  store = createMemoryStore();
  events = await histories();
  for (const event of events) {
    await store.save(await store.resource(event.finding.resource), { resource: {}, findings: [], events: [event] });
  }
  waits = [];
  outcomes = [];
});

const ports = (channel: Channel, send: Send): DeliverPorts => ({
  store,
  channels: { [channel]: send },
  async postpone(messages, milliseconds) {
    waits.push(...messages.map(({ id }) => [id, milliseconds / 1000] as const));
  },
  now: () => NOW,
  sleep: async () => undefined,
  report: (_, outcome) => void outcomes.push(outcome),
});

const messages = (channel: Channel, receives = 1): readonly JobMessage[] =>
  events
    .slice(0, 4)
    .map(({ id }, index) => ({ id: `m${index}`, body: JSON.stringify({ event: id, channels: [channel] }), receives }));

const full = (retryAfter: number) => Object.assign(new Error('no'), { $metadata: { httpStatusCode: 429 }, retryAfter });

test('in order, nothing is tried behind what failed, and all of it waits as long as the channel asked', async () => {
  const delivered: string[] = [];
  const send: Send = async ({ id }) => {
    if (id === events[1]?.id) throw full(95_000);
    delivered.push(id);
  };
  expect(await deliver(messages('slack'), true, ports('slack', send))).toEqual(['m1', 'm2', 'm3']);
  expect(delivered).toEqual([events[0]?.id]);
  expect(waits).toEqual([
    ['m1', 95],
    ['m2', 95],
    ['m3', 95],
  ]);
  expect(outcomes).toEqual(['delivered', 'failed']);
});

test('a channel that asks for less than the own patience, or for a day, gets neither', async () => {
  await deliver(
    messages('slack', 3),
    true,
    ports('slack', () => Promise.reject(full(1000))),
  );
  expect(waits[0]).toEqual(['m0', 120]);
  waits = [];
  await deliver(
    messages('slack'),
    true,
    ports('slack', () => Promise.reject(full(86_400_000))),
  );
  expect(waits[0]).toEqual(['m0', 6 * 3600]);
});

test('in order, nothing more is begun when time runs out; it comes again at once', async () => {
  let now = NOW;
  const slow: Send = async () => void (now += 20_000);
  expect(await deliver(messages('slack'), true, { ...ports('slack', slow), now: () => now })).toEqual(['m2', 'm3']);
  expect(waits).toEqual([
    ['m2', 0],
    ['m3', 0],
  ]);
  expect(outcomes).toEqual(['delivered', 'delivered']);
});

test('in order, what nobody can read comes again at once: no time makes it readable, and all behind it wait', async () => {
  const poison = { id: 'p', body: 'no JSON', receives: 5 };
  const send = async () => undefined;
  expect(await deliver([poison, ...messages('slack')], true, ports('slack', send))).toEqual(['p']);
  expect(waits).toEqual([['p', 0]]);
  expect(await deliver([poison], false, ports('slack', send))).toEqual(['p']);
  expect(waits[1]).toEqual(['p', 480]);
});

test('without order the others go on', async () => {
  const send: Send = ({ id }) => (id === events[1]?.id ? Promise.reject(full(0)) : Promise.resolve());
  expect(await deliver(messages('sns'), false, ports('sns', send))).toEqual(['m1']);
  expect(waits).toEqual([['m1', 30]]);
});

test('what another process is delivering is tried again once its claim has lapsed', async () => {
  const id = events[0]?.id ?? '';
  await store.claim(id, ['sns'], NOW, LEASE);
  const only = messages('sns').slice(0, 1);
  let sent = 0;
  const send = async () => void (sent += 1);
  expect(await deliver(only, false, ports('sns', send))).toEqual(['m0']);
  const wait = waits[0]?.[1] ?? 0;
  expect([sent, outcomes]).toEqual([0, ['busy']]);
  await deliver(only, false, { ...ports('sns', send), now: () => NOW + wait * 1000 });
  expect([sent, outcomes]).toEqual([1, ['busy', 'delivered']]);
  await deliver(only, false, ports('sns', send));
  expect([sent, outcomes.at(-1)]).toEqual([1, 'delivered-before']);
});

test('in order, an event that the channel will never take is postponed alone: those behind it are delivered', async () => {
  const delivered: string[] = [];
  const send: Send = async ({ id }) => {
    if (id === events[1]?.id) throw Object.assign(full(0), { unfit: true });
    delivered.push(id);
  };
  expect(await deliver(messages('slack'), true, ports('slack', send))).toEqual(['m1']);
  expect(delivered).toEqual([events[0]?.id, events[2]?.id, events[3]?.id]);
  expect(waits).toEqual([['m1', 0]]);
  expect(outcomes).toEqual(['delivered', 'failed', 'delivered', 'delivered']);
});

test('a slow channel delays neither the delivery of the same event on others nor its record', async () => {
  const id = events[0]?.id ?? '';
  const { promise: slow, resolve: answer } = Promise.withResolvers<void>();
  const recorded: string[] = [];
  const going = deliver(
    [{ id: 'm', body: JSON.stringify({ event: id, channels: ['sns', 'bus'] }), receives: 1 }],
    false,
    {
      ...ports('bus', async () => undefined),
      channels: { sns: () => slow, bus: async () => undefined },
      store: {
        eventToDeliver: (id) => store.eventToDeliver(id),
        claim: (...given) => store.claim(...given),
        async settle(...given) {
          await store.settle(...given);
          recorded.push(String(given[1]));
          if (recorded.length === 1) answer();
        },
      },
    },
  );
  expect(await going).toEqual([]);
  expect(recorded).toEqual(['bus', 'sns']);
  expect(outcomes).toEqual(['delivered', 'delivered']);
});

test('both channels of an event are claimed in one call and recorded in one; what failed is tried again alone', async () => {
  const id = events[0]?.id ?? '';
  const calls: string[] = [];
  let down = true;
  const both: DeliverPorts = {
    ...ports('bus', async () => undefined),
    channels: {
      sns: async () => void calls.push('sns'),
      async bus() {
        calls.push('bus');
        if (down) throw full(0);
      },
    },
    sleep: () => new Promise(() => undefined),
    store: {
      eventToDeliver: (each) => store.eventToDeliver(each),
      claim: (...given) => (calls.push(`claim ${given[1].join()}`), store.claim(...given)),
      settle: (...given) => (calls.push(`settle ${given[1].join()} ${given[2]}`), store.settle(...given)),
    },
  };
  const message = [{ id: 'm', body: JSON.stringify({ event: id, channels: ['sns', 'bus'] }), receives: 1 }];
  expect(await deliver(message, false, both)).toEqual(['m']);
  expect(calls).toEqual(['claim sns,bus', 'sns', 'bus', 'settle sns delivered', 'settle bus failed']);
  down = false;
  calls.length = 0;
  expect(await deliver(message, false, both)).toEqual([]);
  expect(calls).toEqual(['claim sns,bus', 'bus', 'settle bus delivered']);
});
