import { createHash } from 'node:crypto';
import { type Exposure, isPublic } from './exposure.ts';
import type { Trust } from './reach.ts';

/** One violation in a resource policy: a statement, or one of its grantees, that gives outsiders access. */
export interface Opening {
  /** Names the opening in its policy. It stays the same from read to read. */
  readonly path: string;
  /** The path of its statement. */
  readonly statementPath: string;
  /** For people: `statement PublicRead`, `a statement without Sid`. */
  readonly statement: string;
  /** `public`: one of the outsiders is anyone. `unidentified`: the ids do not show whose they are. */
  readonly audience: 'public' | 'named' | 'unidentified';
  /** Part of a sentence for people: "account 444455556666 may s3:GetObject (limited by aws:SourceIp)". */
  readonly says: string;
  /** A digest of the access: the same as long as nobody gets more or less. */
  readonly extent: string;
  /** The outsiders with access. */
  readonly exposures: readonly [Exposure, ...Exposure[]];
}

/** One opening for each statement: a statement can only be removed as a whole. */
export function byStatement(found: readonly Exposure[]): readonly Opening[] {
  return [...Map.groupBy(found, ({ path }) => path)].flatMap(([path, [first, ...more]]) => {
    if (!first) return [];
    const says = [...new Set([first, ...more].map(inWords))].join('; ');
    return [{ path, ...statementOf(path, [first, ...more]), says }];
  });
}

/** One opening for each grantee of a statement, so that one can be accepted and another not. */
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
    extent: extentOf(exposures),
    exposures,
  };
}

function extentOf(exposures: Opening['exposures']): string {
  const given = exposures.map(({ to, through = '', actions, limits }) =>
    JSON.stringify([nameOfGrantee(to), through, actions.toSorted(), limits]),
  );
  return createHash('sha256').update(given.sort().join('\n')).digest('hex').slice(0, 8);
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

/** If it is not known which organisations are the owner's, every organisation that a policy names in full is trusted. */
export function trustOf(
  account: string,
  { accounts, organizations }: { readonly accounts: readonly string[]; readonly organizations?: readonly string[] },
): Trust {
  return {
    account,
    trustedAccounts: accounts,
    ...(organizations ? { trustedOrganizations: organizations } : {}),
  };
}
