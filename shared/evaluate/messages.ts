import type { SettingsByKind } from '../config/by-kind.ts';
import { decodeEvent, eventId, type TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';
import { get, objectOf, parsedObject } from '../core/json.ts';
import { type AnyKind, refOf, refsOf } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import { taggedIds } from '../core/tagging.ts';
import { unwrap } from '../core/unwrap.ts';
import type { Store } from '../store/store.ts';
import { isFromEventBridge, isFromRole, isOfAccount, isOwn } from './belief.ts';
import { isHeartbeat } from './heartbeat.ts';
import type { Noticed, Watch } from './notices.ts';
import { canExempt } from './tagged.ts';

/** A message of the queue of changes: an EventBridge event, or the refs of a sweep. */
export interface ChangeMessage {
  readonly id: string;
  readonly body: string;
  /** It was received before. The attempt that failed may have written, without telling what depends on the resource. */
  readonly isRepeated?: boolean;
  /** Who sent it, as SQS names them; left out: unknown. */
  readonly sender?: string;
}

/** What messages are read with. */
export interface MessagePorts {
  readonly store: Pick<Store, 'beat'>;
  readonly settingsByKind: SettingsByKind;
  /** Of the deployment. Nothing of other accounts and regions is judged. */
  readonly home: Pick<Ref, 'account' | 'region'>;
  /** The unique id of the role of `detect`, which alone may name the cause of a change. */
  readonly roleId: string;
  /** The log group of the daily heartbeat. */
  readonly heartbeat?: string | undefined;
  /** What an event counts for as a notice. */
  readonly watch: Watch;
  /** The ids of all resources of a kind, for an event that has only an alias. */
  listAll(kind: string, place: Pick<Ref, 'account' | 'region'>): Promise<readonly string[]>;
  /** Called where a message names a resource of another account or region. */
  onForeign?(ref: Pick<Ref, 'kind' | 'account' | 'region'>): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A resource that a message touches. */
export interface Touched {
  readonly ref: Ref;
  readonly because?: Cause;
  readonly event?: TrailEvent;
  /** The id that the event has for the resource. */
  readonly name?: string;
}

interface Read {
  readonly touched: Touched[];
  /** What counts for notices. */
  readonly noticed: Noticed[];
  readonly errors: unknown[];
}

/** The resources that a message touches. An event that one kind cannot read fails the message, and is still read by others. */
export async function touchedBy({ body, sender }: ChangeMessage, ports: MessagePorts): Promise<Read> {
  const found: Read = { touched: [], noticed: [], errors: [] };
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
        if (isBelieved) found.noticed.push(...ports.watch(event, record));
        // A call that failed changed nothing. It is received only because it counts for a notice.
        if (event.errorCode) return;
        for (const kind of await kindsOf(event, ports)) {
          await attempt(async () => {
            const settings = await ports.settingsByKind.of(kind.name);
            if (taggedIds(kind, event) && !canExempt(event, settings)) return;
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
  { listAll, home, onForeign }: MessagePorts,
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
async function kindsOf(event: TrailEvent, { settingsByKind }: MessagePorts): Promise<readonly AnyKind[]> {
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
