import type { ComplianceSummary } from '../core/compliance.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { NoticeEvent, NoticeRecord } from '../core/notice.ts';
import type { Ref } from '../core/ref.ts';
import type { AuditRecord, Control, Pause } from './control.ts';
import type { Channel, Claims, Delivery, EventToDeliver } from './delivery.ts';
import type { ResourceRecord, StoredFinding, StoredResource, WaitingEntry, WaitingGroup } from './record.ts';
import type { BeforeRun, RateLimitChange, Run } from './run.ts';
import type { Sweep } from './sweep.ts';

export type * from './control.ts';
export type * from './delivery.ts';
export type * from './record.ts';
export type * from './run.ts';
export type * from './sweep.ts';

/** One transaction. */
export interface Writes {
  /** The resource as it was read; only the findings in `findings` are written. */
  readonly resource: StoredResource;
  /** New and changed findings. */
  readonly findings: readonly StoredFinding[];
  readonly events: readonly FindingEvent[];
  /** In the same transaction, so that a run and its outcome agree. Version 1 begins the run. */
  readonly run?: Run;
  /** The remediation that a run which begins counts for. */
  readonly rateLimit?: RateLimitChange;
}

export interface PageOfRefs {
  readonly refs: readonly Ref[];
  /** Where the next page begins; left out after the last. */
  readonly next?: string;
}

export interface PageOfWaiting {
  readonly entries: readonly WaitingEntry[];
  /** Where the next page begins; left out after the last. */
  readonly next?: string;
}

/** Resources with their findings. Every method may fail as any call to AWS may; see `aws/failure.ts`. */
export interface ResourceStore {
  /** The record of a resource: one consistent read. */
  resource(ref: Ref): Promise<ResourceRecord>;
  /**
   * Writes all or nothing.
   * @throws {Conflict} where the resource is no longer at `before.version`, the run no longer at the version before its
   * own, or the rate limit no longer as it was read.
   */
  save(before: ResourceRecord, writes: Writes): Promise<void>;
  /**
   * Writes as `save` does, with a run that begins.
   * @throws {Conflict} also where remediation is paused.
   */
  begin(before: ResourceRecord, writes: Writes): Promise<void>;
  /** The resource that a finding is on; `undefined`: there is no such finding. */
  locate(finding: string): Promise<Ref | undefined>;
  /** One page of the resources of a kind with findings that are not resolved. */
  unresolved(place: Omit<Ref, 'id'>, from?: string): Promise<PageOfRefs>;
  /** One page of the resources of a kind that existed when they were last read. */
  known(place: Omit<Ref, 'id'>, from?: string): Promise<PageOfRefs>;
  /** One page of the resources whose judgement depends on a key: a neighbour, or all neighbours of a kind. */
  dependents(key: string, from?: string): Promise<PageOfRefs>;
  /** One page of the remediations that wait, by rule, account and finding. */
  waiting(group: WaitingGroup, from?: string): Promise<PageOfWaiting>;
}

/** Findings' events and audit records, and their delivery on channels. */
export interface EventStore {
  event(id: string): Promise<FindingEvent | undefined>;
  /** An event with what earlier versions recorded of its delivery in its own item: that counts, and is written no more. */
  eventToDeliver(id: string, now: number, lease: number): Promise<EventToDeliver | undefined>;
  /**
   * Claims the delivery of an event on channels, whether or not there is such an event. A claim that is older than
   * `lease` milliseconds has lapsed.
   */
  claim(event: string, channels: readonly Channel[], now: number, lease: number): Promise<Claims>;
  /**
   * Records the result of a delivery. What was delivered stays delivered.
   * @throws where nobody has claimed the event.
   */
  settle(event: string, channels: readonly Channel[], delivery: Delivery, now: number): Promise<void>;
}

/** Remediations, and their rate limits. */
export interface RunStore {
  run(id: string): Promise<Run | undefined>;
  /** All that can keep a run of a rule from beginning, in one read. */
  beforeRun(id: string, rule: string, account: string): Promise<BeforeRun>;
  /**
   * Records the progress of a run, or who has its lease.
   * @throws {Conflict} where the run is no longer at the version before its own.
   */
  proceed(run: Run): Promise<void>;
  /**
   * Records that a limit was exceeded.
   * @throws {Conflict} where the rate limit is no longer as it was read.
   */
  trip(rule: string, account: string, change: RateLimitChange): Promise<void>;
}

/** The kill switch, and what people did to remediation as a whole. */
export interface ControlStore {
  /** The kill switch; `undefined`: remediation is not paused. A read that fails never counts as "not paused". */
  paused(): Promise<Pause | undefined>;
  /** Pauses, resumes or resets, and records who did: both or neither. */
  control(auditRecord: AuditRecord, control: Control): Promise<void>;
  /** The latest first, at most fifty. */
  auditRecords(): Promise<readonly AuditRecord[]>;
}

export interface ComplianceStore {
  /** How many resources of an account each rule has judged, and with which result, by kind and region. */
  compliance(account: string): Promise<readonly ComplianceSummary[]>;
}

export interface HeartbeatStore {
  /** Records when the heartbeat was sent or arrived. */
  beat(beat: Heartbeat): Promise<void>;
}

/** The sweeps of each kind and place. */
export interface SweepStore {
  sweep(place: Omit<Ref, 'id'>): Promise<Sweep | undefined>;
  /** Of every kind and place. */
  sweeps(): Promise<readonly Sweep[]>;
  /** @throws {Conflict} where the sweep is no longer at the version before its own. */
  saveSweep(sweep: Sweep): Promise<void>;
}

/** What has happened in the account and is reported to people. */
export interface NoticeStore {
  /** The record of a notice: one consistent read. */
  notice(key: string): Promise<NoticeRecord>;
  /** All that are stored, also those that were not reported yet. */
  notices(): Promise<readonly NoticeRecord[]>;
  /**
   * Writes a record and the events of what was reported or acknowledged: all or nothing.
   * @param record As it was read, with its `version`.
   * @throws {Conflict} where the record is no longer at that version.
   */
  saveNotice(record: NoticeRecord, events: readonly NoticeEvent[], now: number): Promise<void>;
  /**
   * Counts further occurrences of a notice that was reported, also if others have counted meanwhile.
   * @returns false where it was reported anew meanwhile; nothing is counted then.
   */
  countNotice(
    record: Pick<NoticeRecord, 'key' | 'number'>,
    further: { readonly count: number; readonly lastAt: number },
    now: number,
  ): Promise<boolean>;
}

export interface Store
  extends ResourceStore,
    EventStore,
    RunStore,
    ControlStore,
    ComplianceStore,
    HeartbeatStore,
    SweepStore,
    NoticeStore {}

/** When the last heartbeat was sent and when it arrived. Milliseconds since 1970. */
export interface Heartbeat {
  readonly sent?: number;
  readonly arrived?: number;
}
