import * as z from 'zod';
import type { AnyRule } from '../core/rule.ts';

const accountId = z.string().regex(/^\d{12}$/, 'An AWS account id has 12 digits; write it in quotes.');
const organizationId = z.string().regex(/^o-[a-z0-9]{10,32}$/, 'An organisation id looks like o-exampleorgid.');

const everyRule = {
  enabled: z.boolean().default(true).describe('Whether this rule is judged at all.'),
  remediation: z
    .enum(['off', 'approve', 'auto'])
    .default('auto')
    .describe('How far remediation of this rule may go; it only narrows what the rule itself allows.'),
};

/** The schema of `plumbline.yml`: types, defaults and texts of every setting, the rules' own included. */
export function configSchema(rules: readonly AnyRule[]) {
  const perRule = Object.fromEntries(
    rules.map((rule): [string, z.ZodType] => {
      const options = rule.options as z.ZodObject;
      return [rule.id, options.extend(everyRule).prefault({}).describe(`${rule.title}.`)];
    }),
  );
  return z.strictObject({
    trustedAccounts: z.array(accountId).default([]).describe('Accounts that may have access besides the own one.'),
    trustedOrganizations: z
      .array(organizationId)
      .default([])
      .describe(
        'Organisations whose accounts may have access; with none listed, any that a policy or a share names counts as the own one.',
      ),
    rules: z.strictObject(perRule).prefault({}).describe('Settings by rule id; `plumbline rules` lists the ids.'),
  });
}

/** What `configSchema` gives for one rule, besides the rule's own options. */
export interface RuleConfig {
  readonly enabled: boolean;
  readonly remediation: 'off' | 'approve' | 'auto';
}

export interface Config {
  readonly trustedAccounts: readonly string[];
  readonly trustedOrganizations: readonly string[];
  readonly rules: Readonly<Record<string, RuleConfig & Readonly<Record<string, unknown>>>>;
}
