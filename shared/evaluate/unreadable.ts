import { failureOf, hasNoEndpoint } from '../aws/failure.ts';
import { byReading } from '../core/cause.ts';
import { UNREADABLE } from '../core/compliance.ts';
import { type FindingEvent, recorded } from '../core/finding.ts';
import type { Judgement, Subject } from '../core/judgement.ts';
import { type AnyKind, awsTypeOf } from '../core/kind.ts';
import { advance, dropped } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import { retryOnConflict } from '../store/conflict.ts';
import type { ResourceRecord } from '../store/store.ts';
import { storedResource } from '../store/update-finding.ts';
import type { Conclusion } from './conclude.ts';
import { exemptionOf } from './exemptions.ts';
import type { Ports } from './ports.ts';
import { findingId } from './subject.ts';

/** The id of all resources of a kind in a place, where none of them may be read or listed. */
export const EVERY = '*';

/** The credentials are at fault, or the account: the answer says nothing about the resource. */
const NOT_THE_RESOURCE =
  /^(?:ExpiredToken|InvalidClientTokenId|UnrecognizedClient|OptInRequired|AuthFailure|NotAuthorized$)/;

/** Whether AWS denies the call: by a policy of the resource, of its key, of the role or of the organisation. */
export function isDenied(error: unknown): error is Error {
  return error instanceof Error && failureOf(error) === 'denied' && !NOT_THE_RESOURCE.test(error.name);
}

/**
 * AWS answers that the account does not use the service, or may not use it in the region. The last two also answer wrong
 * credentials, which cannot record anything.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html
 */
const NOT_IN_USE =
  /^(?:OptInRequired|SubscriptionRequired|(?:AWS)?OrganizationsNotInUse|UnrecognizedClient|InvalidClientTokenId)/;

/** Whether a listing fails because the service is not there for the account in the region. */
export function isNotHere(error: unknown): error is Error {
  return error instanceof Error && (NOT_IN_USE.test(error.name) || hasNoEndpoint(error));
}

type UnreadablePorts = Pick<Ports, 'settings' | 'store' | 'tagsOf' | 'now' | 'onUnknown' | 'onRecorded'>;

/**
 * Records that AWS denies to read a resource. It is reported once, and again only after it could be read meanwhile. The
 * other findings on the resource stay as they are: nothing is known of it.
 */
export async function recordUnreadable(kind: AnyKind, ref: Ref, error: Error, ports: UnreadablePorts): Promise<void> {
  const subject = subjectOf(kind, ref);
  const judgement = judgementOf(ref, kind, error);
  await retryOnConflict(async () => {
    const record = await ports.store.resource(ref);
    const now = ports.now();
    const stored = record.findings.find(({ finding }) => finding.rule === UNREADABLE);
    const exemption = await exemptionOf(UNREADABLE, subject.resource, now, ports, record.taggedBy);
    const { finding, events: drafts } = advance(subject, stored?.finding, judgement, byReading(now), { exemption });
    const { judgedBy = [], ...resource } = storedResource(record);
    if (!finding || (drafts.length === 0 && judgedBy.includes(UNREADABLE))) return;
    const count = stored?.eventCount ?? 0;
    const events = recorded(drafts, count, now);
    await ports.store.save(record, {
      // So it is counted, as the findings of other rules are.
      resource: { ...resource, judgedBy: [...new Set([...judgedBy, UNREADABLE])].sort() },
      findings: [{ remediationTimes: [], ...stored, finding, eventCount: count + events.length }],
      events,
    });
    ports.onRecorded?.(events);
  }, 10);
}

/** Resolves that a resource could not be read, if it was so. */
export function readableAgain({ findings }: ResourceRecord, now: number): readonly Conclusion[] {
  return findings.flatMap((stored) => {
    const { finding } = stored;
    if (finding.rule !== UNREADABLE || finding.status === 'resolved') return [];
    const after = dropped(finding, byReading(now), 'It could be read again.');
    const events: readonly FindingEvent[] = recorded(after.events, stored.eventCount, now);
    return [
      {
        storedFinding: { ...stored, finding: after.finding ?? finding, eventCount: stored.eventCount + events.length },
        events,
      },
    ];
  });
}

/** As `readableAgain`, of all resources of a kind in a place. */
export async function recordReadable(ref: Ref, { store, now, onRecorded }: UnreadablePorts): Promise<void> {
  await retryOnConflict(async () => {
    const record = await store.resource(ref);
    const concluded = readableAgain(record, now());
    if (concluded.length === 0) return;
    const events = concluded.flatMap((each) => each.events);
    const findings = concluded.map(({ storedFinding }) => storedFinding);
    const { judgedBy = [], ...resource } = storedResource(record);
    const others = judgedBy.filter((rule) => rule !== UNREADABLE);
    const after = { ...resource, ...(others.length > 0 ? { judgedBy: others } : {}) };
    await store.save(record, { resource: after, findings, events });
    onRecorded?.(events);
  }, 10);
}

function subjectOf(kind: AnyKind, ref: Ref): Subject {
  // A pattern is no ARN of a resource: it has no tags.
  const arn = ref.id === EVERY ? undefined : kind.arn?.(ref);
  return {
    id: findingId(UNREADABLE, ref),
    rule: UNREADABLE,
    title: 'Plumbline can read every resource',
    severity: 'medium',
    resource: { ...ref, type: awsTypeOf(kind, ref.id), ...(arn ? { arn } : {}) },
  };
}

/** The text is the same for all errors of a sort, so that it is reported once; the plan names the error of the first. */
function judgementOf({ id }: Ref, { title }: AnyKind, error: Error): Judgement {
  const { text, step } = isNotHere(error) ? notHere(title, error) : denied(id, title, error);
  return {
    violations: [
      {
        path: 'read',
        message: 'unreadable',
        text,
        resolvedText: `Plumbline can read ${id === EVERY ? `each ${title} here` : `this ${title}`} again.`,
        severity: 'medium',
        controls: [],
      },
    ],
    changes: [],
    plan: {
      mode: 'manual',
      steps: [step],
      actions: [],
      undo: [],
    },
  };
}

interface Wording {
  readonly text: string;
  readonly step: string;
}

function denied(id: string, title: string, { name }: Error): Wording {
  return {
    text:
      id === EVERY
        ? `AWS denies Plumbline to read any ${title} here, so no rule can judge them.`
        : `AWS denies Plumbline to read this ${title}, so no rule can judge it.`,
    step: `Let Plumbline's role read it. AWS answered ${name}: a policy of the resource, of its key or of the organisation denies it.`,
  };
}

function notHere(title: string, error: Error): Wording {
  const why = NOT_IN_USE.test(error.name) ? `AWS answered ${error.name}` : 'The service has no endpoint in this region';
  return {
    text: `The service of ${title} is not available to this account here, so no rule can judge whether there is any.`,
    step: `${why}. If the account is to use the service here, enable it. Otherwise switch the rules on it off in plumbline.yml, or exempt this finding.`,
  };
}
