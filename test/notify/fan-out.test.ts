import { expect, test } from 'vitest';
import type { Exemption, Finding, FindingEvent } from '../../shared/core/finding.ts';
import type { Severity } from '../../shared/core/severity.ts';
import type { RetryRequest } from '../../shared/notify/deliver-job.ts';
import {
  type DeliveryJob,
  fanOut,
  MOST_AT_ONCE,
  type QueuedJob,
  type StreamRecord,
} from '../../shared/notify/fan-out.ts';
import type { Channel } from '../../shared/store/store.ts';
import { event, turned } from './finding-events.ts';
import { CHANNELS } from './queues.ts';

const settings = (slack: Severity) => ({
  sns: { minimumSeverity: 'low' as const },
  slack: { minimumSeverity: slack },
  bus: { minimumSeverity: 'low' as const },
});

/** The channels that receive the last of these events of one finding, and how many reads that took. */
async function routed(history: readonly FindingEvent[], slack: Severity = 'low') {
  const numbered = history.map((each, index) => ({ ...each, id: `${each.finding.id}-${index + 1}` }));
  const sent: Channel[] = [];
  const queued: DeliveryJob[] = [];
  let reads = 0;
  const last = numbered.at(-1);
  if (!last) throw new Error('no history');
  const failed = await fanOut([{ sequenceNumber: '1', id: last.id, event: last }], {
    store: {
      event: async (id) => {
        reads += 1;
        return numbered.find((each) => each.id === id);
      },
    },
    channels: CHANNELS,
    settings: settings(slack),
    async deliver(_, channels) {
      sent.push(...channels);
      return [];
    },
    async queue(jobs) {
      queued.push(...jobs);
      return [];
    },
  });
  expect(failed).toEqual([]);
  // The order is that of the channels.
  const reached = new Set([...sent, ...queued.flatMap(({ channels }) => channels)]);
  return { channels: CHANNELS.filter((channel) => reached.has(channel)), reads };
}

const graded = (from: FindingEvent, severity: Severity): FindingEvent => ({
  ...from,
  severity,
  finding: { ...from.finding, severity },
});
const over: Partial<Finding> = { status: 'resolved' };
const exemption = (by: Exemption['grantedBy']): Partial<Finding> => ({
  status: 'exempt',
  exemption: { grantedBy: by, reason: 'known', owner: 'ops', until: 0 },
});

test('each channel from its own severity on', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  expect(await routed([opened], 'high')).toEqual({ channels: ['sns', 'slack', 'bus'], reads: 0 });
  expect(await routed([opened], 'critical')).toEqual({ channels: ['sns', 'bus'], reads: 0 });
});

test('whoever heard of a drift hears of its end, though it had become less severe', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const changed = graded(turned(opened, 'changed'), 'low');
  const resolved = graded(turned(opened, 'resolved', over), 'low');
  const remediated = graded(turned(opened, 'remediated', over), 'low');
  expect((await routed([opened, changed], 'high')).channels).toEqual(CHANNELS);
  expect((await routed([opened, changed, resolved], 'high')).channels).toEqual(CHANNELS);
  expect((await routed([opened, changed, remediated], 'high')).channels).toEqual(CHANNELS);
});

test('whoever did not hear of a drift hears of its end no more than of its beginning', async () => {
  const opened = graded(await event('sg-open-ingress', 'opened'), 'low');
  const resolved = turned(opened, 'resolved', over);
  expect((await routed([opened, resolved], 'high')).channels).toEqual(['sns', 'bus']);
});

test('an earlier episode does not count', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const resolved = turned(opened, 'resolved', over);
  const again = graded(turned(opened, 'reopened'), 'low');
  const ended = graded(turned(opened, 'resolved', over), 'low');
  expect(await routed([opened, resolved, again, ended], 'high')).toEqual({ channels: ['sns', 'bus'], reads: 1 });
});

test('one that has expired is not waited for', async () => {
  const resolved = turned(await event('sg-open-ingress', 'opened'), 'resolved', over);
  expect((await routed([{ ...resolved, id: 'x' }])).channels).toEqual(CHANNELS);
});

test('people do not receive what the settings exempted from the beginning, nor its end', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const accepted: FindingEvent = {
    ...turned(opened, 'exempted', exemption('settings')),
    type: 'exempted',
    cause: opened.cause,
  };
  const resolved = turned(accepted, 'resolved', over);
  expect((await routed([accepted])).channels).toEqual(['bus']);
  expect((await routed([accepted, resolved])).channels).toEqual(['bus']);
});

test('people learn that a drift they know of is accepted, and of a tag that its causer may have set', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const bySettings = turned(opened, 'exempted', exemption('settings'));
  expect((await routed([opened, bySettings])).channels).toEqual(CHANNELS);
  expect((await routed([opened, bySettings, turned(bySettings, 'resolved', over)])).channels).toEqual(CHANNELS);
  const byTag: FindingEvent = {
    ...turned(opened, 'exempted', exemption('tag')),
    type: 'exempted',
    cause: opened.cause,
  };
  expect((await routed([byTag])).channels).toEqual(CHANNELS);
});

test('what a look showed and what was accepted later are two things, though neither has an event', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const cause = { ...opened.finding.cause, eventId: '' };
  const found = { ...turned(opened, 'opened', { cause }), cause };
  expect((await routed([found, turned(found, 'exempted', exemption('settings'))])).channels).toEqual(CHANNELS);
});

test('an approval goes to the bus only', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  expect((await routed([opened, turned(opened, 'approved')])).channels).toEqual(['bus']);
});

test.each(['proposed', 'failed', 'undone', 'reopened'] as const)('%s goes to everybody', async (transition) => {
  const opened = await event('sg-open-ingress', 'opened');
  expect((await routed([opened, turned(opened, transition)])).channels).toEqual(CHANNELS);
});

test('exactly the records that could not be queued, or not be decided on, come again', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const low = graded(turned(opened, 'resolved', over), 'low');
  const records = [1, 2, 3, 4].map((number) => ({
    sequenceNumber: String(number),
    id: `${opened.finding.id}-${number}`,
    event: { ...(number === 4 ? low : opened), id: `${opened.finding.id}-${number}` },
  }));
  const failed = await fanOut(records, {
    store: { event: () => Promise.reject(new Error('throttled')) },
    channels: CHANNELS,
    settings: settings('high'),
    deliver: async () => [],
    queue: async (jobs) => jobs.filter((job) => job.event.endsWith('-2') && job.channels.includes('slack')),
  });
  expect(failed).toEqual(['2', '4']);
});

test('what cannot be read is queued for every channel, to fail where it is seen', async () => {
  const queued: Channel[] = [];
  const failed = await fanOut([{ sequenceNumber: '1', id: 'a-1' }], {
    store: { event: async () => undefined },
    channels: CHANNELS,
    settings: settings('high'),
    deliver: () => Promise.reject(new Error('There is nothing to deliver.')),
    async queue(jobs) {
      queued.push(...jobs.flatMap(({ channels }) => channels));
      return [];
    },
  });
  expect([failed, queued]).toEqual([[], CHANNELS]);
});

/** Events of one finding, delivered straight from the stream; `left`: what has to be tried again. */
async function straight(records: readonly StreamRecord[], left: readonly RetryRequest[] = []) {
  const sent: string[] = [];
  const queued: QueuedJob[] = [];
  const failed = await fanOut(records, {
    store: { event: async () => undefined },
    channels: CHANNELS,
    settings: settings('low'),
    async deliver({ id }, channels) {
      sent.push(`${id} ${channels.join()}`);
      return left;
    },
    async queue(jobs) {
      queued.push(...jobs.map(({ event, channels, after }) => ({ event, channels, ...(after ? { after } : {}) })));
      return [];
    },
  });
  return { sent, queued, failed };
}

async function recordsOf(count: number): Promise<readonly StreamRecord[]> {
  const opened = await event('sg-open-ingress', 'opened');
  return Array.from({ length: count }, (_, index) => {
    const id = `${opened.finding.id}-${index + 1}`;
    return { sequenceNumber: String(index), id, event: { ...opened, id } };
  });
}

test('an event goes straight to SNS and the bus, and waits for Slack in its queue', async () => {
  const [one] = await recordsOf(1);
  if (!one) throw new Error('There is no record.');
  expect(await straight([one])).toEqual({
    sent: [`${one.id} sns,bus`],
    queued: [{ event: one.id, channels: ['slack'] }],
    failed: [],
  });
});

test('what did not arrive straight from the stream waits in the queue, for that channel only', async () => {
  const [one] = await recordsOf(1);
  if (!one) throw new Error('There is no record.');
  const { queued, failed } = await straight([one], [{ channel: 'bus', after: 91_000 }]);
  expect(queued).toContainEqual({ event: one.id, channels: ['bus'], after: 91_000 });
  expect(failed).toEqual([]);
});

test('a burst is delivered through the queue behind the first twenty events, so that the stream goes on', async () => {
  const records = await recordsOf(MOST_AT_ONCE + 2);
  const { sent, queued } = await straight(records);
  expect(sent.length).toBe(MOST_AT_ONCE);
  expect(queued.filter(({ channels }) => channels.includes('sns')).map((job) => job.event)).toEqual(
    records.slice(MOST_AT_ONCE).map(({ id }) => id),
  );
});

test('an event of an earlier version is delivered through the queue, which sees what was delivered before', async () => {
  const records = (await recordsOf(1)).map((each) => ({ ...each, isOld: true as const }));
  const { sent, queued } = await straight(records);
  expect([sent, queued.map(({ channels }) => channels)]).toEqual([[], [CHANNELS]]);
});
