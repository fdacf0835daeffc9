import { queueId } from '../../deploy/needs.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { propertiesOf } from '../../deploy/system.ts';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { type DeliverPorts, deliver, type JobMessage } from '../../shared/notify/deliver.ts';
import { type DeliveryOutcome, deliverStreamed } from '../../shared/notify/deliver-job.ts';
import { type DeliveryJob, type FanOutPorts, fanOut, type QueuedJob } from '../../shared/notify/fan-out.ts';
import type { Channel, DeliverableEvent } from '../../shared/store/store.ts';
import { OFF } from '../deploy/off.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { NOW } from './finding-events.ts';

export const CHANNELS: readonly Channel[] = ['sns', 'slack', 'bus'];

type Group = 'deliveries' | 'slack';

const system = deployedWith(paramsFrom({ ...OFF, slackWebhook: '/plumbline/slack' }));

/** Milliseconds that a message stays hidden after it was received. */
function visibilityOf(group: Group): number {
  return Number(propertiesOf(system, queueId(group))['VisibilityTimeout']) * 1000;
}

/** How many messages `notify` gets at once. */
function batchSizeOf(group: Group): number {
  const sources = system.functions.notify?.events?.flatMap(({ sqs }) => sqs ?? []) ?? [];
  const source = sources.find(({ arn }) => arn['Fn::GetAtt'][0] === queueId(group));
  if (!source) throw new Error(`serverless.yml: functions.notify.events has no ${queueId(group)}.`);
  return source.batchSize;
}

function groupOf(channel: Channel): Group {
  return channel === 'slack' ? 'slack' : 'deliveries';
}

/** How often an event is tried on a channel. */
export function mostTries(channel: Channel): number {
  return TRIES[groupOf(channel)];
}

interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly group: Group;
  receives: number;
  visibleAt: number;
}

/** What may go wrong with a call: whether it takes effect, and what its caller gets. */
export type Fault = 'throttled' | 'denied' | 'refused' | 'lost' | 'answer-lost' | 'dies-before' | 'dies-after';
export type Call = 'claim' | 'settle' | Channel;

export interface World {
  /** What goes wrong with the n-th call, counted from 0, so many milliseconds after the beginning; `event`: the id of the event that is sent. */
  readonly faults?: (call: Call, number: number, passed: number, event?: string) => Fault | undefined;
  /** How often the stream delivers each record, at once, and how often each message is put into its queue. */
  readonly copies?: number;
  readonly settings?: FanOutPorts['settings'];
}

export interface Ended {
  /** The events that each channel received, in order. */
  readonly delivered: Readonly<Record<Channel, readonly string[]>>;
  /** The jobs in the dead-letter queues. */
  readonly dead: readonly DeliveryJob[];
  readonly outcomes: readonly DeliveryOutcome[];
  /** How long it took. Milliseconds. */
  readonly took: number;
}

const DEATH = new Error('The process died.');

function failure(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

/** Plays the stream, the queues and the function over entries until nothing is left to do; time is made up. */
export async function play(events: readonly FindingEvent[], world: World = {}): Promise<Ended> {
  const { faults = () => undefined, copies = 1, settings = defaultSettings([]).channels } = world;
  const store = createMemoryStore();
  for (const event of events) {
    const { kind, account, region, id } = event.finding.resource;
    const record = await store.resource({ kind, account, region, id });
    await store.save(record, { resource: {}, findings: [], events: [event] });
  }
  const delivered: Record<Channel, string[]> = { sns: [], slack: [], bus: [] };
  const outcomes: DeliveryOutcome[] = [];
  const counts = new Map<Call, number>();
  let now = NOW;
  let messages: Waiting[] = [];
  let made = 0;
  const dead: Waiting[] = [];

  const ports = (life: { over: boolean }): DeliverPorts => {
    const calling = async <T>(call: Call, work: () => Promise<T>, event?: string): Promise<T> => {
      if (life.over) throw DEATH;
      const number = counts.get(call) ?? 0;
      counts.set(call, number + 1);
      const fault = faults(call, number, now - NOW, event);
      if (fault === undefined) return work();
      if (fault === 'answer-lost' || fault === 'dies-after') await work();
      if (fault.startsWith('dies')) life.over = true;
      if (fault === 'throttled') throw failure('ThrottlingException', 400);
      if (fault === 'denied') throw failure('AccessDeniedException', 400);
      if (fault === 'refused') throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      throw life.over ? DEATH : failure('TimeoutError', 503);
    };
    const send = (channel: Channel) => (event: DeliverableEvent) =>
      calling(channel, async () => void delivered[channel].push(event.id), event.id);
    return {
      store: {
        eventToDeliver: (...given) => store.eventToDeliver(...given),
        claim: (...given) => calling('claim', () => store.claim(...given)),
        settle: (...given) => calling('settle', () => store.settle(...given)),
      },
      channels: { sns: send('sns'), slack: send('slack'), bus: send('bus') },
      async postpone(waiting, milliseconds) {
        if (life.over) return;
        const ids = new Set(waiting.map(({ id }) => id));
        for (const each of messages) if (ids.has(each.id)) each.visibleAt = now + milliseconds;
      },
      now: () => now,
      sleep: async (milliseconds) => void (now += milliseconds),
      report: (_, outcome) => void outcomes.push(outcome),
    };
  };

  await Promise.all(Array.from({ length: copies }, stream));
  while (messages.length > 0) {
    const taken = [receive('deliveries'), receive('slack')].filter((batch) => batch.length > 0);
    if (taken.length === 0) now = Math.max(now + 1, next());
    await Promise.all(taken.flatMap((batch) => halves(batch).map(invoke)));
  }
  const jobs = dead.map(({ body }) => JSON.parse(body) as DeliveryJob);
  return { delivered, dead: jobs, outcomes, took: now - NOW };

  /** The stream gives the records again that failed, and all of them where the process has died. */
  async function stream(): Promise<void> {
    for (let left = events; left.length > 0; ) {
      const life = { over: false };
      const failed = await fanOut(
        left.map((event) => ({ sequenceNumber: event.id, id: event.id, event })),
        {
          store,
          channels: CHANNELS,
          settings,
          deliver: (event, channels) => deliverStreamed(event, channels, ports(life)),
          async queue(jobs) {
            if (life.over) return jobs;
            jobs.forEach(put);
            return [];
          },
        },
      );
      const again = left.filter(({ id }) => life.over || failed.includes(id));
      left = again;
    }
  }

  function put({ event, channels: all, after = 0 }: QueuedJob): void {
    for (const [group, channels] of Map.groupBy(all, groupOf)) {
      // A FIFO queue takes a message once.
      const body = JSON.stringify({ event, channels });
      if (group === 'slack' && copies === 1 && messages.some((each) => each.body === body)) continue;
      for (let copy = 0; copy < copies; copy += 1)
        messages.push({ id: `m${(made += 1)}`, body, group, receives: 0, visibleAt: now + after });
    }
  }

  /** When a queue has something to give again. */
  function next(): number {
    const [first] = messages.filter(({ group }) => group === 'slack');
    const others = messages.filter(({ group }) => group !== 'slack');
    return Math.min(...[...others, ...(first ? [first] : [])].map(({ visibleAt }) => visibleAt));
  }

  /** A FIFO queue gives nothing while what it gave before is neither deleted nor visible again. */
  function receive(group: Group): readonly Waiting[] {
    const all = messages.filter((each) => each.group === group);
    if (group === 'slack' && all[0] && all[0].visibleAt > now) return [];
    const batch = all.filter(({ visibleAt }) => visibleAt <= now).slice(0, batchSizeOf(group));
    for (const each of batch) {
      each.receives += 1;
      each.visibleAt = now + visibilityOf(group);
      if (each.receives > TRIES[group]) {
        dead.push(each);
        messages = messages.filter((other) => other !== each);
      }
    }
    return batch.filter((each) => messages.includes(each));
  }

  /** Two invocations at once, as a standard queue may start them. */
  function halves(batch: readonly Waiting[]): readonly (readonly Waiting[])[] {
    if (batch[0]?.group === 'slack') return [batch];
    return [batch.filter((_, index) => index % 2 === 0), batch.filter((_, index) => index % 2 === 1)];
  }

  async function invoke(batch: readonly Waiting[]): Promise<void> {
    const life = { over: false };
    const given = batch.map(({ id, body, receives }): JobMessage => ({ id, body, receives }));
    const failed = new Set(await deliver(given, batch[0]?.group === 'slack', ports(life)));
    if (life.over) return;
    messages = messages.filter((each) => !batch.includes(each) || failed.has(each.id));
  }
}
