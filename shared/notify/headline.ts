import type { FindingEvent, FindingEventType } from '../core/finding.ts';
import { cut } from '../core/text.ts';
import { isExplainedLate, isOfSettings } from './ending.ts';

/** `HIGH: tcp/22 is open to 0.0.0.0/0 (+1) - sg-0b1d5a7c3e9f2a468`. Each part may be long; `headlineIn` shortens it. */
export interface Headline {
  readonly verb: string;
  readonly what: string;
  /** Such as `' (+1)'`, where there are more violations. */
  readonly more: string;
  readonly resource: string;
}

/** The beginnings of headlines. Those in lower case follow the severity of what is still wrong. */
const VERBS: Readonly<Record<FindingEventType, string>> = {
  opened: '',
  changed: 'changed',
  reopened: 'reopened',
  proposed: 'fix proposed',
  failed: 'fix failed',
  resolved: 'Resolved',
  exempted: 'Accepted',
  approved: 'Fix approved',
  remediated: 'Remediated',
  undone: 'Fix undone',
  overwritten: 'Change overwritten',
  restored: 'Change brought back',
};

export function verbOf(event: FindingEvent): string {
  const { type, severity, finding } = event;
  if (isOfSettings(event)) return 'Closed';
  if (isExplainedLate(event)) return 'Cause known';
  if (type === 'exempted' && finding.status === 'open') return 'Accepted in part';
  const verb = VERBS[type];
  if (/^[A-Z]/.test(verb)) return verb;
  return verb ? `${severity.toUpperCase()}, ${verb}` : severity.toUpperCase();
}

/** At most `most` characters: the sentence is cut first, so that the resource can be read. */
export function headlineIn({ verb, what, more, resource }: Headline, most: number): string {
  const start = `${verb}: `;
  const end = `${more} - ${cut(resource, Math.floor(most / 2))}`;
  return `${start}${cut(what, most - start.length - end.length)}${end}`;
}
