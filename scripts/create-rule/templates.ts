/** What a new rule is made from. Every gap says TODO, and a test finds those that are left. */
export interface Subject {
  readonly service: string;
  readonly id: string;
  readonly kind: string;
  /** Under which name the kind is exported. */
  readonly variable: string;
  /** Every event that the kind follows. */
  readonly events: readonly string[];
}

/** Says of every resource that it cannot say, so that even a forgotten one accuses and acquits nobody. */
export function ruleTemplate({ id, kind, variable }: Subject): string {
  return `import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ${variable} } from '../../resources/${kind}/kind.ts';

export default defineRule({
  id: '${id}',
  title: 'TODO the compliant condition, such as "KMS keys stay enabled"',
  severity: 'medium',
  kind: ${variable},
  // TODO the fields whose before and after a finding shows; in \`reads\` the others that the judgement reads
  watches: [],
  // TODO the ids of the catalogue
  controls: [],
  options: z.strictObject({
    // TODO every option with a default and .describe('A full sentence.')
  }),
  messages: { drifted: 'TODO say in a full sentence what is wrong.' },
  fix: 'TODO say what a person would do about it.',

  judge() {
    // TODO return violations, or unknown('Why.') where a field that is needed is undefined
    return unknown('This rule is not written yet.');
  },
});
`;
}

export function casesTemplate({ service, id, events }: Subject): string {
  return `import rule from '../../../shared/rules/${service}/${id}.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

export default casesOf(rule, {
  compliant: [{ name: 'TODO a resource that is in order', state: {} }],
  drifted: [
    // TODO one for every message, at least one with its exact plan
    {
      name: 'TODO a resource that has drifted',
      state: {},
      violations: [{ message: 'drifted', path: 'TODO', data: {} }],
    },
  ],
  unknown: [{ name: 'no event showed it', state: {} }],
  events: [
    // TODO old and new shapes, a refused call, the end of the drift, what cannot be read, and every event that sets a
    // field that the rule reads, of those that the kind follows:
${events.map((event) => `    // - ${event}`).join('\n')}
    {
      name: 'TODO opened and resolved',
      events: [trailRecord('${events[0] ?? `${service}:TODO`}', { request: {} })],
      transitions: ['opened', 'resolved'],
    },
  ],
});
`;
}

export function pageTemplate(): string {
  return `<!-- end of generated head -->

## Why it matters

TODO

## What is judged

TODO

## What it looks like

TODO a request that drifts, and the finding's sentence

## What to do

TODO

## When not to use it

TODO options, limits, and what a log cannot show
`;
}
