import { driftOf } from './drifts.ts';
import type { FindingFacts, PlaceFacts, StatementFacts } from './facts.ts';
import type { Link } from './links.ts';
import { NEEDS, settingOf } from './needs.ts';

/** A part of a statement: a control with one of the rules that watch it, or what no rule watches. */
export interface Part {
  readonly state: 'kept' | 'broken' | 'undetermined' | 'not watched' | 'attested';
  /** What it is about: the end of "broken where ...", or a full sentence on what AWS does not show. */
  readonly about: string;
  readonly control?: string;
  /** The rule that watches it; left out: none does. */
  readonly rule?: string;
  /** Why the state is not `kept`, as full sentences. */
  readonly reasons: readonly string[];
  /** The findings that break it. */
  readonly findings: readonly FindingFacts[];
  /** The findings that somebody accepts. */
  readonly accepted: readonly FindingFacts[];
  /** Since when it is kept. Milliseconds since 1970. */
  readonly since?: number;
  /** Whether there is nothing that it could concern. */
  readonly isEmpty?: true;
  /** Whether a person may attest it, because no rule watches it. */
  readonly isAttestable: boolean;
}

const NOTHING = { reasons: [], findings: [], accepted: [], isAttestable: false } as const;

/** What a statement needs and no rule watches. */
export function unwatched(about: string, reason: string, control?: string): Part {
  return {
    ...NOTHING,
    state: 'not watched',
    about,
    reasons: [reason],
    isAttestable: true,
    ...(control === undefined ? {} : { control }),
  };
}

/** The part that a rule watches, and what the rule leaves out. */
export function partsOf(link: Link, facts: StatementFacts): readonly Part[] {
  const watched = watchedPart(link, facts);
  return link.partly === undefined ? [watched] : [watched, unwatched(watched.about, link.partly, link.control)];
}

/**
 * Broken comes before everything else: one violation is enough. Then nothing counts as kept that is not known to be.
 */
function watchedPart(link: Link, facts: StatementFacts): Part {
  const { control, rule, others } = link;
  const places = facts.places.filter((place) => place.rule === rule);
  const own = facts.findings.filter((finding) => finding.rule === rule);
  const open = own.filter((finding) => finding.status === 'open');
  const findings = open.filter((finding) => breaks(link, finding));
  const accepted = own.filter((finding) => finding.status === 'exempt' && breaks(link, finding));
  const part = { ...NOTHING, control, rule, about: driftOf(control), findings, accepted };
  const counted = places.reduce((sum, place) => sum + place.open, 0);
  if (findings.length > 0) return { ...part, state: 'broken' };
  if (counted > 0 && others.length === 0)
    return { ...part, state: 'broken', reasons: ['Its findings have changed while they were read.'] };
  const options = facts.rules[rule];
  if (!options) return { ...part, state: 'not watched', reasons: [`The rule ${rule} is off.`] };
  const doubts = [...doubtsOf(places), ...doubtsIn(counted, open)];
  if (doubts.length > 0) return { ...part, state: 'undetermined', reasons: [...new Set(doubts)] };
  const missing = NEEDS.filter((need) => need.rule === rule && need.control === control).filter(
    ({ option, value }) => options[option] !== value,
  );
  if (missing.length > 0) {
    const reasons = missing.map((need) => `${need.otherwise} Set \`${settingOf(need)}\`.`);
    return { ...part, state: 'not watched', reasons };
  }
  const isEmpty = places.every((place) => place.rest === 'no resources' && place.open === 0);
  return { ...part, state: 'kept', since: sinceOf(places, open), ...(isEmpty ? { isEmpty } : {}) };
}

/** A violation with a message that this version does not know may be any. */
function breaks({ messages, others }: Link, finding: FindingFacts): boolean {
  return finding.messages.some((each) => messages.includes(each) || !others.includes(each));
}

function doubtsOf(places: readonly PlaceFacts[]): readonly string[] {
  if (places.length === 0) return ['Nothing is known of it yet.'];
  return places.flatMap(({ rest, reason, region }) =>
    rest === 'undetermined' ? [`${region ? `${region}: ` : ''}${reason ?? 'Not everything is known.'}`] : [],
  );
}

/** What is open is accounted for only where every open finding shows that it concerns other messages. */
function doubtsIn(counted: number, open: readonly FindingFacts[]): readonly string[] {
  if (counted > open.length) return ['Its findings have changed while they were read. Ask again.'];
  return open.some(({ isCut }) => isCut) ? ['A finding has more violations than are stored.'] : [];
}

/** The latest time at which something was not known to be in order. */
function sinceOf(places: readonly PlaceFacts[], open: readonly FindingFacts[]): number {
  return Math.max(...places.map(({ since }) => since ?? 0), ...open.map(({ changedAt }) => changedAt));
}
