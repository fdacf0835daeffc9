import type { Finding, FindingEvent, Plan } from '../core/finding.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';

/** A finding as it is stored. */
export interface StoredFinding {
  readonly finding: Finding;
  /** The frozen state that its rule last had no objection to; while the finding is open. */
  readonly baseline?: unknown;
  /** How many entries it has; numbers the next. */
  readonly eventCount: number;
  /** When putting it back was begun lately, whatever came of it. Milliseconds since 1970. */
  readonly remediationTimes: readonly number[];
  /** The run that acts on it; there is one at a time. */
  readonly activeRun?: string;
  /** The fingerprint of the plan that people were last asked about, and why. */
  readonly proposal?: string;
  /** The run that last carried out anything, which an undo turns around. */
  readonly lastRun?: string;
}

/** What is stored of one resource. */
export interface ResourceRecord {
  readonly ref: Ref;
  /** Counts the writes; 0: nothing is stored. */
  readonly version: number;
  /** JSON, secrets as fingerprints; `null`: it was gone; left out: never read. */
  readonly state?: unknown;
  /** Keys the fingerprints in `state`. */
  readonly salt?: string;
  /** When `state` was read. Milliseconds since 1970. */
  readonly readAt?: number;
  readonly findings: readonly StoredFinding[];
}

/** One carrying out of a plan, recorded before and after each step so that a later try goes on rightly. */
export interface Run {
  /** Counts the writes, from 1: each is made of the one before, or not at all. */
  readonly version: number;
  /** Whoever carries it out has it until then. Milliseconds since 1970. */
  readonly leaseUntil: number;
  /** That of the entry that asked for it. */
  readonly id: string;
  readonly finding: string;
  readonly rule: string;
  readonly ref: Ref;
  readonly purpose: 'remediate' | 'undo';
  /** `gone`: the resource is. */
  readonly status: 'acting' | 'done' | 'failed' | 'gone';
  /** Its `actions` are carried out; its `undo` turns them around. */
  readonly plan: Plan;
  /** The state before, frozen. */
  readonly before: unknown;
  /** What the rule last had no objection to, frozen; for the judgement afterwards. */
  readonly baseline?: unknown;
  /** What is put right (`at`): what an undo brings back. */
  readonly violations: readonly string[];
  /** What was wrong beside, and is left as it is; left out where nothing was. */
  readonly remaining?: readonly RemainingViolation[];
  /** Who approved it; left out where nobody had to. */
  readonly approvedBy?: string;
  /** The steps that are known to be done. */
  readonly completedSteps: number;
  /** The step that was begun, perhaps done; once it is over, set where that was never known. */
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
  /** The limit was reached; nothing runs by itself until somebody resets it. */
  readonly tripped: boolean;
}

export interface Writes {
  /** The resource as it is now; its findings are written only where they stand in `findings`. */
  readonly resource: Pick<ResourceRecord, 'state' | 'salt' | 'readAt'>;
  /** New and changed findings. */
  readonly findings: readonly StoredFinding[];
  readonly events: readonly FindingEvent[];
  /** Written along, so that a run and its outcome are one. Version 1 begins it. */
  readonly run?: Run;
  /** What a run takes that begins. */
  readonly rateLimit?: RateLimitChange;
}

export interface RateLimitChange {
  readonly before: RateLimit | undefined;
  readonly after: RateLimit;
}

/** What there is already of a run, and whether one may begin. */
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

/** What somebody did that concerns no single finding. */
export interface AuditRecord {
  readonly action: 'pause' | 'resume' | 'reset';
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** Why, or what was reset: a full sentence. */
  readonly note?: string;
}

export type Channel = 'sns' | 'slack' | 'bus';

/** `claimed`: it is ours to tell; `told`: it was told; `busy`: somebody is telling it now. */
export type Claim = 'claimed' | 'delivered' | 'busy';

/** An entry, and on which channels it is ours to tell. */
export interface Claimed {
  readonly event: FindingEvent;
  readonly claims: ReadonlyMap<Channel, Claim>;
}

/** `failed`: it surely did not arrive; `unsure`: it may have. Both may be tried again. */
export type Delivery = 'delivered' | 'failed' | 'unsure';

export interface PageOfRefs {
  readonly refs: readonly Ref[];
  /** Where the next page begins; left out after the last. */
  readonly next?: string;
}

/** Somebody wrote between the read and the write. Read again, and decide anew. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** Another process has continued the run. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Findings and all that hangs on them. Every method may fail as any call may; see `aws/failure.ts`. */
export interface Store {
  /** What is stored of a resource: one read, consistent. */
  resource(ref: Ref): Promise<ResourceRecord>;
  /**
   * Writes all or nothing.
   * @throws {Conflict} where the resource is no longer at `before.version`, the run no longer at the version
   * before its own, or the allowance another by now.
   */
  save(before: ResourceRecord, writes: Writes): Promise<void>;
  /**
   * Writes as `save` does, with a run that begins.
   * @throws {Conflict} where remediation is paused, too.
   */
  begin(before: ResourceRecord, writes: Writes): Promise<void>;
  /** The resource that a finding is on; `undefined`: there is no such finding. */
  locate(finding: string): Promise<Ref | undefined>;
  /** One page of the resources of a kind with findings that are not resolved. */
  unresolved(place: Omit<Ref, 'id'>, from?: string): Promise<PageOfRefs>;
  /** One page of the resources of a kind that were there when they were read last. */
  known(place: Omit<Ref, 'id'>, from?: string): Promise<PageOfRefs>;

  event(id: string): Promise<FindingEvent | undefined>;
  /**
   * Takes the telling of an entry on channels; a claim older than `lease` milliseconds has lapsed.
   * @returns `undefined`: there is no such entry.
   */
  claim(entry: string, channels: readonly Channel[], now: number, lease: number): Promise<Claimed | undefined>;
  /** Records what became of the telling; what was told stays told. */
  settle(entry: string, channels: readonly Channel[], delivery: Delivery, now: number): Promise<void>;

  run(id: string): Promise<Run | undefined>;
  /** All that may keep a run of a rule from beginning, in one read. */
  beforeRun(id: string, rule: string, account: string): Promise<BeforeRun>;
  /**
   * Records how far a run has come, or who has it.
   * @throws {Conflict} where it is no longer at the version before its own.
   */
  proceed(run: Run): Promise<void>;
  /** Sets what is allowed, whatever it was: for resets, and where the limit was met. */
  setRateLimit(rule: string, account: string, rateLimit: RateLimit): Promise<void>;

  /** The kill switch; `undefined`: not pressed. An answer that cannot be had is never "not pressed". */
  paused(): Promise<Pause | undefined>;
  pause(pause: Pause | undefined): Promise<void>;

  /** Keeps who did what to remediation as a whole. */
  audit(auditRecord: AuditRecord): Promise<void>;
  /** The latest first, at most fifty. */
  auditRecords(): Promise<readonly AuditRecord[]>;

  /** When the last heartbeat was sent and when it arrived. Milliseconds since 1970. */
  heartbeat(): Promise<Heartbeat>;
  beat(beat: Partial<Heartbeat>): Promise<void>;
}

export interface Heartbeat {
  readonly sent?: number;
  readonly arrived?: number;
}
