import { endOf } from '../config/exemptions.ts';
import type { Exemption } from '../core/finding.ts';

/**
 * The exemption that a tag grants: `plumbline:exempt` for every rule, `plumbline:exempt/<rule id>`
 * for one; its value `until=2026-12-31 owner=jane@example.com reason=public web site`. All three
 * are required, or it grants nothing.
 */
export function taggedExemption(
  tag: string,
  rule: string,
  tags: Readonly<Record<string, string>>,
  now: number,
): Exemption | undefined {
  for (const name of [`${tag}/${rule}`, tag]) {
    const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
    const until = /(?:^|\s)until=(\d{4}-\d{2}-\d{2})(?=\s|$)/.exec(value ?? '')?.[1];
    const owner = /(?:^|\s)owner=(\S+)/.exec(value ?? '')?.[1];
    const reason = /(?:^|\s)reason=(.+?)(?=\s+(?:until|owner)=|$)/.exec(value ?? '')?.[1];
    if (!until || !owner || !reason) continue;
    const end = endOf(until);
    if (end > now) return { reason, owner, until: end, grantedBy: 'tag' };
  }
  return undefined;
}
