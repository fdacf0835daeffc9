import type { Exemption, Finding } from '../core/finding.ts';
import { anyCovers, globCovers } from '../policy/glob.ts';
import type { Settings } from './settings.ts';

type Resource = Finding['resource'];

/** The exemption of the settings for a rule on a resource. @param at Milliseconds since 1970. */
export function exemptionFor(
  { exemptions }: Pick<Settings, 'exemptions'>,
  rule: string,
  { id, arn }: Pick<Resource, 'id' | 'arn'>,
  at: number,
): Exemption | undefined {
  return exemptions
    .filter(
      ({ rules, resource }) =>
        anyCovers(rules, rule) && [id, arn].some((name) => name !== undefined && globCovers(resource, name)),
    )
    .map(({ reason, owner, until }) => ({ reason, owner, until: endOf(until), grantedBy: 'settings' as const }))
    .find(({ until }) => until > at);
}

/** The end of a day, in UTC: an exemption includes its last day. Milliseconds since 1970. */
export function endOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000;
}

/** The latest end of an exemption that is granted at a time: that of a day so many days later. Milliseconds since 1970. */
export function latestEnd(days: number, now: number): number {
  return now + (days + 1) * 24 * 60 * 60 * 1000;
}
