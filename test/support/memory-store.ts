import type { FindingEvent } from '../../shared/core/finding.ts';
import { type NoticeEvent, type NoticeRecord, unnoticed } from '../../shared/core/notice.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { isAuditRecordId } from '../../shared/store/audit-id.ts';
import { type ComplianceChange, complianceChange, shardOf, summariesOf } from '../../shared/store/compliance.ts';
import { Conflict } from '../../shared/store/conflict.ts';
import {
  bodiesOf,
  bodyOf,
  changedWaiting,
  type DeliveryState,
  isThere,
  keptBy,
  MOST_AUDIT_RECORDS,
  placeKey,
  rateLimitText,
  recordOf,
  refOfKey,
  waitingEntry,
  waitingKey,
  waitingPrefix,
} from '../../shared/store/items.ts';
import type {
  AuditRecord,
  Channel,
  Claim,
  DeliverableEvent,
  Heartbeat,
  PageOfRefs,
  Pause,
  RateLimit,
  RateLimitChange,
  ResourceRecord,
  Run,
  Store,
  Sweep,
} from '../../shared/store/store.ts';

/** A store for tests and models; ends with the process. */
export interface MemoryStore extends Store {
  /** Every finding event, in the order in which the stream delivers them. */
  events(): readonly FindingEvent[];
  heartbeat(): Promise<Heartbeat>;
  /** Every notice event, in the order in which the stream delivers them. */
  noticeEvents(): readonly NoticeEvent[];
}

interface Row {
  readonly version: number;
  readonly resource: string;
  readonly isThere: boolean;
  /** By rule. */
  readonly findings: ReadonlyMap<string, { readonly id: string; readonly unresolved: boolean; readonly text: string }>;
}

/** Everything is kept as JSON text, so that nobody holds a part of what is stored. */
export function createMemoryStore({ pageSize = 100 }: { readonly pageSize?: number } = {}): MemoryStore {
  const rows = new Map<string, Row>();
  const events = new Map<string, string>();
  const deliveries = new Map<string, DeliveryState>();
  const runs = new Map<string, string>();
  const rateLimits = new Map<string, string>();
  const auditRecords = new Map<string, string>();
  /** Keys of the list of remediations that wait, each with the event that asked. */
  const waiting = new Map<string, string>();
  let pressed: Pause | undefined;
  const sweeps = new Map<string, string>();
  const noticeRecords = new Map<string, string>();
  const noticeEvents = new Map<string, string>();
  let heart: Heartbeat = {};

  function pageOf(begin: string, from: string | undefined, isWanted: (row: Row) => boolean): PageOfRefs {
    const keys = [...rows]
      .filter(([, row]) => isWanted(row))
      .map(([key]) => key)
      .filter((key) => key.startsWith(begin) && key > (from ?? ''))
      .sort();
    const page = keys.slice(0, pageSize);
    const last = page.at(-1);
    return { refs: page.map(refOfKey), ...(last !== undefined && keys.length > pageSize ? { next: last } : {}) };
  }

  const shards = new Map<string, Record<string, number>>();

  const store: MemoryStore = {
    events: () => [...events.values()].map((text) => JSON.parse(text) as FindingEvent),

    async resource(ref) {
      const row = rows.get(refKey(ref));
      const findings = [...(row?.findings ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      return recordOf(
        ref,
        row?.version ?? 0,
        row?.resource,
        findings.map(([, { text }]) => text),
      );
    },

    async begin(before, writes) {
      if (pressed) throw new Conflict('Remediation is paused.');
      await store.save(before, writes);
    },

    async save(before, writes) {
      const { ref, version } = before;
      const key = refKey(ref);
      const row = rows.get(key);
      if ((row?.version ?? 0) !== version) throw new Conflict(`${key} is no longer at version ${version}.`);
      const repeated = writes.events.find(({ id }) => events.has(id));
      if (repeated) throw new Conflict(`The finding event ${repeated.id} is there already.`);
      const bodies = bodiesOf(writes);
      if (writes.run) checkVersion(writes.run);
      if (writes.rateLimit) take(writes.rateLimit, writes.run);
      const findings = new Map(row?.findings);
      for (const { of, text } of bodies.findings) {
        const { id, rule, status } = of.finding;
        findings.set(rule, { id, unresolved: status !== 'resolved', text });
      }
      rows.set(key, { version: version + 1, resource: bodies.resource, isThere: isThere(writes), findings });
      for (const { of, text } of bodies.events) events.set(of.id, text);
      const { added, removed } = changedWaiting(before, writes);
      for (const entry of removed) waiting.delete(`${entry.stop}|${waitingKey(entry)}`);
      for (const entry of added) waiting.set(`${entry.stop}|${waitingKey(entry)}`, entry.event);
      if (bodies.run) runs.set(bodies.run.of.id, bodies.run.text);
      const change = complianceChange(before, writes);
      if (change) count(ref, change);
    },

    async locate(finding) {
      for (const [key, { findings }] of rows) {
        if ([...findings.values()].some(({ id }) => id === finding)) return refOfKey(key);
      }
      return undefined;
    },

    async unresolved(place, from) {
      return pageOf(`${placeKey(place)}|`, from, ({ findings }) =>
        [...findings.values()].some(({ unresolved }) => unresolved),
      );
    },

    async known(place, from) {
      return pageOf(`${placeKey(place)}|`, from, ({ isThere }) => isThere);
    },

    async dependents(key, from) {
      const dependsOn = ({ resource }: Row) => (JSON.parse(resource) as ResourceRecord).dependsOn ?? [];
      return pageOf('', from, (row) => dependsOn(row).includes(key));
    },

    async waiting(group, from) {
      const { stop } = group;
      const begin = `${stop}|`;
      const keys = [...waiting.keys()]
        .filter((key) => key.startsWith(`${begin}${waitingPrefix(group)}`))
        .map((key) => key.slice(begin.length))
        .filter((key) => key > (from ?? ''))
        .sort();
      const page = keys.slice(0, pageSize);
      const last = page.at(-1);
      const entries = page.map((key) => waitingEntry(stop, key, waiting.get(begin + key) ?? ''));
      return { entries, ...(last !== undefined && keys.length > pageSize ? { next: last } : {}) };
    },

    async event(id) {
      return read(events, id) as FindingEvent | undefined;
    },

    async eventToDeliver(id) {
      const event = read(deliverable(id), id) as DeliverableEvent | undefined;
      return event && { event, kept: new Map() };
    },

    async claim(id, channels, now, lease) {
      const claims = channels.map((channel): [Channel, Claim] => {
        const kept = keptBy(deliveries.get(`${channel} ${id}`), now - lease);
        if (kept) return [channel, kept];
        deliveries.set(`${channel} ${id}`, { status: 'delivering', at: now });
        return [channel, 'claimed'];
      });
      return new Map(claims);
    },

    async settle(event, channels, delivery, now) {
      if (![...deliveries.keys()].some((key) => key.endsWith(` ${event}`)))
        throw new Error(`Nobody has claimed the event ${event}.`);
      for (const channel of channels) {
        if (deliveries.get(`${channel} ${event}`)?.status === 'delivered') continue;
        deliveries.set(`${channel} ${event}`, { status: delivery, at: now });
      }
    },

    async beforeRun(id, rule, account) {
      const run = read(runs, id) as Run | undefined;
      const rateLimit = read(rateLimits, rateLimitKey(rule, account)) as RateLimit | undefined;
      return {
        ...(run ? { run } : {}),
        ...(rateLimit ? { rateLimit } : {}),
        ...(pressed ? { pause: pressed } : {}),
      };
    },

    async run(id) {
      return read(runs, id) as Run | undefined;
    },

    async proceed(run) {
      checkVersion(run);
      runs.set(run.id, bodyOf(run).text);
    },

    async trip(rule, account, change) {
      takeOf(rateLimitKey(rule, account), change);
    },

    async paused() {
      return pressed && { ...pressed };
    },

    async control(auditRecord, control) {
      auditRecords.set(auditRecord.id, JSON.stringify(auditRecord));
      if ('reset' in control) {
        const { rule, account } = control.reset;
        rateLimits.set(rateLimitKey(rule, account), rateLimitText({ hour: 0, count: 0, tripped: false }));
      } else pressed = 'pause' in control ? { ...control.pause } : undefined;
    },

    async auditRecords() {
      const all = [...auditRecords].sort(([a], [b]) => (a < b ? 1 : -1));
      return all.slice(0, MOST_AUDIT_RECORDS).map(([, text]) => JSON.parse(text) as AuditRecord);
    },

    async compliance(account) {
      const own = [...shards].flatMap(([key, numbers]) => {
        const [of, ...name] = key.split('#');
        return of === account ? [{ name: name.join('#'), numbers }] : [];
      });
      return summariesOf(account, own);
    },

    async heartbeat() {
      return { ...heart };
    },

    async beat(beat) {
      heart = { ...heart, ...beat };
    },

    async sweep(place) {
      return read(sweeps, placeKey(place)) as Sweep | undefined;
    },

    async sweeps() {
      return [...sweeps.values()].map((text) => JSON.parse(text) as Sweep);
    },

    async saveSweep(sweep) {
      const before = read(sweeps, placeKey(sweep)) as Sweep | undefined;
      if ((before?.version ?? 0) !== sweep.version - 1)
        throw new Conflict('Another process has gone on with the sweep.');
      sweeps.set(placeKey(sweep), JSON.stringify(sweep));
    },

    noticeEvents: () => [...noticeEvents.values()].map((text) => JSON.parse(text) as NoticeEvent),

    async notice(key) {
      return (read(noticeRecords, key) as NoticeRecord | undefined) ?? unnoticed(key);
    },

    async notices() {
      return [...noticeRecords.values()].map((text) => JSON.parse(text) as NoticeRecord);
    },

    async saveNotice(record, its) {
      const before = read(noticeRecords, record.key) as NoticeRecord | undefined;
      if ((before?.version ?? 0) !== record.version || its.some(({ id }) => noticeEvents.has(id)))
        throw new Conflict('Another process has counted for the notice.');
      noticeRecords.set(record.key, JSON.stringify({ ...record, version: record.version + 1 }));
      for (const event of its) noticeEvents.set(event.id, JSON.stringify(event));
    },

    async countNotice({ key, number }, further) {
      const before = read(noticeRecords, key) as NoticeRecord | undefined;
      if (!before?.notice || before.number !== number) return false;
      const { count, lastAt } = before.notice;
      const notice = { ...before.notice, count: count + further.count, lastAt: Math.max(lastAt, further.lastAt) };
      noticeRecords.set(key, JSON.stringify({ ...before, version: before.version + 1, notice }));
      return true;
    },
  };
  return store;

  function deliverable(id: string): ReadonlyMap<string, string> {
    if (isAuditRecordId(id)) return auditRecords;
    return noticeEvents.has(id) ? noticeEvents : events;
  }

  function checkVersion({ id, version }: Run): void {
    const before = read(runs, id) as Run | undefined;
    if ((before?.version ?? 0) !== version - 1) throw new Conflict(`The run ${id} is not at version ${version - 1}.`);
  }

  function count(ref: Ref, { add, setFirst, set, at }: ComplianceChange): void {
    const key = `${ref.account}#${shardOf(ref)}`;
    const numbers = { ...shards.get(key) };
    for (const [name, by] of add) numbers[name] = (numbers[name] ?? 0) + by;
    for (const name of setFirst) numbers[name] ??= at;
    for (const name of set) numbers[name] = at;
    shards.set(key, numbers);
  }

  function take({ before, after: taken }: RateLimitChange, run: Run | undefined): void {
    if (!run) throw new Error('Only a run takes of a rate limit.');
    takeOf(rateLimitKey(run.rule, run.ref.account), { before, after: taken });
  }

  function takeOf(key: string, { before, after }: RateLimitChange): void {
    if (rateLimits.get(key) !== (before && rateLimitText(before)))
      throw new Conflict(`The rate limit of ${key} is another by now.`);
    rateLimits.set(key, rateLimitText(after));
  }
}

function rateLimitKey(rule: string, account: string): string {
  return `${rule}|${account}`;
}

function read(texts: ReadonlyMap<string, string>, id: string): unknown {
  const text = texts.get(id);
  return text === undefined ? undefined : JSON.parse(text);
}
