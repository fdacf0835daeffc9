import { clock, cut, plain } from '../core/text.ts';
import type { AuditRecord } from '../store/store.ts';
import { type Command, commandOf } from './command.ts';
import type { Notification } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

const LONGEST = 400;

/** What people read about a pause, a resume or a reset. */
export function controlNotificationOf(record: AuditRecord, around: Surroundings): Notification {
  const { action, by, identity, recordedAt, note, id } = record;
  const { verb, what, effect } = WORDS[action](record);
  const command = commandAfter(record, around);
  return {
    headline: { verb, what: line(what), more: '', resource: line(`by ${by}`) },
    what: [effect],
    facts: [
      ...(action === 'pause' && note !== undefined ? [{ name: 'Why', lines: [line(note)] }] : []),
      { name: 'Requested by', lines: [line(by), line(identity ?? NO_IDENTITY)] },
      { name: 'At', lines: [`${clock(recordedAt)} UTC`] },
    ],
    ...(command ? { command } : {}),
    footer: `Audit record ${id}`,
  };
}

const NO_IDENTITY = 'This is the name in the request. Lambda does not say who invoked it.';

interface Words {
  readonly verb: string;
  /** For a line; the reason where there is one. */
  readonly what: string;
  /** A full sentence. */
  readonly effect: string;
}

const WORDS: Readonly<Record<AuditRecord['action'], (record: AuditRecord) => Words>> = {
  pause: ({ note = 'no reason was given' }) => ({
    verb: 'Remediation paused',
    what: note,
    effect: 'Remediation is paused: Plumbline changes nothing until somebody resumes it.',
  }),
  resume: () => ({
    verb: 'Remediation resumed',
    what: 'Plumbline acts again',
    effect: 'Remediation is no longer paused: Plumbline acts again as the settings allow.',
  }),
  reset: ({ of }) => ({
    verb: 'Limit reset',
    what: of ? `${of.rule} in ${of.account}` : 'a rule',
    effect: `The limit was reset: ${of ? `${of.rule} may remediate by itself again in ${of.account}` : 'a rule may remediate by itself again'}.`,
  }),
};

function commandAfter({ action }: AuditRecord, around: Surroundings): Command | undefined {
  if (action !== 'pause' || around.remediation === 'off') return undefined;
  return commandOf('To resume remediation', { do: 'resume', by: '<you>' }, around);
}

function line(text: string): string {
  return cut(plain(text), LONGEST);
}
