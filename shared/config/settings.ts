import type { AnyRule, Trusted } from '../core/rule.ts';
import type { NoticeSetting } from '../notices/definition.ts';
import { notices } from '../notices/notices.ts';
import type { Config, Existing } from './schema.ts';

/** The most that a rule's remediation may do. The rule itself may allow less. */
export type RemediationMode = 'off' | 'approve' | 'auto';

/** @typeParam R A rule, or what is known of it without its code. */
export interface RuleSettingOf<R> {
  readonly rule: R;
  /** Parsed by the rule's own schema. */
  readonly options: unknown;
  readonly remediation: RemediationMode;
  /** Narrower in single accounts. */
  readonly remediationByAccount: Readonly<Record<string, RemediationMode>>;
  /** What remediation does about what has always been so. */
  readonly existing: Existing;
  /** Narrower in single accounts. */
  readonly existingByAccount: Readonly<Record<string, Existing>>;
  /** How long a remediation waits. */
  readonly graceSeconds: number;
  /** Whether changes by trusted deployers are remediated as well. */
  readonly revertTrustedDeployers: boolean;
}

export type RuleSetting = RuleSettingOf<AnyRule>;

/** The owner's decisions: rules with their options, trust, exemptions, limits and channels. */
export interface SettingsOf<R>
  extends Pick<
    Config,
    'exemptions' | 'exemptionTag' | 'exemptionDays' | 'attestations' | 'requests' | 'frameworks' | 'channels'
  > {
  readonly rules: readonly RuleSettingOf<R>[];
  /** Only those that are switched on. */
  readonly notices: readonly NoticeSetting[];
  readonly trusted: Trusted;
  /** Names and ARNs of roles and users, and services, whose changes are reported and not remediated; `*` matches any text. */
  readonly trustedDeployers: readonly string[];
  readonly limits: Omit<Config['remediation'], 'default' | 'existing'>;
}

export type Settings = SettingsOf<AnyRule>;

/** The settings of a valid configuration. */
export function settingsFrom(config: Config, rules: readonly AnyRule[]): Settings {
  return {
    rules: rules.flatMap((rule): RuleSetting[] => {
      const {
        enabled = true,
        remediation = config.remediation.default,
        remediationByAccount = {},
        existing = config.remediation.existing,
        existingByAccount = {},
        graceSeconds = 0,
        revertTrustedDeployers = false,
        ...options
      } = config.rules[rule.id] ?? {};
      return enabled
        ? [
            {
              rule,
              options,
              remediation,
              remediationByAccount,
              existing,
              existingByAccount,
              graceSeconds,
              revertTrustedDeployers,
            },
          ]
        : [];
    }),
    notices: Object.entries(config.notices).flatMap(([name, { enabled, ...when }]) =>
      enabled ? [{ name, ...when }] : [],
    ),
    trusted: trustedIn(config),
    trustedDeployers: config.trustedDeployers,
    exemptions: config.exemptions,
    exemptionTag: config.exemptionTag,
    exemptionDays: config.exemptionDays,
    attestations: config.attestations,
    limits: limitsIn(config),
    requests: config.requests,
    frameworks: config.frameworks,
    channels: config.channels,
  };
}

/** An empty list says nothing: whose organisations are the owner's is then not known. */
function trustedIn({ trustedAccounts: accounts, trustedOrganizations: organizations }: Config): Trusted {
  return organizations.length > 0 ? { accounts, organizations } : { accounts };
}

function limitsIn({ remediation }: Config): Settings['limits'] {
  const { default: _default, existing: _existing, ...limits } = remediation;
  return limits;
}

/** The defaults of the schema. They are written out, since to build the schema takes longer than the rest of a start. */
const DEFAULTS: Omit<Config, 'rules'> = {
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedDeployers: [],
  exemptions: [],
  exemptionTag: 'plumbline:exempt',
  exemptionDays: 365,
  attestations: [],
  attestationDays: 365,
  remediation: {
    default: 'auto',
    maxPerHour: 10,
    flapThreshold: 3,
    flapWindowHours: 24,
    undoWithinDays: 7,
    existing: 'propose',
    remindDays: 7,
    undoDays: 7,
  },
  requests: { allowed: {} },
  frameworks: [],
  notices: Object.fromEntries(
    notices.map(({ name, enabled, count, withinMinutes, quietMinutes }) => [
      name,
      { enabled, count, withinMinutes, quietMinutes },
    ]),
  ),
  channels: {
    sns: { minimumSeverity: 'low' },
    slack: { minimumSeverity: 'low' },
    bus: { minimumSeverity: 'low' },
  },
};

/** Each schema reads once, and to compile it takes longer. */
const ONCE = { jitless: true };

/** Every rule with its defaults. */
export function defaultSettings(rules: readonly AnyRule[], trusted?: Trusted): Settings {
  const options = rules.map(({ id, options }) => [id, { enabled: true, ...options.parse({}, ONCE) }] as const);
  const settings = settingsFrom({ ...DEFAULTS, rules: Object.fromEntries(options) }, rules);
  return trusted ? { ...settings, trusted } : settings;
}
