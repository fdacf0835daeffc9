import { failureOf, isPassing } from '../aws/failure.ts';
import { endOf, exemptionFor, latestEnd } from '../config/exemptions.ts';
import type { Settings } from '../config/settings.ts';
import type { Exemption, Finding } from '../core/finding.ts';
import type { Evaluation } from './evaluate.ts';
import type { Ports } from './ports.ts';
import { type TaggedBy, tagsFor } from './tagged.ts';

type ExemptionPorts = Pick<Ports, 'settings' | 'tagsOf' | 'onUnknown'>;

/** What the settings and the resource's own tags accept. Tags are read only where something is wrong, and once. */
export async function exemptionsOf(
  evaluations: readonly Evaluation[],
  now: number,
  ports: ExemptionPorts,
  taggedBy?: TaggedBy,
): Promise<ReadonlyMap<Evaluation, Exemption>> {
  const accepted = new Map<Evaluation, Exemption>();
  let tags: ReturnType<Ports['tagsOf']> | undefined;
  const tagsOf: Ports['tagsOf'] = (resource) => (tags ??= ports.tagsOf(resource));
  for (const evaluation of evaluations) {
    const { subject, judgement, proofs } = evaluation;
    const wasWrong = proofs.some((proof) => proof.judgement.violations.length > 0);
    if (judgement.violations.length === 0 && !wasWrong) continue;
    const exemption = await exemptionOf(subject.rule, subject.resource, now, { ...ports, tagsOf }, taggedBy);
    if (exemption) accepted.set(evaluation, exemption);
  }
  return accepted;
}

/**
 * What the settings or the resource's own tags accept for one rule.
 * @throws what a later read of the tags may not meet: taken for "no tag", it would end an exemption.
 */
export async function exemptionOf(
  rule: string,
  resource: Finding['resource'],
  now: number,
  { settings, tagsOf, onUnknown }: ExemptionPorts,
  taggedBy: TaggedBy = {},
): Promise<Exemption | undefined> {
  const { arn } = resource;
  const bySettings = exemptionFor(settings, rule, resource, now);
  if (bySettings || settings.exemptionTag === false || arn === undefined) return bySettings;
  try {
    const tags = await tagsOf({ ...resource, arn });
    return taggedExemption(settings, rule, tags, now, taggedBy);
  } catch (error) {
    if (isPassing(failureOf(error))) throw error;
    // An alert too many is better than a drift that is accepted by mistake.
    onUnknown?.(rule, `Its tags could not be read: ${error instanceof Error ? error.name : 'unknown'}.`);
    return undefined;
  }
}

/**
 * The exemption that a tag grants: `plumbline:exempt` for every rule, `plumbline:exempt/<rule id>` for one. The value is
 * `until=2026-12-31 owner=jane@example.com reason=public web site`. A tag that lacks one of the three, or whose end is
 * further away than the settings allow, grants nothing.
 */
export function taggedExemption(
  { exemptionTag, exemptionDays }: Pick<Settings, 'exemptionTag' | 'exemptionDays'>,
  rule: string,
  tags: Readonly<Record<string, string>>,
  now: number,
  taggedBy: TaggedBy = {},
): Exemption | undefined {
  for (const name of tagsFor(rule, { exemptionTag })) {
    const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
    const until = /(?:^|\s)until=(\d{4}-\d{2}-\d{2})(?=\s|$)/.exec(value ?? '')?.[1];
    const owner = /(?:^|\s)owner=(\S+)/.exec(value ?? '')?.[1];
    const reason = /(?:^|\s)reason=(.+?)(?=\s+(?:until|owner)=|$)/.exec(value ?? '')?.[1];
    if (!until || !owner || !reason) continue;
    const end = endOf(until);
    if (end > now && end <= latestEnd(exemptionDays, now)) {
      const setBy = taggedBy[name];
      return { reason, owner, until: end, grantedBy: 'tag', ...(setBy ? { setBy } : {}) };
    }
  }
  return undefined;
}
