import type { FindingEventDraft, FindingEventType } from '../core/finding.ts';
import { cut } from '../core/text.ts';

/** `HIGH: tcp/22 is open to 0.0.0.0/0 (+1) - sg-0b1d5a7c3e9f2a468`. Each part may be long; `headlineIn` fits it in. */
export interface Headline {
  readonly verb: string;
  readonly what: string;
  /** `' (+1)'` where more is wrong. */
  readonly more: string;
  readonly resource: string;
}

/** Beginnings of headlines; those of what is still wrong begin with the severity. */
const VERBS: Readonly<Record<FindingEventType, string>> = {
  opened: '',
  changed: 'changed',
  reopened: 'again',
  proposed: 'fix proposed',
  failed: 'fix failed',
  resolved: 'Resolved',
  exempted: 'Accepted',
  approved: 'Fix approved',
  remediated: 'Put back',
  undone: 'Fix undone',
};

export function verbOf({ type, severity }: FindingEventDraft): string {
  const said = VERBS[type];
  if (/^[A-Z]/.test(said)) return said;
  return said ? `${severity.toUpperCase()}, ${said}` : severity.toUpperCase();
}

/** At most `most` characters: what is wrong is cut first, so that the resource can be read. */
export function headlineIn({ verb, what, more, resource }: Headline, most: number): string {
  const start = `${verb}: `;
  const end = `${more} - ${cut(resource, Math.floor(most / 2))}`;
  return `${start}${cut(what, most - start.length - end.length)}${end}`;
}
