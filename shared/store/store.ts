import type { NewIds } from '../core/action.ts';
import type { ComplianceSummary } from '../core/compliance.ts';
import type { Cause, Finding, FindingEvent, Plan, RemediationStop } from '../core/finding.ts';
import type { NoticeEvent, NoticeRecord } from '../core/notice.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';

/** A finding with what only Plumbline itself needs of it. */
export interface StoredFinding {
  readonly finding: Finding;
  /** The last compliant state, frozen; while the finding is open, and where the state after it is disputed. */
  readonly baseline?: object;
  /**
   * When the resource was read as the finding was first opened, or opened again without a baseline: what is wrong since
   * then and of which no event is known has always been so; what is found later has not. Milliseconds since 1970.
   */
  readonly firstReadAt?: number;
  /** The number of its events so far. */
  readonly eventCount: number;
  /** When its latest remediations that have ended began, successful or not. Milliseconds since 1970. */
  readonly remediationTimes: readonly number[];
  /** The fingerprint of the plan that was last proposed to people, and the reason. */
  readonly proposal?: string;
  /** When people were last asked about it. Milliseconds since 1970. */
  readonly proposedAt?: number;
  /** Set while its remediation waits for the end of a pause, or for a reset of its limit. */
  readonly waiting?: Waiting;
  /** The last run that changed anything and was not undone; an undo reverts it, and then the one before it. */
  readonly lastRun?: string;
  /** The latest approvals and undos after which no run began, and of which people know why; each by its id. */
  readonly answered?: readonly string[];
}

/** A remediation that was stopped, and can be taken up again. */
export interface Waiting {
  readonly stop: Extract<RemediationStop, 'paused' | 'limit'>;
  /** The id of the finding's event that asked for it. */
  readonly event: string;
}

/** A waiting remediation in the list of all that wait. */
export interface WaitingEntry extends Waiting {
  readonly rule: string;
  readonly account: string;
  readonly finding: string;
}

/** Which waiting remediations are meant: all that one stop holds, or those of one rule in one account. */
export interface WaitingGroup extends Pick<Waiting, 'stop'> {
  readonly of?: Pick<WaitingEntry, 'rule' | 'account'>;
}

/** What is stored of one resource. */
export interface ResourceRecord {
  readonly ref: Ref;
  /** The number of writes; 0: nothing is stored. */
  readonly version: number;
  /** JSON, secrets as fingerprints; `null`: the resource was gone; left out: it was never read. */
  readonly state?: object | null;
  /** Keys the fingerprints in `state`. */
  readonly salt?: string;
  /** When `state` was read. Milliseconds since 1970. */
  readonly readAt?: number;
  /** The neighbours on which its judgement depends, as keys of the index of dependents; left out: none. */
  readonly dependsOn?: readonly string[];
  /**
   * When it was last known to be gone or to be created, after a remediation: a remediation from before then is not
   * undone, because it was one of another resource of this name. Milliseconds since 1970.
   */
  readonly livesSince?: number;
  /** By the name of a tag that exempts: the latest event that is known to have set it. Left out: none is. */
  readonly taggedBy?: Readonly<Record<string, Cause>>;
  /** The rules that judged it at the last read, also where they found nothing wrong; left out: it is gone, or was never judged. */
  readonly judgedBy?: readonly string[];
  /** Those that could not judge all of it; left out: none. */
  readonly undetermined?: readonly string[];
  /** The run that acts on it; all of its findings together have one at a time. */
  readonly activeRun?: string;
  /** Set while `state` comes from a run that acts, or that failed or was disputed: such a state is no baseline. */
  readonly disputed?: Disputed;
  /** The latest runs that have changed it, the oldest first; left out: none lately. */
  readonly wrote?: readonly Wrote[];
  /** What the run that acts may overwrite; after its end it is compared with what was read. Left out: nothing. */
  readonly suspected?: readonly Suspected[];
  readonly findings: readonly StoredFinding[];
}

/** A change of somebody else, of which a run may not have known. */
export interface Suspected {
  readonly run: string;
  /** The event of the change. */
  readonly cause: Cause;
  /** The field that the run replaces. */
  readonly field: string;
  /** The value that the run would have written, had it known of the change; frozen. */
  readonly meant: unknown;
}

/** When a run wrote. What others wrote at that time is compared with it once their events arrive. */
export interface Wrote {
  readonly run: string;
  /** The state of which the plan was made was read before then. Milliseconds since 1970. */
  readonly from: number;
  /** Its last step was done by then. Milliseconds since 1970. */
  readonly to: number;
  /** How many of its steps were carried out, or may have been. */
  readonly steps: number;
  /** The ids of the events that were reported as overwritten by the run. */
  readonly reported?: readonly string[];
}

/** What counts as the baseline instead of a state that a run has left. */
export interface Disputed {
  /** The state before the run, frozen; left out: it is not known. */
  readonly before?: object;
  /** The rules that objected to it; their findings keep the baselines that they had. */
  readonly wrongFor: readonly string[];
  /** The fields that the run has changed; none: any field. */
  readonly fields: readonly string[];
  /** The fingerprint of these fields, as they were first read after the run. Once they are others, the dispute is over. */
  readonly left?: string;
}

/** What is stored of a resource besides its findings. */
export type StoredResource = Omit<ResourceRecord, 'ref' | 'version' | 'findings'>;

/** One execution of a plan, recorded before and after each step, so that another process can continue it. */
export interface Run {
  /** The number of writes, from 1. A write succeeds only on the version before its own. */
  readonly version: number;
  /** The process that executes it has it until then. Milliseconds since 1970. */
  readonly leaseUntil: number;
  /** The id of the finding's event that started it. */
  readonly id: string;
  readonly finding: string;
  readonly rule: string;
  readonly ref: Ref;
  readonly purpose: 'remediate' | 'undo';
  /** `gone`: the resource no longer exists. */
  readonly status: 'acting' | 'done' | 'failed' | 'gone';
  /** The run executes its `actions`; its `undo` reverts them. */
  readonly plan: Plan;
  /** The state before, frozen. */
  readonly before: object | null;
  /** The last compliant state, frozen; for the judgement afterwards. */
  readonly baseline?: object;
  /** The paths of the violations that it remediates, and that an undo brings back. */
  readonly violations: readonly string[];
  /** The violations that it leaves; left out where there are none. */
  readonly remaining?: readonly RemainingViolation[];
  /** The run of the finding before it that was not undone: once this one is undone, that one can be. */
  readonly previousRun?: string;
  /** Who approved it; left out where no approval was needed. */
  readonly approvedBy?: string;
  /** The number of steps that are known to be done. */
  readonly completedSteps: number;
  /** The step that was begun and may be done. It stays set where nobody ever learned whether it is. */
  readonly startedStep?: number;
  /** The new ids of what its steps have created, for people; left out: none, or they are not known. */
  readonly newIds?: NewIds;
  /** When the last step was done. Milliseconds since 1970. */
  readonly actedAt?: number;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly note?: string;
}

/** How many remediations of one rule ran in one account. */
export interface RateLimit {
  /** The hour that is counted: whole hours since 1970. */
  readonly hour: number;
  readonly count: number;
  /** The limit was exceeded. No remediation starts by itself until somebody resets it. */
  readonly tripped: boolean;
}

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

export interface RateLimitChange {
  readonly before: RateLimit | undefined;
  readonly after: RateLimit;
}

/** A run that exists already, and what can keep one from beginning. */
export interface BeforeRun {
  readonly run?: Run;
  readonly rateLimit?: RateLimit;
  readonly pause?: Pause;
}

/** The kill switch. */
export interface Pause {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** What a person did to remediation as a whole. It is sent on every channel, as a finding's event is. */
export interface AuditRecord {
  /** `control-<time>-<uuid>`: the same however often it is delivered. */
  readonly id: string;
  readonly action: 'pause' | 'resume' | 'reset';
  /** Who it was, in their own words. */
  readonly by: string;
  /** The ARN of who made the request; left out: AWS does not say it. */
  readonly identity?: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** Of a reset: the rule and the account. */
  readonly of?: Pick<WaitingEntry, 'rule' | 'account'>;
  /** Why, or what was reset: a full sentence. */
  readonly note?: string;
}

/** What a pause, a resume or a reset changes. */
export type Control =
  | { readonly pause: Pause }
  | { readonly resume: true }
  | { readonly reset: Pick<WaitingEntry, 'rule' | 'account'> };

/** What is delivered on channels. */
export type DeliverableEvent = FindingEvent | AuditRecord | NoticeEvent;

export type Channel = 'sns' | 'slack' | 'bus';

/** `claimed`: by this process; `delivered`: before; `busy`: another process is delivering it. */
export type Claim = 'claimed' | 'delivered' | 'busy';

export type Claims = ReadonlyMap<Channel, Claim>;

export interface EventToDeliver {
  readonly event: DeliverableEvent;
  /** The channels on which it must not be delivered now; none of them is ours. */
  readonly kept: Claims;
}

/** `failed`: it did not arrive; `unsure`: it may have arrived. Both are tried again. */
export type Delivery = 'delivered' | 'failed' | 'unsure';

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

/** How far the sweep of one kind in one place is, and how the one before it ended. */
export interface Sweep extends Omit<Ref, 'id'>, SweepCounts {
  /** The number of writes, from 1. A write succeeds only on the version before its own. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly began: number;
  /** When it was last written. Milliseconds since 1970. */
  readonly savedAt: number;
  /** Left out: it goes on. */
  readonly ended?: number;
  /**
   * `listed`: the resources that AWS lists. `unresolved`: those with open findings that are no longer listed. `missing`:
   * those that were known and are no longer listed, for kinds whose end is itself drift.
   */
  readonly source: 'listed' | 'unresolved' | 'missing';
  /** Where the next page of the source begins; left out: at its beginning. */
  readonly from?: string;
  /** Ids of the last page that are not judged yet. They come before the next page. */
  readonly left: readonly string[];
  /** The last page of the source was read: after `left`, the source is done. */
  readonly isLastPage?: true;
  /** A listing or a whole page was denied. */
  readonly isDenied?: true;
  /** How often in a row nothing could be listed or judged. */
  readonly rounds: number;
  /** The rules of the kind that were on when it began. */
  readonly rules?: readonly string[];
  /** Another sweep was asked for while this one went on. It begins when this one ends. */
  readonly again?: true;
  /** The last sweep that has ended. */
  readonly last?: SweepRecord;
}

/** Numbers of resources. Each that is listed is judged, unreadable or failed, unless it is gone. */
export interface SweepCounts {
  readonly listed: number;
  /** Those that are no longer listed, of which the table has open findings or a state. */
  readonly unlisted: number;
  readonly judged: number;
  /** AWS denies to read them. */
  readonly unreadable: number;
  /** They were put into the queue of changes, where they are tried further. */
  readonly failed: number;
}

/** How a sweep ended. Times are milliseconds since 1970. */
export interface SweepRecord extends SweepCounts {
  readonly began: number;
  readonly ended: number;
  /** Until then the next sweep has to begin, or what the resources were meanwhile is not known. */
  readonly holdsUntil?: number;
  /**
   * By rule: when the first of the sweeps began that have followed each other in time since then, and in each of which
   * the rule has judged every resource. Left out: in this one, not every resource could be judged.
   */
  readonly uninterruptedSince?: Readonly<Record<string, number>>;
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
