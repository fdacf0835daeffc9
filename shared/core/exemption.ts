import type { Exemption, Finding } from './finding.ts';
import type { RenderedViolation } from './rule.ts';

type Exempted = Pick<Finding, 'exemption' | 'besides'>;

/** All that a finding has, ended or not. */
export function exemptionsOf({ exemption, besides = [] }: Exempted): readonly Exemption[] {
  return exemption ? [exemption, ...besides] : besides;
}

/** Its own that have not ended. Those of the settings and of tags are asked for anew each time. */
export function activeExemptions(finding: Exempted, now: number): readonly Exemption[] {
  return exemptionsOf(finding).filter(
    ({ grantedBy, until }) => (grantedBy === 'finding' || grantedBy === 'undo') && until > now,
  );
}

/** The first that accepts a violation. */
export function acceptanceOf(exemptions: readonly Exemption[], at: string): Exemption | undefined {
  return exemptions.find(({ covers }) => covers?.includes(at) ?? true);
}

/** An exemption of the finding itself, where all that is wrong now is accepted, by it or by several. */
export function acceptedNow(
  finding: Exempted | undefined,
  violations: readonly RenderedViolation[],
  now: number,
): Exemption | undefined {
  const own = finding ? activeExemptions(finding, now) : [];
  const accepted = violations.map(({ path }) => acceptanceOf(own, path));
  return accepted.includes(undefined) ? undefined : accepted[0];
}

/** One that has ended, and of which some is wrong still that nobody else accepts. */
export function endedFor(
  finding: Exempted,
  violations: readonly RenderedViolation[],
  now: number,
): Exemption | undefined {
  const own = activeExemptions(finding, now);
  const left = violations.filter(({ path }) => !acceptanceOf(own, path));
  return exemptionsOf(finding).find((each) => each.until <= now && left.some(({ path }) => acceptanceOf([each], path)));
}

/** The finding with these and no others; the first is what is told. */
export function withExemptions(finding: Finding, all: readonly Exemption[]): Finding {
  // The same is given back where nothing is new: findings are compared as they are written.
  if (JSON.stringify(exemptionsOf(finding)) === JSON.stringify(all)) return finding;
  const [exemption, ...besides] = all;
  const { exemption: _told, besides: _others, ...rest } = finding;
  return { ...rest, ...(exemption ? { exemption } : {}), ...(besides.length > 0 ? { besides } : {}) };
}

/** The finding with one more, told first; what was accepted before it stays so. */
export function accepting(finding: Finding, exemption: Exemption, now: number): Finding {
  const others = activeExemptions(finding, now).filter((each) => !sameExemption(each, exemption));
  return withExemptions(finding, [exemption, ...others]);
}

/** The finding with one that says anew what is accepted of what it covers. */
export function acceptingAnew(finding: Finding, exemption: Exemption, now: number): Finding {
  const others = activeExemptions(finding, now).map(({ covers, ...rest }) => ({
    ...rest,
    covers: covers?.filter((at) => !acceptanceOf([exemption], at)) ?? [],
  }));
  return withExemptions(finding, [exemption, ...others.filter(({ covers }) => covers.length > 0)]);
}

/** The finding without one, should it have it. */
export function notAccepting(finding: Finding, exemption: Exemption): Finding {
  return withExemptions(
    finding,
    exemptionsOf(finding).filter((each) => !sameExemption(each, exemption)),
  );
}

/** By the same, for the same and until the same time. */
function sameExemption(a: Exemption, b: Exemption): boolean {
  const isSame = a.grantedBy === b.grantedBy && a.owner === b.owner && a.until === b.until;
  return isSame && JSON.stringify(a.covers) === JSON.stringify(b.covers);
}

export function granted({ reason, owner, until }: Exemption): string {
  return `Accepted by ${owner} until ${new Date(until).toISOString().slice(0, 10)}: ${reason}`;
}

export function ended({ owner, until }: Exemption): string {
  return `The exemption of ${owner} ended on ${new Date(until).toISOString().slice(0, 10)}.`;
}

/** Why an exempt finding is so no longer. */
export function whyOver(finding: Exempted, violations: readonly RenderedViolation[], now: number): string {
  const over = endedFor(finding, violations, now);
  if (over) return ended(over);
  const { exemption } = finding;
  return exemption
    ? `The exemption of ${exemption.owner} does not cover what is wrong now.`
    : 'The exemption no longer holds.';
}
