import { type Attested, attestedBy, startOf } from './attestation.ts';
import { driftOf } from './drifts.ts';
import type { StatementFacts } from './facts.ts';
import type { Link, Links } from './links.ts';
import { type Part, partsOf, unwatched } from './part.ts';
import type { Statement } from './statement.ts';

/**
 * - `kept`: everything that the statement needs was looked at within the time of a sweep, or is attested, and is in order.
 * - `broken`: findings show that it is not.
 * - `undetermined`: something could not be read or judged.
 * - `not watched`: a part of it, or all, is watched by no rule and attested by nobody.
 * - `attested`: no rule watches any of it, and somebody attests it.
 * - `asks nothing`: nothing has to be done for it.
 */
export const STATES = ['broken', 'undetermined', 'not watched', 'kept', 'attested', 'asks nothing'] as const;
export type State = (typeof STATES)[number];

/** A statement with its state, and what that rests on. */
export interface StatementState {
  readonly statement: Statement;
  readonly state: State;
  /** Of `kept`: since when. Milliseconds since 1970. */
  readonly since?: number;
  readonly parts: readonly Part[];
  /** The attestation of what no rule watches, also one that does not count any more. */
  readonly attested?: Attested;
}

/** The state of a statement. It changes nothing and asks nobody. */
export function stateOf(statement: Statement, links: Links, facts: StatementFacts): StatementState {
  if (statement.asksNothing !== undefined) return { statement, state: 'asks nothing', parts: [] };
  const attested = attestedBy(facts.attestations, statement.id, facts.at);
  const found = [
    ...links.flatMap(([control, own]) => partsOfControl(control, own, facts)),
    ...(statement.unseen ? [unwatched(statement.unseen.what, 'No API of AWS shows it.')] : []),
  ];
  const parts = found.map((part) => (part.isAttestable ? withAttestation(part, attested) : part));
  const state = worstOf(parts);
  const shown = attested && parts.some(({ isAttestable }) => isAttestable) ? { attested } : {};
  if (state !== 'kept') return { statement, state, parts, ...shown };
  return { statement, state, since: sinceOf(parts, attested), parts, ...shown };
}

/** Of several rules that serve a control, what one leaves out may be what another watches. */
function partsOfControl(control: string, links: readonly Link[], facts: StatementFacts): readonly Part[] {
  if (links.length === 0) return [unwatched(driftOf(control), 'No rule judges it.', control)];
  const isServed = links.some(({ partly }) => partly === undefined);
  const parts = links.flatMap((link) => partsOf(link, facts));
  return isServed ? parts.filter(({ isAttestable }) => !isAttestable) : parts;
}

function withAttestation(part: Part, attested: Attested | undefined): Part {
  if (!attested) return part;
  const { counts, attestation } = attested;
  if (counts === 'now') return { ...part, state: 'attested' };
  const sentence =
    counts === 'no longer'
      ? `The attestation of ${attestation.by} ended on ${attestation.until}.`
      : `The attestation of ${attestation.by} begins on ${attestation.on}.`;
  return { ...part, reasons: [...part.reasons, sentence] };
}

const ORDER = ['broken', 'undetermined', 'not watched', 'kept', 'attested'] as const;

/** A statement without any part is known by nothing. */
function worstOf(parts: readonly Part[]): State {
  return ORDER.find((state) => parts.some((part) => part.state === state)) ?? 'not watched';
}

function sinceOf(parts: readonly Part[], attested: Attested | undefined): number {
  const isAttested = parts.some(({ state }) => state === 'attested');
  const from = isAttested && attested ? [startOf(attested.attestation.on)] : [];
  return Math.max(...parts.map(({ since }) => since ?? 0), ...from);
}
