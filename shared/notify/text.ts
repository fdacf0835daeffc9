import { describeActor } from '../core/actor.ts';
import { sameCause } from '../core/cause.ts';
import type { Cause, FindingEvent, FindingEventType } from '../core/finding.ts';
import { compareSeverity } from '../core/severity.ts';
import { clock, cut, duration, plain } from '../core/text.ts';
import { type Command, commandFor } from './command.ts';
import { type Headline, verbOf } from './headline.ts';
import type { Surroundings } from './surroundings.ts';
import { changeLine } from './values.ts';

/** What people read of an entry. Every text is one line in which nothing hides; escape it for where it is shown. */
export interface Notification {
  /** For the one line there is in a subject or a header. */
  readonly headline: Headline;
  /** What is wrong, a full sentence each. */
  readonly what: readonly string[];
  readonly facts: readonly Fact[];
  readonly command?: Command;
  readonly id: string;
  readonly rule: string;
}

export interface Fact {
  readonly name: string;
  readonly lines: readonly string[];
}

const MOST_VIOLATIONS = 8;
const MOST_CHANGES = 6;
const MOST_CONTROLS = 4;
const LONGEST = 400;

/** @param now when it is told, which may be later than when it was recorded. */
export function notificationOf(event: FindingEvent, now: number, around: Surroundings): Notification {
  const { finding, type, note } = event;
  const { resource, plan } = finding;
  const ended = finding.status === 'resolved';
  const texts = event.violations
    .toSorted((a, b) => compareSeverity(b.severity, a.severity))
    .map(({ text }) => line(text));
  const command = commandFor(event, around);
  const facts: readonly Fact[] = [
    { name: 'Why', lines: note === undefined ? [] : [line(note)] },
    {
      name: 'Where',
      lines: [
        line(`${around.title(resource.kind)} ${resource.id}`),
        ...(resource.arn === undefined ? [] : [line(resource.arn)]),
        line(`account ${resource.account}, ${resource.region}`),
      ],
    },
    ...actors(event),
    { name: ended ? 'Was open' : 'Since', lines: [spell(event, now)] },
    { name: 'Changed', lines: ended || type === 'changed' ? [] : changes(event) },
    { name: 'Breaks', lines: finding.controls.length > 0 ? [controls(finding.controls)] : [] },
    {
      name: plan.mode === 'manual' ? 'Fix, by hand' : 'Fix',
      lines: ended ? [] : first(plan.steps.map(line), MOST_VIOLATIONS, 'more steps'),
    },
  ];
  return {
    headline: {
      verb: verbOf(event),
      what: (texts[0] ?? line(finding.title)).replace(/\.$/, ''),
      more: texts.length > 1 ? ` (+${texts.length - 1})` : '',
      resource: line(resource.id),
    },
    what: first(texts, MOST_VIOLATIONS, 'more'),
    facts: facts.filter(({ lines }) => lines.length > 0),
    ...(command ? { command } : {}),
    id: event.id,
    rule: finding.rule,
  };
}

const WHO: Readonly<Partial<Record<FindingEventType, string>>> = {
  changed: 'Changed by',
  resolved: 'Ended by',
  remediated: 'Put back by',
  exempted: 'Accepted by',
};

/** Who opened it, and who made this transition where that was somebody else. */
function actors({ type, cause, finding }: FindingEvent): readonly Fact[] {
  const opener = { name: 'Who', lines: who(finding.cause) };
  const name = WHO[type];
  if (!name || sameCause(cause, finding.cause)) return [opener];
  return [
    { ...opener, name: 'Opened by' },
    { name, lines: who(cause) },
  ];
}

function who({ actor, eventName, occurredAt }: Cause): readonly string[] {
  const from = actor.sourceIp && actor.sourceIp !== actor.name ? ` from ${actor.sourceIp}` : '';
  const agent = actor.userAgent && actor.userAgent !== actor.sourceIp ? [cut(plain(actor.userAgent), 80)] : [];
  return [line(`${describeActor(actor)}${from}`), line(`${eventName}, ${clock(occurredAt)} UTC`), ...agent];
}

/** Clocks differ; what seems to come from the future came just now. */
function spell({ finding, recordedAt }: FindingEvent, now: number): string {
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

function controls(all: readonly string[]): string {
  const more = all.length > MOST_CONTROLS ? ` and ${all.length - MOST_CONTROLS} more` : '';
  return line(`${all.slice(0, MOST_CONTROLS).join(', ')}${more}`);
}

function first(lines: readonly string[], most: number, rest: string): readonly string[] {
  return lines.length > most ? [...lines.slice(0, most), `… and ${lines.length - most} ${rest}.`] : lines;
}

/** Text from an account on one line, of bounded length. */
function line(text: string): string {
  return cut(plain(text), LONGEST);
}
