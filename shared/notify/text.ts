import { describeActor } from '../core/actor.ts';
import { sameCause } from '../core/cause.ts';
import { shownControls } from '../core/controls.ts';
import type { Cause, FindingEvent, FindingEventType } from '../core/finding.ts';
import { compareSeverity } from '../core/severity.ts';
import { clock, cut, duration, plain } from '../core/text.ts';
import type { DeliverableEvent } from '../store/store.ts';
import { isAuditRecord, isNoticeEvent } from '../store/stream.ts';
import { commandFor } from './command.ts';
import { controlNotificationOf } from './control-text.ts';
import { isEnding, sentenceOf } from './ending.ts';
import { verbOf } from './headline.ts';
import { noticeNotificationOf } from './notice-text.ts';
import type { Fact, Notification } from './notification.ts';
import type { Surroundings } from './surroundings.ts';
import { changeLine } from './values.ts';

const MOST_VIOLATIONS = 8;
const MOST_CHANGES = 6;
const LONGEST = 400;

/** @param now The time of delivery, which may be later than that of the event. */
export function notificationOf(event: DeliverableEvent, now: number, around: Surroundings): Notification {
  if (isAuditRecord(event)) return controlNotificationOf(event, around);
  return isNoticeEvent(event) ? noticeNotificationOf(event, around) : ofFinding(event, now, around);
}

function ofFinding(event: FindingEvent, now: number, around: Surroundings): Notification {
  const { finding, type, note } = event;
  const { resource, plan } = finding;
  const isResolved = finding.status === 'resolved';
  const about = ABOUT_CHANGES[type];
  const texts = about === undefined ? sentencesOf(event) : [about];
  const command = commandFor(event, around);
  const ids = shownControls(finding.controls, around.shown);
  const facts: readonly Fact[] = [
    { name: 'Why', lines: note === undefined ? [] : [line(note)] },
    {
      name: 'Resource',
      lines: [
        line(`${around.title(resource.kind)} ${resource.id}`),
        ...(resource.arn === undefined ? [] : [line(resource.arn)]),
        line(`account ${resource.account}, ${resource.region}`),
      ],
    },
    ...actors(event),
    { name: isResolved ? 'Was open' : 'Open since', lines: [period(event, now)] },
    { name: 'Change', lines: isResolved || type === 'changed' ? [] : changes(event) },
    { name: 'Controls', lines: ids === '' ? [] : [line(ids)] },
    {
      name: plan.mode === 'manual' ? 'Manual fix' : 'Fix',
      lines: isResolved ? [] : first(plan.steps.map(line), MOST_VIOLATIONS, 'more steps'),
    },
  ];
  return {
    headline: {
      verb: verbOf(event),
      what: (texts[0] ?? line(finding.title)).replace(/\.$/, ''),
      more: `${wasOpen(event)}${texts.length > 1 ? ` (+${texts.length - 1})` : ''}`,
      resource: line(resource.id),
    },
    what: first(texts, MOST_VIOLATIONS, 'more'),
    facts: facts.filter(({ lines }) => lines.length > 0),
    ...(command ? { command } : {}),
    footer: `Rule ${finding.rule}, finding event ${event.id}`,
  };
}

/** What happened to a change of somebody else; the violations of the finding are another matter. */
const ABOUT_CHANGES: Readonly<Partial<Record<FindingEventType, string>>> = {
  overwritten: 'A remediation has overwritten a change that somebody made at the same time.',
  restored: 'A change that a remediation had overwritten is back.',
};

function sentencesOf(event: FindingEvent): readonly string[] {
  return event.violations
    .toSorted((a, b) => compareSeverity(b.severity, a.severity))
    .map((violation) => line(sentenceOf(violation, event)));
}

const CAUSED: Readonly<Partial<Record<FindingEventType, string>>> = {
  changed: 'Changed by',
  resolved: 'Resolved by',
  remediated: 'Remediated by',
  exempted: 'Accepted by',
};

/** Who caused the finding, and who caused this event where that is somebody else. */
function actors({ type, cause, finding }: FindingEvent): readonly Fact[] {
  const opener = { name: 'Caused by', lines: who(finding.cause) };
  const name = CAUSED[type];
  return name && !sameCause(cause, finding.cause) ? [opener, { name, lines: who(cause) }] : [opener];
}

function who({ actor, eventId, eventName, occurredAt }: Cause): readonly string[] {
  // Of a request: the name is the caller's own, the ARN is not.
  const identity = eventId === '' && actor.arn !== undefined ? [line(actor.arn)] : [];
  const from = actor.sourceIp && actor.sourceIp !== actor.name ? ` from ${actor.sourceIp}` : '';
  const agent = actor.userAgent && actor.userAgent !== actor.sourceIp ? [cut(plain(actor.userAgent), 80)] : [];
  return [
    line(`${describeActor(actor)}${from}`),
    ...identity,
    line(`${eventName}, ${clock(occurredAt)} UTC`),
    ...agent,
  ];
}

/** `' (was open 7 h 29 min)'`, where the finding has just ended. */
function wasOpen(event: FindingEvent): string {
  const last = event.finding.episodes.at(-1);
  if (!isEnding(event) || event.finding.status !== 'resolved' || !last?.to) return '';
  return ` (was open ${duration(last.to.occurredAt - last.from.occurredAt)})`;
}

/** Clocks differ: a time in the future counts as now. */
function period({ finding, recordedAt }: FindingEvent, now: number): string {
  const last = finding.episodes.at(-1);
  const times = finding.episodes.length > 1 ? `; opened ${finding.episodes.length} times` : '';
  if (finding.status === 'resolved' && last?.to) {
    return `${duration(last.to.occurredAt - last.from.occurredAt)}, until ${clock(last.to.occurredAt)} UTC${times}`;
  }
  const from = last?.from.occurredAt ?? finding.cause.occurredAt;
  const late = now - recordedAt > 60_000 ? `; recorded ${clock(recordedAt)} UTC` : '';
  return `${clock(from)} UTC, ${duration(Math.max(0, now - from))} ago${late}${times}`;
}

function changes({ finding }: FindingEvent): readonly string[] {
  return first(
    finding.changes.map((change) => line(changeLine(change))),
    MOST_CHANGES,
    'more fields',
  );
}

function first(lines: readonly string[], most: number, rest: string): readonly string[] {
  return lines.length > most ? [...lines.slice(0, most), `… and ${lines.length - most} ${rest}.`] : lines;
}

/** Text from an account on one line, of bounded length. */
function line(text: string): string {
  return cut(plain(text), LONGEST);
}
