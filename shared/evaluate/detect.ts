import { failureOf, isPassing } from '../aws/failure.ts';
import type { TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';
import { refKey } from '../core/ref.ts';
import type { Store } from '../store/store.ts';
import { countNotices, type NoticePorts } from './count-notices.ts';
import { type JudgePorts, judgeResource, type ToJudge } from './judge-resource.ts';
import { type ChangeMessage, type MessagePorts, type Touched, touchedBy } from './messages.ts';
import { createNeighbourhood } from './neighbours.ts';
import type { Noticed } from './notices.ts';

export interface DetectPorts extends JudgePorts, MessagePorts, Pick<NoticePorts, 'onReported'> {
  readonly store: JudgePorts['store'] & NoticePorts['store'] & Pick<Store, 'beat'>;
  /** Whether there is time to read another resource. */
  hasTime?(): boolean;
  /** Delivers messages again sooner than others that failed, because their failure is temporary. */
  againSoon?(messages: readonly string[]): Promise<void>;
  /** Called with a message that failed. */
  onFailure?(message: string, error: unknown): void;
}

/** A resource to read, the events that touched it, and the messages that wait for it. */
interface ReadTask extends ToJudge {
  readonly names: Map<string, string[]>;
  readonly events: TrailEvent[];
  readonly messages: Set<string>;
  isRepeated?: boolean;
  because?: Cause;
}

/** What counts for one notice, and the messages that wait for it. */
interface NoticeTask {
  readonly noticed: Noticed[];
  readonly messages: Set<string>;
}

/** Resources that are read at the same time. */
const AT_ONCE = 8;

/**
 * Handles a batch of messages. Several events on one resource cost one read, and all that count for one notice one write.
 * Events come before the refs of sweeps.
 * @returns the ids of the messages that failed: they are delivered again, and end in the dead-letter queue.
 */
export async function detect(messages: readonly ChangeMessage[], ports: DetectPorts): Promise<ReadonlySet<string>> {
  /** By message: whether its failure is temporary. */
  const failed = new Map<string, boolean>();
  const fail = (id: string, isTemporary: boolean) => failed.set(id, isTemporary && (failed.get(id) ?? true));
  const failWith = (id: string, error: unknown) => {
    fail(id, isPassing(failureOf(error)));
    ports.onFailure?.(id, error);
  };
  const tasks = new Map<string, ReadTask>();
  const notices = new Map<string, NoticeTask>();
  for (const message of messages) {
    const { touched, noticed, errors } = await touchedBy(message, ports);
    for (const each of touched) add(tasks, each, message);
    for (const each of noticed) addNoticed(notices, each, message);
    for (const error of errors) failWith(message.id, error);
  }
  const { events = [], sweeps = [] } = Object.groupBy(tasks.values(), (task) =>
    task.events.length > 0 ? 'events' : 'sweeps',
  );
  await eachOf([...notices.values()], AT_ONCE, async (task) => {
    try {
      if (ports.hasTime?.() === false) for (const id of task.messages) fail(id, true);
      else await countNotices(task.noticed, ports);
    } catch (error) {
      for (const id of task.messages) failWith(id, error);
    }
  });
  const neighbourhood = createNeighbourhood(ports);
  await eachOf([...events, ...sweeps], AT_ONCE, async (task) => {
    try {
      if (ports.hasTime?.() === false) for (const id of task.messages) fail(id, true);
      else await judgeResource(task, ports, neighbourhood);
    } catch (error) {
      for (const id of task.messages) failWith(id, error);
    }
  });
  const soon = [...failed].flatMap(([id, isTemporary]) => (isTemporary ? [id] : []));
  if (soon.length > 0) await ports.againSoon?.(soon);
  return new Set(failed.keys());
}

function add(tasks: Map<string, ReadTask>, { ref, name, event, because }: Touched, message: ChangeMessage): void {
  const key = refKey(ref);
  const task: ReadTask = tasks.get(key) ?? { ref, names: new Map(), events: [], messages: new Set() };
  tasks.set(key, task);
  task.messages.add(message.id);
  task.isRepeated ||= message.isRepeated === true;
  if (because && because.occurredAt >= (task.because?.occurredAt ?? 0)) task.because = because;
  if (!event) return;
  task.events.push(event);
  const names = task.names.get(event.eventID) ?? [];
  if (name !== undefined && !names.includes(name)) task.names.set(event.eventID, [...names, name]);
}

function addNoticed(notices: Map<string, NoticeTask>, noticed: Noticed, message: ChangeMessage): void {
  const task = notices.get(noticed.key) ?? { noticed: [], messages: new Set() };
  notices.set(noticed.key, task);
  task.noticed.push(noticed);
  task.messages.add(message.id);
}

/** Runs a task for each item, at most `atOnce` at the same time. Tasks handle their own errors. */
export async function eachOf<T>(items: readonly T[], atOnce: number, run: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: Math.min(atOnce, items.length) }, async () => {
      for (const item of waiting) await run(item);
    }),
  );
}
