import { rules } from '../../generated/rules.ts';
import type { Attestation } from '../../shared/checklists/attestation.ts';
import { STATEMENTS } from '../../shared/checklists/checklists.ts';
import type { FindingFacts, PlaceFacts, StatementFacts } from '../../shared/checklists/facts.ts';
import { linksOf } from '../../shared/checklists/links.ts';
import { NEEDS } from '../../shared/checklists/needs.ts';
import { type StatementState, stateOf } from '../../shared/checklists/state.ts';

export const NOW = Date.parse('2026-03-10T12:00:00Z');
export const SINCE = Date.parse('2026-03-01T08:00:00Z');

/** A rule without objections, everything of which was looked at. */
export function kept(rule: string, parts: Partial<PlaceFacts> = {}): PlaceFacts {
  return { rule, region: 'eu-west-1', open: 0, exempt: 0, rest: 'kept', since: SINCE, ...parts };
}

export function finding(rule: string, messages: readonly string[], parts: Partial<FindingFacts> = {}): FindingFacts {
  return {
    id: '16f3a7ca9f6a6fd8',
    rule,
    status: 'open',
    severity: 'high',
    resource: 'web',
    region: 'eu-west-1',
    messages,
    isCut: false,
    changedAt: SINCE,
    ...parts,
  };
}

export function attestation(statement: string, parts: Partial<Attestation> = {}): Attestation {
  return {
    statement,
    by: 'Lee, security',
    on: '2026-02-01',
    until: '2026-06-30',
    evidence: 'https://tickets.example.com/SEC-12',
    ...parts,
  };
}

/** Every rule is on, has the options that statements need, and is in order. */
export function inOrder(parts: Partial<StatementFacts> = {}): StatementFacts {
  const needed = (rule: string) =>
    Object.fromEntries(NEEDS.filter((need) => need.rule === rule).map(({ option, value }) => [option, value]));
  return {
    at: NOW,
    rules: Object.fromEntries(rules.map(({ id }) => [id, needed(id)])),
    places: rules.map(({ id }) => kept(id)),
    findings: [],
    attestations: [],
    ...parts,
  };
}

/** The facts with other ones about one rule. */
export function about(rule: string, place: Partial<PlaceFacts>, facts: StatementFacts = inOrder()): StatementFacts {
  return { ...facts, places: facts.places.map((each) => (each.rule === rule ? { ...each, ...place } : each)) };
}

export function stateIn(id: string, facts: StatementFacts): StatementState {
  const statement = STATEMENTS.get(id);
  if (!statement) throw new Error(`There is no statement ${id}.`);
  return stateOf(statement, linksOf(statement, rules), facts);
}
