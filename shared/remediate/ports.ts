import type { RemediationMode, RuleSetting, Settings } from '../config/settings.ts';
import type { Action, NewIds } from '../core/action.ts';
import type { Actor, Author } from '../core/actor.ts';
import type { Exemption, Finding } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { Ref } from '../core/ref.ts';
import type { Gone } from '../core/state.ts';
import type { JudgedRun, ObservedResource, Ports } from '../evaluate/ports.ts';
import type { ResourceRecord, Run, Store, StoredFinding, WaitingGroup } from '../store/store.ts';

/** A state that was read, and what the rule says of it. */
export interface Read extends JudgedRun {
  readonly state: object;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/** What remediation asks of evaluation: `evaluate/evaluator.ts` answers it. */
export interface Evaluator {
  /**
   * Reads a resource, lets every rule of its kind judge it, and records what is new.
   * @throws what the read or the store throws.
   */
  observe(ref: Ref, events: readonly [], ports: Ports): Promise<ObservedResource>;
  /**
   * What the settings or the resource's own tags accept now for one rule.
   * @param ports.onUnknown Called where the tags cannot be read.
   */
  exemptionOf(
    rule: string,
    resource: Finding['resource'],
    now: number,
    ports: Pick<Ports, 'settings' | 'tagsOf' | 'onUnknown'>,
  ): Promise<Exemption | undefined>;
  /**
   * The rule's judgement of a state, with the baseline of the run. The plan is for what the run does not leave.
   * @throws what the read of neighbours throws.
   */
  judgeRun(run: Run, setting: RuleSetting, state: object | Gone, ports: Ports): Promise<JudgedRun>;
  /** The judgement of what a run has left wrong, with the plan that an evaluation of the finding would make. */
  judgementAfter(
    setting: RuleSetting,
    read: Read,
    storedFinding: Pick<StoredFinding, 'finding' | 'firstReadAt'>,
    now: number,
    settings: Settings,
  ): Judgement;
  /** What the rules of a resource's kind object to after some actions and not before them. Full sentences. */
  objectionsTo(
    actions: readonly Action[],
    by: RuleSetting,
    state: object,
    record: ResourceRecord,
    ports: Ports,
  ): Promise<readonly string[]>;
  /** Who made a change to a resource of an account, by what AWS itself records of the actor. */
  authorOf(
    actor: Actor,
    account: string,
    known: { readonly ownRole: string; readonly trustedDeployers: readonly string[] },
  ): Author;
}

/** What remediation needs, besides what every use case needs. */
export interface RemediatePorts extends Ports {
  readonly store: Store;
  readonly evaluator: Evaluator;
  /** The most that the deployment allows. */
  readonly deployed: Exclude<RemediationMode, 'off'>;
  /** The name of the role that Plumbline acts as. */
  readonly ownRole: string;
  /** Carries out one action in AWS; what it created has new ids. */
  apply(ref: Ref, action: Action): Promise<NewIds>;
  /** The actions of an undo with what AWS alone shows, such as tags; before the plan is carried out. */
  completeUndo(ref: Ref, undo: readonly Action[]): Promise<readonly Action[]>;
  sleep(milliseconds: number): Promise<unknown>;
  /**
   * Delivers a message after some time.
   * @param seconds At most 900.
   */
  later(message: RemediationMessage, seconds: number): Promise<void>;
  /** Called with a failure of an event or a run, by its id, where a later attempt was arranged for already. */
  onFailure?(error: unknown, id: string): void;
}

/** What the queue of remediations holds. */
export type RemediationMessage =
  | {
      /** The id of a finding's event, or of a run that is to be continued. */
      readonly event: string;
      /** The grace of the event's rule has passed. */
      readonly waited: boolean;
      /** A person has ended what stopped it, and it is paced already. */
      readonly released?: boolean;
    }
  | ReleaseRequest
  | UndoRequest
  | RestoreRequest;

/** Somebody has ended a stop: what it held is taken up. */
export interface ReleaseRequest {
  readonly release: Required<WaitingGroup> & {
    /** The finding after which the rest begins; left out: all. */
    readonly from?: string;
    /** Not before. Milliseconds since 1970. */
    readonly due?: number;
  };
}

/** Somebody wants the last remediation of a finding undone. */
export interface UndoRequest {
  /** The finding. */
  readonly undo: string;
  readonly by: string;
  /** The run that is to be undone: the last one when the undo was requested. */
  readonly run?: string;
  /** When it was requested. Milliseconds since 1970. */
  readonly at?: number;
}

/** Somebody wants back what a run has overwritten. */
export interface RestoreRequest {
  /** The id of the finding event of type `overwritten`, which has the plan. */
  readonly restore: string;
  readonly by: string;
  /** When it was requested. Milliseconds since 1970. */
  readonly at?: number;
}

/** The result of one attempt. `left`: there is nothing to do. */
export type Outcome = 'remediated' | 'undone' | 'restored' | 'failed' | 'gone' | 'proposed' | 'waiting' | 'left';

export interface Try {
  /** The rule's grace has passed. */
  readonly waited?: boolean;
  /** A person has ended what stopped it. */
  readonly released?: boolean;
  /** There is no further attempt: a failure is announced. */
  readonly last?: boolean;
}
