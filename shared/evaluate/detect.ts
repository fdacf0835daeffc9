import { failureOf, isPassing } from '../aws/failure.ts';
import type { SettingsByKind } from '../config/by-kind.ts';
import { compareEvents, decodeEvent, eventId, type TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';
import { get, objectOf, parsedObject } from '../core/json.ts';
import { type AnyKind, awsTypeOf, refOf, refsOf } from '../core/kind.ts';
import { keysOfDependents } from '../core/neighbour.ts';
import { pagesOf } from '../core/pages.ts';
import { type Ref, refKey } from '../core/ref.ts';
import { unwrap } from '../core/unwrap.ts';
import type { Store } from '../store/store.ts';
import { causeOf } from './attribution.ts';
import { isFromEventBridge, isFromRole, isOfAccount, isOwn } from './belief.ts';
import { isHeartbeat } from './heartbeat.ts';
import { createNeighbourhood, type Neighbourhood } from './neighbours.ts';
import { observe } from './observe.ts';
import type { Ports } from './ports.ts';

/** A message of the queue of changes: an EventBridge event, or the refs of a sweep. */
export interface ChangeMessage {
  readonly id: string;
  readonly body: string;
  /** It was received before. The attempt that failed may have written, without telling what depends on the resource. */
  readonly isRepeated?: boolean;
  /** Who sent it, as SQS names them; left out: unknown. */
  readonly sender?: string;
}

export interface DetectPorts extends Omit<Ports, 'settings' | 'neighbourhood'> {
  readonly store: Ports['store'] & Pick<Store, 'beat' | 'dependents'>;
  readonly settingsByKind: SettingsByKind;
  /** Of the deployment. Nothing of other accounts and regions is judged. */
  readonly home: Pick<Ref, 'account' | 'region'>;
  /** The unique id of the role of `detect`, which alone may name the cause of a change. */
  readonly roleId: string;
  /** The ids of all resources of a kind, for an event that has only an alias. */
  listAll(kind: string, place: Pick<Ref, 'account' | 'region'>): Promise<readonly string[]>;
  /** Queues resources to be judged again because a neighbour has changed; the cause is left out where it is unknown. */
  judgeAgain(refs: readonly Ref[], because: Cause | undefined): Promise<void>;
  /** Whether there is time to read another resource. */
  hasTime?(): boolean;
  /** Delivers messages again sooner than others that failed, because their failure is temporary. */
  againSoon?(messages: readonly string[]): Promise<void>;
  /** Called where a message names a resource of another account or region. */
  onForeign?(ref: Pick<Ref, 'kind' | 'account' | 'region'>): void;
  /** Called with a message that failed. */
  onFailure?(message: string, error: unknown): void;
  /** The log group of the daily heartbeat. */
  readonly heartbeat?: string | undefined;
}

/** A resource to read, the events that touched it, and the messages that wait for it. */
interface ReadTask {
  readonly ref: Ref;
  /** The ids that each event has for the resource. */
  readonly names: Map<string, string[]>;
  readonly events: TrailEvent[];
  readonly messages: Set<string>;
  isRepeated?: boolean;
  /** The latest change of a neighbour. */
  because?: Cause;
}

/** Resources that are read at the same time. */
const AT_ONCE = 8;

/**
 * Handles a batch of messages. Several events on one resource cost one read. Events come before the refs of sweeps.
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
  for (const message of messages) {
    const { touched, errors } = await touchedBy(message, ports);
    for (const each of touched) add(tasks, each, message);
    for (const error of errors) failWith(message.id, error);
  }
  const { events = [], sweeps = [] } = Object.groupBy(tasks.values(), (task) =>
    task.events.length > 0 ? 'events' : 'sweeps',
  );
  const neighbourhood = createNeighbourhood(ports);
  await eachOf([...events, ...sweeps], AT_ONCE, async (task) => {
    try {
      if (ports.hasTime?.() === false) for (const id of task.messages) fail(id, true);
      else await judgeWithDependents(task, ports, neighbourhood);
    } catch (error) {
      for (const id of task.messages) failWith(id, error);
    }
  });
  const soon = [...failed].flatMap(([id, isTemporary]) => (isTemporary ? [id] : []));
  if (soon.length > 0) await ports.againSoon?.(soon);
  return new Set(failed.keys());
}

async function judgeWithDependents(
  { ref, events, names, because, isRepeated = false }: ReadTask,
  ports: DetectPorts,
  neighbourhood: Neighbourhood,
): Promise<void> {
  const settings = await ports.settingsByKind.of(ref.kind);
  const isJudged = settings.rules.length > 0 || events.length === 0;
  const { isChanged = false } = isJudged
    ? await observe(ref, events, { ...ports, settings, neighbourhood }, { names, because })
    : {};
  const last = events.toSorted(compareEvents).at(-1);
  if ((last || isChanged || isRepeated) && ports.settingsByKind.isNeighbour(ref.kind))
    await tellDependents(ref, last, ports);
}

/** The dependents of a neighbour that changed are judged again, in messages of their own. */
async function tellDependents(ref: Ref, event: TrailEvent | undefined, ports: DetectPorts): Promise<void> {
  const kind = await ports.settingsByKind.kind(ref.kind);
  if (!kind) return;
  const because = event && { ...causeOf(event), on: { type: awsTypeOf(kind, ref.id), id: ref.id } };
  for (const key of keysOfDependents(kind, ref)) {
    for await (const { refs } of pagesOf((from) => ports.store.dependents(key, from)))
      if (refs.length > 0) await ports.judgeAgain(refs, because);
  }
}

interface Touched {
  readonly ref: Ref;
  readonly because?: Cause;
  readonly event?: TrailEvent;
  /** The id that the event has for the resource. */
  readonly name?: string;
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

interface Read {
  readonly touched: Touched[];
  readonly errors: unknown[];
}

/** The resources that a message touches. An event that one kind cannot read fails the message, and is still read by others. */
async function touchedBy({ body, sender }: ChangeMessage, ports: DetectPorts): Promise<Read> {
  const found: Read = { touched: [], errors: [] };
  const attempt = async (run: () => void | Promise<void>) => {
    try {
      await run();
    } catch (error) {
      found.errors.push(error);
    }
  };
  await attempt(async () => {
    const content = parsedObject(body);
    if (typeof content === 'string') throw new TypeError('The message is not a JSON object.');
    if (Array.isArray(content['refs'])) {
      const named = causeIn(content['because']);
      const because = isFromRole(sender, ports.roleId) ? named : undefined;
      for (const each of content['refs'])
        await attempt(async () => {
          const ref = refIn(each);
          const kind = await ports.settingsByKind.kind(ref.kind);
          if (kind && !isOwn(kind, ref, ports.home)) return ports.onForeign?.(ref);
          found.touched.push({ ref, ...(because ? { because } : {}) });
        });
      return;
    }
    const isBelieved = isFromEventBridge(sender, content);
    for (const { record, envelope } of unwrap(content)) {
      await attempt(async () => {
        const event = decodeEvent(record, envelope);
        if (!isOfAccount(event, envelope, ports.home)) return ports.onForeign?.(placeOf(event));
        // The heartbeat does not depend on the rules that are switched on.
        if (isBelieved && isHeartbeat(event, ports.heartbeat)) return ports.store.beat({ arrived: ports.now() });
        for (const kind of await kindsOf(event, ports)) {
          await attempt(async () => {
            for (const ref of refsOf(kind, event))
              await attempt(() => addNamed(kind, ref, { event, isBelieved }, found, ports));
          });
        }
      });
    }
  });
  return found;
}

async function addNamed(
  kind: AnyKind,
  ref: Ref,
  { event, isBelieved }: { readonly event: TrailEvent; readonly isBelieved: boolean },
  { touched }: Read,
  { listAll, home, onForeign }: DetectPorts,
): Promise<void> {
  if (!isOwn(kind, ref, home)) return onForeign?.(ref);
  const ids = kind.isAlias?.(ref.id) ? await listAll(ref.kind, ref) : [ref.id];
  for (const id of ids) {
    // What EventBridge did not send is only a reason to look. It proves nothing, and names nobody.
    touched.push({ ref: refOf(kind, event, id), ...(isBelieved ? { name: ref.id, event } : {}) });
  }
}

function placeOf({ eventName, account, awsRegion }: TrailEvent): Pick<Ref, 'kind' | 'account' | 'region'> {
  return { kind: eventName, account, region: awsRegion };
}

/** The kinds that follow an event and have a rule that is switched on, or are neighbours of others. */
async function kindsOf(event: TrailEvent, { settingsByKind }: DetectPorts): Promise<readonly AnyKind[]> {
  const kinds = settingsByKind.following(eventId(event)).map(async (name) => {
    const { rules } = await settingsByKind.of(name);
    return rules.length > 0 || settingsByKind.isNeighbour(name) ? settingsByKind.kind(name) : undefined;
  });
  return (await Promise.all(kinds)).filter((kind) => kind !== undefined);
}

/** The cause that `judgeAgain` has put into a message. */
function causeIn(value: unknown): Cause | undefined {
  if (value === undefined) return undefined;
  const { eventId: id, eventName, occurredAt, actor, on } = objectOf(value) ?? {};
  const texts = [id, eventName, get(actor, 'type'), get(actor, 'name')];
  if (on !== undefined) texts.push(get(on, 'type'), get(on, 'id'));
  const isTime = typeof occurredAt === 'number' && !Number.isNaN(new Date(occurredAt).getTime());
  if (!isTime || texts.some((text) => typeof text !== 'string')) throw new TypeError('The message names no cause.');
  return value as Cause;
}

function refIn(value: unknown): Ref {
  const { kind, account, region, id } = objectOf(value) ?? {};
  if ([kind, account, region, id].some((part) => typeof part !== 'string'))
    throw new TypeError('The message names no resource.');
  return { kind, account, region, id } as Ref;
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
