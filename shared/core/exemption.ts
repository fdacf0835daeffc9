import { signatureOf } from './actor.ts';
import { sameCause } from './cause.ts';
import { dayOf } from './day.ts';
import { digestOf } from './digest.ts';
import { type Cause, type Exemption, type Finding, isCut } from './finding.ts';
import type { RenderedViolation } from './message.ts';

type Exempted = Pick<Finding, 'exemption' | 'besides'>;
type Accepted = Pick<RenderedViolation, 'path' | 'extent'>;

/** All exemptions of a finding, also those that have ended. */
export function exemptionsOf({ exemption, besides = [] }: Exempted): readonly Exemption[] {
  return exemption ? [exemption, ...besides] : besides;
}

/** The exemptions that have not ended and cover single violations. Those of the settings are looked up each time. */
export function activeExemptions(finding: Exempted, now: number): readonly Exemption[] {
  const isKnown = ({ grantedBy, covers }: Exemption) => grantedBy !== 'settings' && (grantedBy !== 'tag' || covers);
  return exemptionsOf(finding).filter((each) => isKnown(each) && each.until > now);
}

/** What a tag accepts: the violations at which it was first seen. A person who tags a resource cannot accept what comes later. */
export function ofTag(before: Exempted | undefined, tag: Exemption, violations: readonly Accepted[]): Exemption {
  const isSame = ({ grantedBy, owner, until, reason }: Exemption) =>
    grantedBy === 'tag' && owner === tag.owner && until === tag.until && reason === tag.reason;
  const known = before && exemptionsOf(before).find(isSame);
  const { covers = violations.map(({ path }) => path), extents = {} } = known ?? {};
  const setBy = tag.setBy ?? known?.setBy;
  return withExtents({ ...tag, ...(setBy ? { setBy } : {}), covers, extents }, violations);
}

/** The exemption with the content of what it covers, which is taken from the first violations that are seen. Later content changes nothing. */
export function withExtents(exemption: Exemption, violations: readonly Accepted[]): Exemption {
  const { covers, extents: known = {} } = exemption;
  const seen = violations.flatMap(({ path, extent }) =>
    extent !== undefined && covers?.includes(path) && !Object.hasOwn(known, path) ? [[path, extent] as const] : [],
  );
  const extents = { ...known, ...Object.fromEntries(seen) };
  const { extents: _before, ...rest } = exemption;
  return Object.keys(extents).length === 0 ? rest : { ...rest, extents };
}

/** The exemptions that count at a read: the current tag, and what people have accepted. */
export function standing(before: Exempted | undefined, tag: Exemption | undefined, now: number): readonly Exemption[] {
  const own = before ? activeExemptions(before, now).filter(({ grantedBy }) => grantedBy !== 'tag') : [];
  return tag ? [...own, tag] : own;
}

/** The first of some exemptions that together cover everything that is wrong; `undefined`: they do not. */
export function acceptedBy(exemptions: readonly Exemption[], violations: readonly Accepted[]): Exemption | undefined {
  const accepted = violations.map((each) => acceptanceOf(exemptions, each));
  return accepted.includes(undefined) ? undefined : accepted[0];
}

/** The first exemption that covers a violation with the content that it has now. */
export function acceptanceOf(exemptions: readonly Exemption[], { path, extent }: Accepted): Exemption | undefined {
  const isSame = ({ extents = {} }: Exemption) =>
    extent === undefined || !Object.hasOwn(extents, path) || extents[path] === extent;
  return exemptions.find((each) => (each.covers?.includes(path) ?? true) && isSame(each));
}

/** The exemption that covers a violation, or may cover it: of a long list of violations only a part is stored. */
export function acceptorOf(exemptions: readonly Exemption[], violation: Accepted): Exemption | undefined {
  return acceptanceOf(exemptions, violation) ?? exemptions.find(({ covers = [] }) => isCut(covers));
}

/** The finding's own exemption, where its exemptions together cover everything that is wrong now. */
export function acceptedNow(
  finding: Exempted | undefined,
  violations: readonly RenderedViolation[],
  now: number,
): Exemption | undefined {
  return acceptedBy(finding ? activeExemptions(finding, now) : [], violations);
}

/** An exemption that has ended while something that it covered is still wrong and not covered by another. */
export function endedFor(
  finding: Exempted,
  violations: readonly RenderedViolation[],
  now: number,
): Exemption | undefined {
  const own = activeExemptions(finding, now);
  const left = violations.filter((each) => !acceptanceOf(own, each));
  return exemptionsOf(finding).find((each) => each.until <= now && left.some((one) => acceptanceOf([each], one)));
}

/** The finding with exactly these exemptions; the first is the one that is shown. */
export function withExemptions(finding: Finding, all: readonly Exemption[]): Finding {
  // Without a change the same object is returned, because findings are compared as JSON.
  if (JSON.stringify(exemptionsOf(finding)) === JSON.stringify(all)) return finding;
  const [exemption, ...besides] = all;
  const { exemption: _shown, besides: _others, ...rest } = finding;
  return { ...rest, ...(exemption ? { exemption } : {}), ...(besides.length > 0 ? { besides } : {}) };
}

/** The finding with one more exemption, which is shown first; the others stay. */
export function accepting(finding: Finding, exemption: Exemption, now: number): Finding {
  const others = activeExemptions(finding, now).filter((each) => !sameExemption(each, exemption));
  return withExemptions(finding, [exemption, ...others]);
}

/** The finding with an exemption that replaces the others for what it covers. */
export function acceptingAnew(finding: Finding, exemption: Exemption, now: number): Finding {
  const others = activeExemptions(finding, now).map(({ covers = [], ...rest }) => ({
    ...rest,
    // A tag that lost what it accepts would be seen for the first time again.
    covers: rest.grantedBy === 'tag' ? covers : covers.filter((path) => !acceptanceOf([exemption], { path })),
  }));
  return withExemptions(finding, [exemption, ...others.filter(({ covers }) => covers.length > 0)]);
}

/** The finding without an exemption. */
export function notAccepting(finding: Finding, exemption: Exemption): Finding {
  return withExemptions(
    finding,
    exemptionsOf(finding).filter((each) => !sameExemption(each, exemption)),
  );
}

/** Of the same owner and source, for the same violations, until the same time. */
function sameExemption(a: Exemption, b: Exemption): boolean {
  const isSame = a.grantedBy === b.grantedBy && a.owner === b.owner && a.until === b.until;
  return isSame && JSON.stringify(a.covers) === JSON.stringify(b.covers);
}

export function granted(exemption: Exemption): string {
  const by = exemption.grantedBy === 'tag' ? `a tag on the resource, which names ${exemption.owner},` : exemption.owner;
  const text = `Accepted by ${by} until ${lastDayOf(exemption)}: ${exemption.reason}`;
  if (exemption.grantedBy !== 'tag') return text;
  return `${text.replace(/[.!?]?$/, (end) => end || '.')} ${setterOf(exemption)}`;
}

/** Who has set the tag of an exemption, as a full sentence. */
export function setterOf({ setBy }: Pick<Exemption, 'setBy'>): string {
  if (!setBy) return 'No event shows who set the tag.';
  return `The tag was set by ${signatureOf(setBy.actor)} at ${timeOf(setBy.occurredAt)} UTC.`;
}

/** `2026-03-02 09:04:00`. The function that answers people starts faster without the other texts of `text.ts`. */
function timeOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** The event that set the tag of an exemption, where the finding does not name it yet. */
export function newSetter(before: Exempted, { setBy }: Exemption): Cause | undefined {
  const isKnown = exemptionsOf(before).some((each) => each.setBy && setBy && sameCause(each.setBy, setBy));
  return isKnown ? undefined : setBy;
}

/** Where more is wrong than an exemption covers. */
export function grantedInPart(exemption: Exemption): string {
  const sentence = granted(exemption).replace(/[.!?]?$/, (end) => end || '.');
  return `${sentence} This does not cover everything that is wrong now.`;
}

export function ended(exemption: Exemption): string {
  return `The exemption of ${exemption.owner} ended on ${lastDayOf(exemption)}.`;
}

/** The last day on which an exemption holds, in UTC. One that ends with a day ends at the beginning of the next. */
export function lastDayOf({ until }: Pick<Exemption, 'until'>): string {
  return dayOf(until - 1);
}

type Seen = Pick<RenderedViolation, 'path' | 'text' | 'extent'>;

const keyOf = ({ path, text, extent }: Seen) =>
  JSON.stringify(extent === undefined ? [path, text] : [path, text, extent]);

/** The same for the same violations, in any order. A person accepts by it what an alert has shown. 16 hexadecimal digits. */
export function fingerprintOfViolations(violations: readonly Seen[]): string {
  return digestOf(violations.map(keyOf).sort().join('\n'));
}

/** Those of some violations that are also among others, in the same words. */
export function among<V extends Seen>(violations: readonly V[], others: readonly Seen[]): readonly V[] {
  const known = new Set(others.map(keyOf));
  return violations.filter((each) => known.has(keyOf(each)));
}

/** Why a finding is no longer exempt. */
export function whyOver(finding: Exempted, violations: readonly RenderedViolation[], now: number): string {
  const over = endedFor(finding, violations, now);
  if (over) return ended(over);
  const { exemption } = finding;
  if (exemption?.grantedBy === 'tag' && acceptedBy([exemption], violations))
    return `The tag that named ${exemption.owner} no longer accepts it: it was removed or changed, or ends too late.`;
  return exemption
    ? `The exemption of ${exemption.owner} does not cover what is wrong now.`
    : 'The exemption no longer holds.';
}
