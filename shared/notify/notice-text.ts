import { describeActor } from '../core/actor.ts';
import { shownControls } from '../core/controls.ts';
import type { Notice, NoticeEvent, Seen } from '../core/notice.ts';
import { clock, cut, duration, plain } from '../core/text.ts';
import { type Command, commandOf } from './command.ts';
import type { Fact, Notification } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

const LONGEST = 400;

/** What people read about something that has happened. */
export function noticeNotificationOf(event: NoticeEvent, around: Surroundings): Notification {
  const { type, notice, id } = event;
  const { title, severity, account, acknowledged } = notice;
  const command = type === 'reported' ? commandFor(notice, around) : undefined;
  const ids = shownControls(notice.controls, around.shown);
  const facts: readonly Fact[] = [
    { name: 'Who', lines: who(notice) },
    { name: 'How often', lines: [howOften(notice)] },
    {
      name: 'Acknowledged by',
      lines: acknowledged
        ? [line(acknowledged.by), ...(acknowledged.identity ? [line(acknowledged.identity)] : [])]
        : [],
    },
    { name: 'Account', lines: [line(account)] },
    { name: 'Controls', lines: ids === '' ? [] : [line(ids)] },
  ];
  return {
    headline: {
      verb: type === 'reported' ? severity.toUpperCase() : 'Acknowledged',
      what: line(title),
      more: notice.count > 1 ? ` (${notice.count} times)` : '',
      resource: line(first(notice)),
    },
    what: [`${line(title)}.`, quietly(notice)],
    facts: facts.filter(({ lines }) => lines.length > 0),
    ...(command ? { command } : {}),
    footer: `Notice ${notice.name}, event ${id}`,
  };
}

/** It says at once why no further message comes. */
function quietly({ quiet }: Notice): string {
  return `Further occurrences are counted and not reported, until there was none for ${duration(quiet)}.`;
}

function commandFor({ id }: Notice, around: Surroundings): Command | undefined {
  if (!/^[0-9a-f]+-\d+$/.test(id)) return undefined;
  return commandOf('To acknowledge it', { do: 'acknowledge', notice: id, by: '<you>' }, around);
}

/** `root from 203.0.113.9` */
function first({ seen, account }: Notice): string {
  const [one] = seen;
  return one ? from(one) : account;
}

function who({ seen, count }: Notice): readonly string[] {
  const lines = seen.map((each) => {
    const times = each.count > 1 ? `, ${each.count} times` : '';
    const failed = each.errorCode === undefined ? '' : `, ${each.errorCode}`;
    return line(`${from(each)}: ${each.service} ${each.eventName} in ${each.region}${failed}${times}`);
  });
  const more = count - seen.reduce((sum, each) => sum + each.count, 0);
  return more > 0 ? [...lines, `… and ${more} more.`] : lines;
}

function from({ actor }: Seen): string {
  const address = actor.sourceIp && actor.sourceIp !== actor.name ? ` from ${actor.sourceIp}` : '';
  return `${describeActor(actor)}${address}`;
}

function howOften({ count, firstAt, lastAt }: Notice): string {
  if (count === 1) return `once, at ${clock(firstAt)} UTC`;
  return `${count} times, from ${clock(firstAt)} to ${clock(lastAt)} UTC`;
}

function line(text: string): string {
  return cut(plain(text), LONGEST);
}
