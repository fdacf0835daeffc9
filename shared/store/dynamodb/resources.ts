import { setTimeout as sleep } from 'node:timers/promises';
import { refKey } from '../../core/ref.ts';
import { complianceChange } from '../compliance.ts';
import { Conflict } from '../conflict.ts';
import {
  type Body,
  bodiesOf,
  changedDependencies,
  changedWaiting,
  isThere,
  knownKey,
  placeKey,
  recordOf,
  refOfKey,
  waitingEntry,
  waitingKey,
  waitingPrefix,
} from '../items.ts';
import type { PageOfRefs, ResourceRecord, ResourceStore, StoredFinding, WaitingEntry, Writes } from '../store.ts';
import { BY_FINDING, OPEN } from '../table.ts';
import { bodyIn, type Calls, everyItem, type Item, type Key, keyOf, NEW, packedBody, type Write } from './calls.ts';
import { complianceWrite } from './compliance.ts';
import { eventItem } from './finding-events.ts';
import { rateLimitWrite, runWrite, UNPAUSED } from './runs.ts';

/** The attempts to read one resource, with pauses of 20, 40, ... milliseconds. */
const READS = 5;

const HEADER = 'a#resource';
const FINDING = 'a#finding#';
/** In the header: the version at which a rule's finding was last written. */
const WRITTEN = 'v#';

/** @param pageSize The most items of one page of `unresolved` and `known`. */
export function resourceStore(calls: Calls, pageSize = 100): ResourceStore {
  return {
    async resource(ref) {
      for (let read = 0; read < READS; read += 1) {
        if (read > 0) await sleep(20 * read);
        const items = await under(calls, resourcePk(refKey(ref)));
        const header = items.find(({ sk }) => sk?.S === HEADER);
        const findings = items.filter((item) => item !== header);
        if (isWhole(header, findings)) {
          return recordOf(ref, Number(header?.['version']?.N ?? 0), header && bodyIn(header), findings.map(bodyIn));
        }
      }
      throw new Conflict(`${refKey(ref)} was written again and again while it was read.`);
    },

    save: async (before, writes) => calls.transact(writesOf(before, writes)),
    begin: async (before, writes) => calls.transact([...writesOf(before, writes), UNPAUSED]),

    async locate(finding) {
      const { items } = await calls.query({
        IndexName: BY_FINDING,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: finding } },
      });
      const pk = items[0]?.['pk']?.S;
      return pk === undefined ? undefined : refOfPk(pk);
    },

    unresolved: (place, from) => indexed(placeKey(place), from),
    known: (place, from) => indexed(knownKey(place), from),

    async dependents(key, from) {
      const pk = dependentsPk(key);
      const { items, last } = await calls.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ConsistentRead: true,
        Limit: pageSize,
        ...(from === undefined ? {} : { ExclusiveStartKey: keyOf(pk, from) }),
      });
      const next = last?.['sk']?.S;
      return { refs: items.map(({ sk }) => refOfKey(sk?.S ?? '')), ...(next === undefined ? {} : { next }) };
    },

    async waiting(group, from) {
      const { stop } = group;
      const pk = waitingPk(stop);
      const prefix = waitingPrefix(group);
      const { items, last } = await calls.query({
        KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: pk }, ...(prefix === '' ? {} : { ':prefix': { S: prefix } }) },
        ConsistentRead: true,
        Limit: pageSize,
        ...(from === undefined ? {} : { ExclusiveStartKey: keyOf(pk, from) }),
      });
      const next = last?.['sk']?.S;
      const entries = items.map(({ sk, event }) => waitingEntry(stop, sk?.S ?? '', event?.S ?? ''));
      return { entries, ...(next === undefined ? {} : { next }) };
    },
  };

  async function indexed(open: string, from: string | undefined): Promise<PageOfRefs> {
    const key = { open: { S: open } };
    const start = from === undefined ? undefined : (JSON.parse(from) as readonly [pk: string, sk: string]);
    const { items, last } = await calls.query({
      IndexName: OPEN,
      KeyConditionExpression: '#open = :open',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':open': key.open },
      Limit: pageSize,
      ...(start ? { ExclusiveStartKey: { ...key, ...keyOf(...start) } } : {}),
    });
    // A resource is listed once for each of its findings. The index is sorted by resource.
    const pks = new Set(items.flatMap(({ pk }) => pk?.S ?? []));
    if (start) pks.delete(start[0]);
    const refs = [...pks].map(refOfPk);
    return { refs, ...(last ? { next: JSON.stringify([last['pk']?.S, last['sk']?.S]) } : {}) };
  }
}

function writesOf(before: ResourceRecord, writes: Writes): readonly Write[] {
  const { ref, version } = before;
  const pk = resourcePk(refKey(ref));
  const { added, removed } = changedDependencies(before, writes);
  const waiting = changedWaiting(before, writes);
  const inIndex = (key: string) => keyOf(dependentsPk(key), refKey(ref));
  const counted = complianceChange(before, writes);
  const { resource, findings, events, run } = bodiesOf(writes);
  return [
    headerWrite(pk, { version, text: resource, findings, known: isThere(writes) ? knownKey(ref) : undefined }),
    ...findings.map((storedFinding): Write => ({ Put: { Item: findingItem(pk, version + 1, storedFinding) } })),
    ...events.map((event): Write => ({ Put: { Item: eventItem(event), ConditionExpression: NEW } })),
    ...added.map((key): Write => ({ Put: { Item: inIndex(key) } })),
    ...removed.map((key): Write => ({ Delete: { Key: inIndex(key) } })),
    ...waiting.removed.map((entry): Write => ({ Delete: { Key: waitingItemKey(entry) } })),
    ...waiting.added.map(
      (entry): Write => ({ Put: { Item: { ...waitingItemKey(entry), event: { S: entry.event } } } }),
    ),
    ...(counted ? [complianceWrite(ref, counted)] : []),
    ...(run ? [runWrite(run)] : []),
    ...(run && writes.rateLimit ? [rateLimitWrite(run.of.rule, run.of.ref.account, writes.rateLimit)] : []),
  ];
}

const RESOURCE_PK = 'R#';

function resourcePk(key: string): string {
  return `${RESOURCE_PK}${key}`;
}

/** The partition of those that depend on a neighbour; the sort key is the dependent. */
function dependentsPk(key: string): string {
  return `N#${key}`;
}

/** The list of the remediations that one stop holds. */
function waitingPk(stop: WaitingEntry['stop']): string {
  return `W#${stop}`;
}

function waitingItemKey(entry: WaitingEntry): Key {
  return keyOf(waitingPk(entry.stop), waitingKey(entry));
}

function refOfPk(pk: string) {
  return refOfKey(pk.slice(RESOURCE_PK.length));
}

async function under(calls: Calls, pk: string): Promise<readonly Item[]> {
  return everyItem(calls, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :a)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':a': { S: 'a#' } },
  });
}

/**
 * Whether all items are of one write: a query may return some from before a transaction and some from after it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation
 */
function isWhole(header: Item | undefined, findings: readonly Item[]): boolean {
  const written = Object.keys(header ?? {}).filter((name) => name.startsWith(WRITTEN));
  return (
    written.length === findings.length &&
    findings.every(({ sk, version }) => version?.N === header?.[`${WRITTEN}${sk?.S?.slice(FINDING.length)}`]?.N)
  );
}

interface Header {
  readonly version: number;
  readonly text: string;
  readonly findings: readonly Body<StoredFinding>[];
  readonly known: string | undefined;
}

function headerWrite(pk: string, { version, text, findings, known }: Header): Write {
  const names = findings.map(({ of }, index) => [`#f${index}`, `${WRITTEN}${of.finding.rule}`] as const);
  const set = ['#version = :after', 'body = :body', ...names.map(([name]) => `${name} = :after`)];
  return {
    Update: {
      Key: keyOf(pk, HEADER),
      UpdateExpression: `SET ${[...set, ...(known ? ['#open = :known'] : [])].join(', ')}${known ? '' : ' REMOVE #open'}`,
      ConditionExpression: version === 0 ? NEW : '#version = :before',
      ExpressionAttributeNames: { '#version': 'version', '#open': 'open', ...Object.fromEntries(names) },
      ExpressionAttributeValues: {
        ':after': { N: String(version + 1) },
        ':body': { S: text },
        ...(known ? { ':known': { S: known } } : {}),
        ...(version === 0 ? {} : { ':before': { N: String(version) } }),
      },
    },
  };
}

function findingItem(pk: string, version: number, { of, text }: Body<StoredFinding>): Item {
  const { id, rule, status, resource } = of.finding;
  return {
    ...keyOf(pk, `${FINDING}${rule}`),
    version: { N: String(version) },
    id: { S: id },
    ...(status === 'resolved' ? {} : { open: { S: placeKey(resource) } }),
    body: packedBody(text),
  };
}
