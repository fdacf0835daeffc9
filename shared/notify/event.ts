import { idsOf, type ShownIds } from '../core/controls.ts';
import { type Cause, type FindingEvent, type FindingEventType, openFor } from '../core/finding.ts';
import { fingerprintOf } from '../core/plan.ts';
import { cut } from '../core/text.ts';
import { isEnding, sentenceOf } from './ending.ts';
import type { DriftDetail } from './event-schema.ts';

/** The `detail-type` of each type of event on Plumbline's own bus. */
export const DETAIL_TYPES: Readonly<Record<FindingEventType, string>> = {
  opened: 'Drift Opened',
  changed: 'Drift Changed',
  resolved: 'Drift Resolved',
  reopened: 'Drift Reopened',
  exempted: 'Drift Exempted',
  proposed: 'Drift Proposed',
  approved: 'Drift Approved',
  remediated: 'Drift Remediated',
  // Not the drift failed, but its remediation.
  failed: 'Drift Remediation Failed',
  undone: 'Drift Undone',
  overwritten: 'Drift Remediation Overwrote Change',
  restored: 'Drift Remediation Restored Change',
};

/**
 * An event for machines, in at most `most` bytes of JSON, with the ids of its controls. `cut` names the members that
 * were shortened.
 */
export function detailOf(event: FindingEvent, most: number, shown: ShownIds): DriftDetail {
  const whole = detail(event, shown);
  return SHORTER.reduce((detail, shorten) => (bytesOf(detail) <= most ? detail : shorten(detail)), whole);
}

export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function detail(event: FindingEvent, shown: ShownIds): DriftDetail {
  const { id, type, recordedAt, finding, note } = event;
  const { exemption, episodes, plan, resource } = finding;
  const since = finding.status === 'resolved' ? undefined : episodes.at(-1)?.from.occurredAt;
  return {
    version: '1',
    id,
    type,
    recordedAt: iso(recordedAt),
    finding: finding.id,
    rule: finding.rule,
    title: finding.title,
    severity: event.severity,
    status: finding.status,
    controls: [...idsOf(finding.controls, shown)],
    resource: { ...resource },
    violations: event.violations.map((violation) => {
      const { path, message, text, severity, controls } = violation;
      const ending = isEnding(event) ? { ending: sentenceOf(violation, event) } : {};
      return { path, message, text, severity, controls: [...idsOf(controls, shown)], ...ending };
    }),
    cause: causeOf(event.cause),
    openedBy: causeOf(finding.cause),
    changes: finding.changes.map((change) => ({ ...change })),
    plan: { mode: plan.mode, steps: [...plan.steps], fingerprint: fingerprintOf(plan) },
    episodes: episodes.length,
    ...(since === undefined ? {} : { openSince: iso(since) }),
    openSeconds: Math.round(openFor(finding, recordedAt) / 1000),
    ...(exemption && finding.status === 'exempt' ? { exemption: exemptionOf(exemption) } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function causeOf({ eventId, eventName, occurredAt, actor }: Cause): DriftDetail['cause'] {
  return { eventId, eventName, occurredAt: iso(occurredAt), actor: { ...actor } };
}

function exemptionOf({ reason, owner, until, grantedBy, setBy }: NonNullable<FindingEvent['finding']['exemption']>) {
  return { reason, owner, until: iso(until), grantedBy, ...(setBy ? { setBy: causeOf(setBy) } : {}) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Applied one after the other until the event fits: first what is long and least needed, at last every text. */
const SHORTER: readonly ((detail: DriftDetail) => DriftDetail)[] = [
  (detail) => ({ ...detail, changes: [], ...named(detail, 'changes') }),
  (detail) => ({
    ...detail,
    plan: { ...detail.plan, steps: detail.plan.steps.slice(0, 5) },
    violations: detail.violations.slice(0, 10),
    ...named(detail, 'plan', 'violations'),
  }),
  (detail) => ({ ...short(detail, 500), ...named(detail, 'every text') }),
  (detail) => ({
    ...short(detail, 80),
    plan: { ...detail.plan, steps: [] },
    violations: short(detail.violations, 80).slice(0, 3),
    controls: short(detail.controls, 80).slice(0, 5),
  }),
];

function named({ cut = [] }: DriftDetail, ...members: string[]): Pick<DriftDetail, 'cut'> {
  return { cut: [...cut, ...members] };
}

function short<T>(value: T, most: number): T {
  if (typeof value === 'string') return cut(value, most) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => short(each, most)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, short<unknown>(member, most)])) as T;
}
