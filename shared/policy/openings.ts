import { type Exposure, isPublic } from './exposure.ts';
import type { Trust } from './reach.ts';

/** One thing in a resource policy that lets outsiders in, ready to become one violation. */
export interface Opening {
  /** Names the opening in its policy, the same from read to read. */
  readonly path: string;
  /** Names its statement. */
  readonly statementPath: string;
  /** For people: `statement PublicRead`, `a statement without Sid`. */
  readonly statement: string;
  /** `public` as soon as one of the outsiders is anybody; `unidentified` where nobody can tell whose the ids are. */
  readonly audience: 'public' | 'named' | 'unidentified';
  /** A fragment for people: "account 444455556666 may s3:GetObject (limited by aws:SourceIp)". */
  readonly says: string;
  /** Those who are let in. */
  readonly exposures: readonly [Exposure, ...Exposure[]];
}

/** One opening a statement: the statement is one thing to take out, however many it lets in. */
export function byStatement(found: readonly Exposure[]): readonly Opening[] {
  return [...Map.groupBy(found, ({ path }) => path)].flatMap(([path, [first, ...more]]) => {
    if (!first) return [];
    const says = [...new Set([first, ...more].map(inWords))].join('; ');
    return [{ path, ...statementOf(path, [first, ...more]), says }];
  });
}

/** One opening for each whom a statement lets in, so that one of them can be accepted and another not. */
export function byGrantee(found: readonly Exposure[]): readonly Opening[] {
  return found.map((exposure) => {
    const { path, to, through, says } = exposure;
    const who = nameOfGrantee(to);
    return {
      path: through === undefined ? `${path} ${who}` : `${path} ${who} through ${through}`,
      ...statementOf(path, [exposure]),
      says,
    };
  });
}

/** `anyone`, `444455556666`, `o-a1b2c3d4e5`, `s3.amazonaws.com`. */
export function nameOfGrantee(to: Exposure['to']): string {
  return to === 'anyone' ? to : Object.values(to).join('');
}

function statementOf(statementPath: string, exposures: Opening['exposures']) {
  const sid = exposures.find((exposure) => exposure.sid !== undefined)?.sid;
  return {
    statementPath,
    statement: sid === undefined ? 'a statement without Sid' : `statement ${sid}`,
    audience: audienceOf(exposures),
    exposures,
  };
}

function audienceOf(exposures: readonly Exposure[]): Opening['audience'] {
  if (exposures.some(isPublic)) return 'public';
  return exposures.every(isUnidentified) ? 'unidentified' : 'named';
}

function isUnidentified({ to }: Exposure): boolean {
  return to !== 'anyone' && 'canonicalUser' in to;
}

function inWords({ says, mitigatedBy }: Exposure): string {
  return mitigatedBy.length === 0 ? says : `${says} (limited by ${mitigatedBy.join(', ')})`;
}

/** Without organisations in the configuration, one that is written out counts as the owner's. */
export function trustOf(
  account: string,
  trusted: { accounts: readonly string[]; organizations: readonly string[] },
): Trust {
  const { accounts, organizations } = trusted;
  return {
    account,
    trustedAccounts: accounts,
    ...(organizations.length > 0 ? { trustedOrganizations: organizations } : {}),
  };
}
