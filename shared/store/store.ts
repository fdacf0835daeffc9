import type { ComplianceSummary } from '../core/compliance.ts';
import type { Finding, FindingEvent, Plan } from '../core/finding.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';

/** A finding with what only Plumbline itself needs of it. */
export interface StoredFinding {
  readonly finding: Finding;
  /** The last compliant state, frozen; while the finding is open, and where the state after it is disputed. */
  readonly baseline?: object;
  /** The number of its events so far. */
  readonly eventCount: number;
  /** When its latest remediations began, successful or not. Milliseconds since 1970. */
  readonly remediationTimes: readonly number[];
  /** The fingerprint of the plan that was last proposed to people, and the reason. */
  readonly proposal?: string;
  /** The last run that changed anything, which an undo reverts. */
  readonly lastRun?: string;
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
  /** The rules that judged it at the last read, also where they found nothing wrong; left out: it is gone, or was never judged. */
  readonly judgedBy?: readonly string[];
  /** Those that could not judge all of it; left out: none. */
  readonly undetermined?: readonly string[];
  /** The run that acts on it; all of its findings together have one at a time. */
  readonly activeRun?: string;
  /** Set while `state` comes from a run that acts, or that failed or was disputed: such a state is no baseline. */
  readonly disputed?: Disputed;
  readonly findings: readonly StoredFinding[];
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
  /** Who approved it; left out where no approval was needed. */
  readonly approvedBy?: string;
  /** The number of steps that are known to be done. */
  readonly completedSteps: number;
  /** The step that was begun and may be done. It stays set where nobody ever learned whether it is. */
  readonly startedStep?: number;
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
  /** The limit was reached. No remediation starts by itself until somebody resets it. */
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

/** What a person did to remediation as a whole. */
export interface AuditRecord {
  readonly action: 'pause' | 'resume' | 'reset';
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** Why, or what was reset: a full sentence. */
  readonly note?: string;
}

export type Channel = 'sns' | 'slack' | 'bus';

/** `claimed`: by this process; `delivered`: before; `busy`: another process is delivering it. */
export type Claim = 'claimed' | 'delivered' | 'busy';

/** An event, and the channels on which this process delivers it. */
export interface Claimed {
  readonly event: FindingEvent;
  readonly claims: ReadonlyMap<Channel, Claim>;
}

/** `failed`: it did not arrive; `unsure`: it may have arrived. Both are tried again. */
export type Delivery = 'delivered' | 'failed' | 'unsure';

export interface PageOfRefs {
  readonly refs: readonly Ref[];
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
}

/** Findings' events, and their delivery on channels. */
export interface EventStore {
  event(id: string): Promise<FindingEvent | undefined>;
  /**
   * Claims the delivery of an event on channels. A claim that is older than `lease` milliseconds has lapsed.
   * @returns `undefined`: there is no such event.
   */
  claim(event: string, channels: readonly Channel[], now: number, lease: number): Promise<Claimed | undefined>;
  /** Records the result of a delivery. What was delivered stays delivered. */
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
  /** Sets a rate limit without a condition: for resets, and where the limit was reached. */
  setRateLimit(rule: string, account: string, rateLimit: RateLimit): Promise<void>;
}

/** The kill switch, and what people did to remediation as a whole. */
export interface ControlStore {
  /** The kill switch; `undefined`: remediation is not paused. A read that fails never counts as "not paused". */
  paused(): Promise<Pause | undefined>;
  pause(pause: Pause | undefined): Promise<void>;
  audit(auditRecord: AuditRecord): Promise<void>;
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

export interface Store extends ResourceStore, EventStore, RunStore, ControlStore, ComplianceStore, HeartbeatStore {}

/** When the last heartbeat was sent and when it arrived. Milliseconds since 1970. */
export interface Heartbeat {
  readonly sent?: number;
  readonly arrived?: number;
}
