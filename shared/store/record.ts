import type { Cause, Finding, RemediationStop } from '../core/finding.ts';
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
