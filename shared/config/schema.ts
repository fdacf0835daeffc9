import * as z from 'zod';
import type { AnyRule } from '../core/rule.ts';
import { SEVERITIES, type Severity } from '../core/severity.ts';

const accountId = z.string().regex(/^\d{12}$/, 'An AWS account id has 12 digits; write it in quotes.');
const organizationId = z.string().regex(/^o-[a-z0-9]{10,32}$/, 'An organisation id looks like o-exampleorgid.');
const mode = z.enum(['off', 'approve', 'auto']);
const count = z.int().min(1);
const text = z.string().trim().min(1);

const everyRule = { enabled: z.boolean().default(true).describe('Whether this rule is judged at all.') };

/** Of rules that can put something right. */
const remediable = {
  remediation: mode
    .optional()
    .describe(
      'How far remediation of this rule may go, instead of `remediation.default`; it only narrows what the rule itself and the deployment allow.',
    ),
  remediationByAccount: z
    .record(accountId, mode)
    .default({})
    .describe('How far it may go in single accounts; it only narrows `remediation`.'),
  graceSeconds: z
    .int()
    .min(0)
    .max(900)
    .default(0)
    .describe('How long to wait before putting anything back, so that tags and later calls can land; at most 900.'),
  revertTrustedDeployers: z
    .boolean()
    .default(false)
    .describe('Whether changes by `trustedDeployers` are put back as well, and not only reported.'),
};

const exemption = z.strictObject({
  rules: z.array(text).min(1).default(['*']).describe('Rule ids; `*` stands for any text.'),
  resource: text.describe('The id or ARN of resources; `*` stands for any text.'),
  reason: text.describe('Why this is accepted.'),
  owner: text.describe('Who answers for it.'),
  until: z.iso.date().describe('The last day on which it holds, in UTC: 2026-12-31.'),
});

const limits = z.strictObject({
  default: mode
    .default('auto')
    .describe(
      'How far rules may go that say nothing of their own; it only narrows what they and the deployment allow.',
    ),
  maxPerHour: count
    .default(10)
    .describe('Most remediations of one rule in one account and hour; then people are asked.'),
  flapThreshold: count
    .default(3)
    .describe('After so many times within `flapWindowHours`, something fights back: stop.'),
  flapWindowHours: count.default(24).describe('The hours that `flapThreshold` looks back.'),
  undoDays: count.default(7).describe('How many days a finding is exempt after its remediation was undone.'),
});

const channel = (fallback: Severity) =>
  z.strictObject({
    minimumSeverity: z.enum(SEVERITIES).default(fallback).describe('Findings less severe are not told here.'),
  });

const channels = z.strictObject({
  sns: channel('low').prefault({}).describe('The SNS topic, and whoever subscribes to it.'),
  slack: channel('low').prefault({}).describe('The Slack channel of the webhook.'),
  bus: channel('low').prefault({}).describe("Plumbline's own event bus."),
});

/** The schema of `plumbline.yml`: types, defaults and texts of every setting, the rules' own included. */
export function configSchema(rules: readonly AnyRule[]) {
  const perRule = Object.fromEntries(
    rules.map((rule): [string, z.ZodType] => {
      const options = rule.options.safeExtend({
        ...everyRule,
        ...(rule.remediation ? remediable : {}),
      });
      return [rule.id, options.prefault({}).describe(`${rule.title}.`)];
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
    trustedDeployers: z
      .array(text)
      .default([])
      .describe(
        'Roles and users of the own account, by name, services that call for somebody, such as `cloudformation`, and ARNs of roles and users of any account: their changes are reported and not put back. `*` stands for any text.',
      ),
    exemptions: z.array(exemption).default([]).describe('What is accepted, by whom, why and until when.'),
    exemptionTag: z
      .union([z.literal(false), text])
      .default('plumbline:exempt')
      .describe('The tag by which a resource is exempt; false: no tag is.'),
    remediation: limits.prefault({}).describe('Remediation, where it is deployed: how far it may go, and its limits.'),
    channels: channels.prefault({}).describe('What is told where.'),
    rules: z.strictObject(perRule).prefault({}).describe('Settings by rule id; `plumbline rules` lists the ids.'),
  });
}

type Mode = z.output<typeof mode>;

/** What `configSchema` gives for one rule, besides the rule's own options. */
export interface RuleConfig {
  readonly enabled: boolean;
  readonly remediation?: Mode;
  readonly remediationByAccount?: Readonly<Record<string, Mode>>;
  readonly graceSeconds?: number;
  readonly revertTrustedDeployers?: boolean;
}

export interface Config {
  readonly trustedAccounts: readonly string[];
  readonly trustedOrganizations: readonly string[];
  readonly trustedDeployers: readonly string[];
  readonly exemptions: readonly z.output<typeof exemption>[];
  readonly exemptionTag: string | false;
  readonly remediation: z.output<typeof limits>;
  readonly channels: z.output<typeof channels>;
  readonly rules: Readonly<Record<string, RuleConfig & Readonly<Record<string, unknown>>>>;
}
