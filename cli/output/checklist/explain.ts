import type { Attested } from '../../../shared/checklists/attestation.ts';
import type { FindingFacts } from '../../../shared/checklists/facts.ts';
import type { Part } from '../../../shared/checklists/part.ts';
import type { StatementState } from '../../../shared/checklists/state.ts';
import { isoTime } from '../../../shared/core/text.ts';
import { count } from '../text.ts';

/** The most findings and reasons of one kind that a table names. */
const MOST = 5;

/** Why a statement has its state, as full sentences. @param most How many of a kind are named. */
export function explain(state: StatementState, most = MOST): readonly string[] {
  const { statement, parts } = state;
  return [
    ...(statement.asksNothing === undefined ? [] : [statement.asksNothing]),
    ...broken(parts, most),
    ...undetermined(parts, most),
    ...keptSince(state),
    ...accepted(parts, most),
    ...unwatched(parts, most),
    ...(state.attested ? [attestation(state.attested)] : []),
    ...shownBy(state),
  ];
}

function broken(parts: readonly Part[], most: number): readonly string[] {
  return parts
    .filter(({ state }) => state === 'broken')
    .map(({ about, rule, findings, reasons }) => {
      const by = findings.length > 0 ? `: ${listed(findings.map(nameOf), most)}` : '';
      return [`Broken, as ${about} (${rule}${by}).`, ...reasons].join(' ');
    });
}

/** The id of the finding is what other requests name. */
function nameOf({ id, resource, region, severity }: FindingFacts): string {
  return `finding ${id} on ${resource} in ${region}, ${severity}`;
}

function undetermined(parts: readonly Part[], most: number): readonly string[] {
  const open = parts.filter(({ state }) => state === 'undetermined');
  const byReason = Map.groupBy(open, ({ reasons }) => reasons.join(' '));
  return [...byReason].map(
    ([reason, own]) => `Undetermined: ${listed([...new Set(own.map(({ rule }) => rule ?? ''))], most)}. ${reason}`,
  );
}

function keptSince({ state, since, parts }: StatementState): readonly string[] {
  if (state !== 'kept' || since === undefined) return [];
  const isEmpty = parts.every((part) => part.state !== 'kept' || part.isEmpty);
  return [`Kept since ${isoTime(since)}.${isEmpty ? ' There is nothing that could break it.' : ''}`];
}

function accepted(parts: readonly Part[], most: number): readonly string[] {
  const all = new Map(parts.flatMap((part) => part.accepted.map((finding) => [finding.id, finding] as const)));
  if (all.size === 0) return [];
  const names = [...all.values()].map(
    ({ id, resource, owner }) => `${id} on ${resource}${owner ? ` by ${owner}` : ''}`,
  );
  return [`Accepted: ${listed(names, most)}.`];
}

/** What nobody watches: where a setting would help, each with its reason; else together. */
function unwatched(parts: readonly Part[], most: number): readonly string[] {
  const open = parts.filter(({ state }) => state === 'not watched');
  const settable = open.filter(({ isAttestable }) => !isAttestable);
  const unserved = open.filter(({ isAttestable, control, rule }) => isAttestable && control !== undefined && !rule);
  const unseen = open.filter(({ isAttestable, control }) => isAttestable && control === undefined);
  return [
    ...settable.map(({ about, reasons }) => `Not watched: whether ${about}. ${reasons.join(' ')}`),
    ...(unserved.length > 0
      ? [
          `No rule judges: ${listed(
            unserved.map(({ about }) => about),
            most,
          )}.`,
        ]
      : []),
    ...unseen.map(({ about }) => `AWS does not show: ${about}`),
  ];
}

function attestation({ counts, attestation: { by, on, until, evidence } }: Attested): string {
  const when = { now: '', 'no longer': ' It has ended.', 'not yet': ' It has not begun.' };
  return `Attested by ${by} from ${on} until ${until}: ${evidence}.${when[counts]}`;
}

/** What to do where a person has to say it. */
function shownBy({ statement, parts, attested }: StatementState): readonly string[] {
  const isOpen = parts.some(({ state, isAttestable }) => state === 'not watched' && isAttestable);
  if (!isOpen || statement.number === 0 || attested?.counts === 'now') return [];
  const what = statement.unseen ? `It would be shown by this: ${statement.unseen.shownBy} ` : '';
  return [`${what}Attest it in plumbline.yml.`];
}

function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join('; ')}${more > 0 ? `; and ${count(more, 'other')}` : ''}`;
}
