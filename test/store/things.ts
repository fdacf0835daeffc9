import { type Cause, type Finding, type FindingEvent, findingEventId } from '../../shared/core/finding.ts';
import type { RenderedViolation } from '../../shared/core/message.ts';
import type { Notice, NoticeEvent, NoticeRecord } from '../../shared/core/notice.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { auditRecordId } from '../../shared/store/audit-id.ts';
import type {
  AuditRecord,
  ResourceRecord,
  Run,
  Store,
  StoredFinding,
  Sweep,
  Writes,
} from '../../shared/store/store.ts';

export const ACCOUNT = '111122223333';
export const NOW = Date.UTC(2026, 2, 2, 8);
export const CAUSE: Cause = {
  eventId: '0b7b0bd0-0000-4000-8000-000000000001',
  eventName: 'AuthorizeSecurityGroupIngress',
  occurredAt: NOW,
  actor: { type: 'person', name: 'jane@example.com', role: 'Admin' },
};

let made = 0;

/** A resource that nothing is known of yet. */
export function newRef(kind = 'security-group'): Ref {
  made += 1;
  return { kind, account: ACCOUNT, region: 'eu-west-1', id: `sg-${made}` };
}

export function violation(at: string, parts: Partial<RenderedViolation> = {}): RenderedViolation {
  return { path: at, message: 'open', text: `${at} is open.`, severity: 'high', controls: ['CIS-5.2'], ...parts };
}

export function finding(ref: Ref, rule = 'sg-open-ingress', parts: Partial<Finding> = {}): Finding {
  return {
    id: `${rule}@${refKey(ref)}`,
    rule,
    title: 'Nothing is open to everybody',
    resource: { ...ref, type: 'AWS::EC2::SecurityGroup' },
    status: 'open',
    severity: 'high',
    violations: [violation('tcp/22')],
    controls: ['CIS-5.2'],
    firstSeen: NOW,
    lastSeen: NOW,
    cause: CAUSE,
    changes: [{ field: 'ingress', before: [], after: [{ cidr: '0.0.0.0/0' }] }],
    plan: { steps: ['Close port 22'], mode: 'auto', actions: [{ type: 'ec2.revoke', params: { port: 22 } }], undo: [] },
    episodes: [{ from: CAUSE }],
    ...parts,
  };
}

export function storedFinding(finding: Finding, parts: Partial<StoredFinding> = {}): StoredFinding {
  return { finding, eventCount: 1, remediationTimes: [], ...parts };
}

export function event(finding: Finding, number = 1, parts: Partial<FindingEvent> = {}): FindingEvent {
  const { id, severity, violations, cause } = finding;
  return {
    id: findingEventId(id, number),
    recordedAt: NOW,
    type: 'opened',
    severity,
    violations,
    cause,
    finding,
    ...parts,
  };
}

export function run(ref: Ref, id: string, parts: Partial<Run> = {}): Run {
  const { id: findingId, rule, plan } = finding(ref);
  return {
    id,
    version: 1,
    leaseUntil: NOW + 60_000,
    finding: findingId,
    rule,
    ref,
    purpose: 'remediate',
    status: 'acting',
    plan,
    violations: ['tcp/22'],
    before: { ingress: [{ cidr: '0.0.0.0/0' }] },
    completedSteps: 0,
    startedAt: NOW,
    ...parts,
  };
}

export function writes(parts: Partial<Writes> = {}): Writes {
  return { resource: {}, findings: [], events: [], ...parts };
}

/** What is read of a resource that was never written. */
export function nothing(ref: Ref): ResourceRecord {
  return { ref, version: 0, findings: [] };
}

/** The first version of a sweep. */
export function aSweep({ kind, account, region }: Ref): Sweep {
  const counts = { listed: 0, unlisted: 0, judged: 0, unreadable: 0, failed: 0 };
  const place = { kind, account, region };
  return { ...place, ...counts, version: 1, began: NOW, savedAt: NOW, source: 'listed', left: [], rounds: 0 };
}

export function auditRecord(action: AuditRecord['action'], parts: Partial<AuditRecord> = {}): AuditRecord {
  const made = { action, by: 'jane', recordedAt: NOW, ...parts };
  return { id: auditRecordId(made.recordedAt, crypto.randomUUID()), ...made };
}

/** Somebody pauses remediation. */
export async function pressKillSwitch(store: Pick<Store, 'control'>, by: string, reason: string): Promise<void> {
  await store.control(auditRecord('pause', { by, note: reason }), { pause: { by, reason, at: NOW } });
}

/** A notice that was reported once, of one occurrence. */
export function aNotice(key: string, parts: Partial<Notice> = {}): NoticeRecord & { readonly notice: Notice } {
  const seen = [{ ...CAUSE, service: 'iam', region: 'us-east-1', count: 1 }].map(
    ({ eventId: _id, occurredAt: _at, ...each }) => each,
  );
  const notice: Notice = {
    id: `${key}-1`,
    name: 'root-used',
    title: 'The root user was used',
    severity: 'high',
    controls: ['monitor-root-usage'],
    account: ACCOUNT,
    count: 1,
    firstAt: NOW,
    lastAt: NOW,
    seen,
    reportedAt: NOW + 1000,
    quiet: 3_600_000,
    ...parts,
  };
  return { key, version: 0, number: 1, remembered: [{ event: 'a', at: NOW, of: 0 }], seen, notice };
}

export function reported({ notice }: { readonly notice: Notice }): NoticeEvent {
  return { id: `notice-${notice.id}-reported`, type: 'reported', recordedAt: notice.reportedAt, notice };
}
