import type { SettingsOf } from '../config/settings.ts';
import type { Finding } from '../core/finding.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { ReleaseRequest, RestoreRequest, UndoRequest } from '../remediate/ports.ts';
import type {
  AuditRecord,
  ComplianceStore,
  ControlStore,
  EventStore,
  NoticeStore,
  ResourceStore,
  RunStore,
  SweepStore,
} from '../store/store.ts';
import type { GivenFacts } from './facts.ts';
import type { ListedFinding, ListPorts } from './list.ts';
import type { Status, StatusPorts } from './status.ts';

/** Where `ok` is false, `error` is a full sentence that says what to do. */
export interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  /** Set where only requests by the URL of the function are answered. */
  readonly byUrl?: true;
  readonly done?: string;
  readonly finding?: Finding;
  /** Who paused, resumed and reset remediation; the latest first. */
  readonly auditRecords?: readonly AuditRecord[];
  /** What is kept and what is broken. */
  readonly status?: Status;
  /** What the states of statements of checklists rest on. */
  readonly facts?: GivenFacts;
  /** One page of findings, and where the next begins. */
  readonly findings?: readonly ListedFinding[];
  readonly page?: string;
  /** The notice that was acknowledged, or that cannot be. */
  readonly notice?: Notice;
  /** On the first page of a list: what has happened and has not expired, the latest first. */
  readonly notices?: readonly Notice[];
  /** How many more of them there are. */
  readonly moreNotices?: number;
  /** The fingerprint of the finding's plan, which an approval names. */
  readonly plan?: string;
  /** The fingerprint of its violations, which an exemption names. */
  readonly violations?: string;
}

export interface RespondPorts extends Pick<Ports, 'now' | 'onRecorded'> {
  readonly settings: SettingsOf<StatusPorts['rules'][number]>;
  readonly store: ResourceStore &
    ControlStore &
    ComplianceStore &
    Pick<SweepStore, 'sweeps'> &
    Pick<NoticeStore, 'notice' | 'notices' | 'saveNotice'> &
    Pick<RunStore, 'run'> &
    Pick<EventStore, 'event'>;
  /** The ARN of who makes the request; left out: AWS does not say it. */
  readonly identity?: string;
  readonly home: ListPorts['home'];
  /** All rules, also those that are off. */
  readonly rules: ListPorts['rules'];
  /** What was deployed. */
  readonly remediation: 'off' | 'approve' | 'auto';
  /** Called after somebody paused, resumed or reset remediation, for metrics. */
  onControl?(record: AuditRecord): void;
  /** Queues requests for the function that may act. */
  request(messages: readonly (UndoRequest | ReleaseRequest | RestoreRequest)[]): Promise<void>;
}
