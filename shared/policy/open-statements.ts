import { type Exposure, isPublic, type Trust } from './exposure.ts';

/** One statement of a resource policy that lets outsiders in, ready to become one violation. */
export interface OpenStatement {
  /** Names the statement in its policy, the same from read to read. */
  readonly path: string;
  /** For people: `statement PublicRead`, `a statement without Sid`. */
  readonly statement: string;
  /** `public` as soon as one of the outsiders is anybody; `unidentified` if the accounts of the ids are unknown. */
  readonly audience: 'public' | 'named' | 'unidentified';
  /** A fragment for people: "account 444455556666 may s3:GetObject (limited by aws:SourceIp)". */
  readonly says: string;
}

/** Exposures by statement: a statement is removed as a whole, also if it admits several principals. */
export function openStatements(found: readonly Exposure[]): readonly OpenStatement[] {
  return [...Map.groupBy(found, ({ path }) => path)].map(([path, exposures]) => {
    const sid = exposures.find((exposure) => exposure.sid !== undefined)?.sid;
    return {
      path,
      statement: sid === undefined ? 'a statement without Sid' : `statement ${sid}`,
      audience: audienceOf(exposures),
      says: [...new Set(exposures.map(inWords))].join('; '),
    };
  });
}

function audienceOf(exposures: readonly Exposure[]): OpenStatement['audience'] {
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
