import type { FindingFacts } from '../../shared/checklists/facts.ts';
import { type Finding, isCut } from '../../shared/core/finding.ts';

/** What the state of a statement needs of a finding; a resolved one says nothing. */
export function findingFacts(finding: Finding): readonly FindingFacts[] {
  const { id, rule, status, severity, resource, violations, lastSeen, exemption } = finding;
  if (status === 'resolved') return [];
  return [
    {
      id,
      rule,
      status,
      severity,
      resource: resource.id,
      region: resource.region,
      messages: violations.map(({ message }) => message),
      isCut: isCut(violations.map(({ path }) => path)),
      changedAt: lastSeen,
      ...(status === 'exempt' && exemption ? { owner: exemption.owner } : {}),
    },
  ];
}
