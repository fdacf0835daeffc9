import * as z from 'zod';
import type { Attestation } from '../checklists/attestation.ts';
import { FRAMEWORK_NAMES, type Framework, frameworkCalled } from '../core/controls.ts';
import { REQUESTS, type RequestName } from '../core/requests.ts';
import type { AnyRule } from '../core/rule.ts';
import { SEVERITIES, type Severity } from '../core/severity.ts';
import type { NoticeDefinition, NoticeSetting } from '../notices/definition.ts';
import { notices } from '../notices/notices.ts';

const accountId = z.string().regex(/^\d{12}$/, 'An AWS account id has 12 digits; write it in quotes.');
const organization = z
  .string()
  .regex(
    /^o-[a-z0-9]{10,32}(?:\/r-[a-z0-9]{4,32}(?:\/ou-[a-z0-9-]+)*\/?\*?)?$/,
    'An organisation looks like o-exampleorgid, a unit like o-exampleorgid/r-ab12/ou-ab12-exampleunit/.',
  );
const mode = z.enum(['off', 'approve', 'auto']);
/** What remediation does about what has always been so. */
const existing = z.enum(['propose', 'auto']);
const count = z.int().min(1);
const text = z.string().trim().min(1);

const everyRule = { enabled: z.boolean().default(true).describe('Whether this rule is on.') };

/** Settings of rules that can remediate. */
const remediable = {
  remediation: mode
    .optional()
    .describe(
      'The most that remediation of this rule may do, instead of `remediation.default`. The rule and the deployment may allow less.',
    ),
  remediationByAccount: z
    .record(accountId, mode)
    .default({})
    .describe('The most that it may do in single accounts. `remediation` may allow less.'),
  existing: existing
    .optional()
    .describe('What this rule does about what has always been so, instead of `remediation.existing`.'),
  existingByAccount: z
    .record(accountId, existing)
    .default({})
    .describe('The same in single accounts. Where `existing` says `propose`, it stays so.'),
  graceSeconds: z
    .int()
    .min(0)
    .max(900)
    .default(0)
    .describe('How many seconds a remediation waits, so that tags and later calls arrive first; at most 900.'),
  revertTrustedDeployers: z
    .boolean()
    .default(false)
    .describe('Whether changes by `trustedDeployers` are remediated as well, and not only reported.'),
};

const exemption = z.strictObject({
  rules: z.array(text).min(1).default(['*']).describe('Rule ids; `*` matches any text.'),
  resource: text.describe('The id or the ARN of resources; `*` matches any text.'),
  reason: text.describe('Why the violations are accepted.'),
  owner: text.describe('Who is responsible for the exemption.'),
  until: z.iso.date().describe('The last day of the exemption, in UTC, such as 2026-12-31.'),
});

const attestation = z.strictObject({
  statement: text.describe('The id of a statement, such as ED-L23.2. `plumbline checklist` lists them.'),
  by: text.describe('Who attests it.'),
  on: z.iso.date().describe('The first day on which it counts, in UTC, such as 2026-01-31.'),
  until: z.iso.date().describe('The last day on which it counts. After it the statement is not watched.'),
  evidence: z
    .url({ protocol: /^https?$/, error: 'This must be an address that begins with https:// or http://.' })
    .describe('The address of what it rests on, such as a ticket or a report.'),
});

const limits = z.strictObject({
  default: mode
    .default('auto')
    .describe(
      'The most that remediation may do for rules without a setting of their own. The rule and the deployment may allow less.',
    ),
  maxPerHour: count
    .default(10)
    .describe('The most remediations of one rule in one account and hour. Further ones wait for approval.'),
  flapThreshold: count
    .default(3)
    .describe(
      'A finding that was remediated so many times within `flapWindowHours` is flapping. Its next remediation waits for approval.',
    ),
  flapWindowHours: count.default(24).describe('The hours in which the remediations for `flapThreshold` are counted.'),
  undoWithinDays: count.default(7).describe('For how many days a remediation can be undone.'),
  existing: existing
    .default('propose')
    .describe(
      'What remediation does about what has always been so: what Plumbline found when it first read a resource, without an event that caused it. `propose`: it asks for approval, since nobody has changed anything. `auto`: it treats this as any other drift.',
    ),
  remindDays: z
    .int()
    .min(0)
    .default(7)
    .describe('After how many days a plan that still waits for approval is proposed again. `0`: never.'),
  undoDays: count.default(7).describe('How many days a finding is exempt after its remediation was undone.'),
});

const requests = z.strictObject({
  allowed: z
    .strictObject(
      Object.fromEntries(REQUESTS.map((name) => [name, z.array(text).min(1).optional()])) as Record<
        RequestName,
        z.ZodOptional<z.ZodArray<typeof text>>
      >,
    )
    .default({})
    .describe(
      'By request, such as `approve` and `undo`: the ARNs of those who may make it; `*` matches any text. A session of a role is `arn:aws:sts::<account>:assumed-role/<role>/<session>`. The person who assumes the role chooses the name of the session, so name roles. Requests that are not listed are open to everybody who may invoke the function. It needs the parameter `requests=url`, since Lambda does not say who invokes a function directly.',
    ),
});

const channel = (fallback: Severity) =>
  z.strictObject({
    minimumSeverity: z
      .enum(SEVERITIES)
      .default(fallback)
      .describe('Less severe findings and notices are not sent here.'),
  });

const channels = z.strictObject({
  sns: channel('low').prefault({}).describe('The SNS topic with all its subscribers.'),
  slack: channel('low').prefault({}).describe('The Slack channel of the webhook.'),
  bus: channel('low').prefault({}).describe("Plumbline's own event bus."),
});

/** Half of what a record remembers, so that what arrives out of order is still counted together. */
const MOST_COUNT = 50;
const MOST_MINUTES = 7 * 24 * 60;

/** The settings of one notice. */
export function noticeConfig({ title, enabled, count: often, withinMinutes, quietMinutes }: NoticeDefinition) {
  return z
    .strictObject({
      enabled: z.boolean().default(enabled).describe('Whether this notice is on.'),
      count: count.max(MOST_COUNT).default(often).describe('So many within `withinMinutes` are reported.'),
      withinMinutes: count
        .max(MOST_MINUTES)
        .default(withinMinutes)
        .describe('The minutes in which `count` is counted.'),
      quietMinutes: count
        .max(MOST_MINUTES)
        .default(quietMinutes)
        .describe('After so many minutes in which nothing more has happened, the next is reported anew.'),
    })
    .refine((given) => given.quietMinutes >= given.withinMinutes, {
      path: ['quietMinutes'],
      error: 'This must not be shorter than withinMinutes.',
    })
    .prefault({})
    .describe(`${title}.`);
}

/** The schemas of one rule's settings, besides its own options. */
export function ruleConfigShape({ remediation }: AnyRule): Readonly<Record<string, z.ZodType>> {
  return { ...everyRule, ...(remediation ? remediable : {}) };
}

/** The schema of `plumbline.yml`: types, defaults and descriptions of every setting, with the rules' own options. */
export function configSchema(rules: readonly AnyRule[]) {
  const perRule = Object.fromEntries(
    rules.map((rule): [string, z.ZodType] => {
      const options = rule.options.safeExtend(ruleConfigShape(rule));
      return [rule.id, options.prefault({}).describe(`${rule.title}.`)];
    }),
  );
  return z.strictObject({
    trustedAccounts: z.array(accountId).default([]).describe('Accounts that may have access, besides your own.'),
    trustedOrganizations: z
      .array(organization)
      .default([])
      .describe(
        'Organisations whose accounts may have access, by their ids, and organisational units with all that is below them, by their paths (`o-…/r-…/ou-…/`). Where none is listed, the deployed monitor trusts the organisation of its own account. A past log does not show whose an organisation is, so access of one is undetermined.',
      ),
    trustedDeployers: z
      .array(text)
      .default([])
      .describe(
        'Whose changes are reported and not remediated: names of roles and users of your own account, services that make calls for somebody, such as `cloudformation`, and ARNs of roles and users of any account. `*` matches any text.',
      ),
    exemptions: z.array(exemption).default([]).describe('Violations that are accepted: by whom, why and until when.'),
    exemptionTag: z
      .union([z.literal(false), text], 'This must be the name of a tag, or false.')
      .default('plumbline:exempt')
      .describe(
        'The tag by which the violations of a resource are accepted: those at which the tag is first seen, and none that come later. A person who may tag a resource may thus silence its findings; set `false` where that is not wanted. `false`: no tag exempts a resource.',
      ),
    exemptionDays: count
      .default(365)
      .describe(
        'How many days an exemption by a request or by a tag may last. A tag with a later end exempts nothing.',
      ),
    attestations: z
      .array(attestation)
      .default([])
      .describe(
        'What people attest of checklists: that a statement is kept, as far as no rule watches it. `plumbline checklist` says what that is.',
      ),
    attestationDays: count.default(365).describe('How many days an attestation may last.'),
    remediation: limits.prefault({}).describe('What remediation may do, where it is deployed, and its limits.'),
    requests: requests.prefault({}).describe('Who may ask what of the function that answers people.'),
    frameworks: z
      .array(z.preprocess(withPresentName, z.enum(FRAMEWORK_NAMES)))
      .default([])
      .describe(
        'The frameworks and checklists whose control ids are shown, in this order, such as `[ellipsis-drive, inrupt-ess]`. Where none is listed, those of security-hub, cis-5.0, cis-6.0 and the two checklists are shown: to people the first id of each, to machines all of them.',
      ),
    notices: z
      .strictObject(Object.fromEntries(notices.map((each) => [each.name, noticeConfig(each)])))
      .prefault({})
      .describe(
        'Which activity in the account is reported to people, by its name, such as `iam-policy-changed: { enabled: true }`. docs/notices.md describes each.',
      ),
    channels: channels.prefault({}).describe('Which findings and notices each channel receives.'),
    rules: z.strictObject(perRule).prefault({}).describe('Settings by rule id. `plumbline rules` lists the ids.'),
  });
}

type Mode = z.output<typeof mode>;

/** What remediation does about what has always been so. */
export type Existing = z.output<typeof existing>;

/** The settings of one rule, besides the rule's own options. */
export interface RuleConfig {
  readonly enabled: boolean;
  readonly remediation?: Mode;
  readonly remediationByAccount?: Readonly<Record<string, Mode>>;
  readonly existing?: Existing;
  readonly existingByAccount?: Readonly<Record<string, Existing>>;
  readonly graceSeconds?: number;
  readonly revertTrustedDeployers?: boolean;
}

/** The settings of earlier versions have other names for some frameworks. */
function withPresentName(name: unknown): unknown {
  return typeof name === 'string' ? (frameworkCalled(name) ?? name) : name;
}

export interface Config {
  readonly trustedAccounts: readonly string[];
  readonly trustedOrganizations: readonly string[];
  readonly trustedDeployers: readonly string[];
  readonly exemptions: readonly z.output<typeof exemption>[];
  readonly exemptionTag: string | false;
  readonly exemptionDays: number;
  readonly attestations: readonly Attestation[];
  readonly attestationDays: number;
  readonly remediation: z.output<typeof limits>;
  readonly requests: { readonly allowed: Readonly<Partial<Record<RequestName, readonly string[]>>> };
  readonly frameworks: readonly Framework[];
  readonly notices: Readonly<Record<string, Omit<NoticeSetting, 'name'> & { readonly enabled: boolean }>>;
  readonly channels: z.output<typeof channels>;
  readonly rules: Readonly<Record<string, RuleConfig & Readonly<Record<string, unknown>>>>;
}
