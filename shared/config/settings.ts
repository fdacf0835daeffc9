import type { AnyRule, Trusted } from '../core/rule.ts';
import type { Config } from './schema.ts';

/** How far a rule's remediation may go; a rule may only narrow what it declares itself. */
export type RemediationMode = 'off' | 'approve' | 'auto';

export interface RuleSetting {
  readonly rule: AnyRule;
  /** Parsed by the rule's own schema. */
  readonly options: unknown;
  readonly remediation: RemediationMode;
  /** Narrower in single accounts. */
  readonly remediationByAccount: Readonly<Record<string, RemediationMode>>;
  /** How long to wait before putting anything back. */
  readonly graceSeconds: number;
  /** Whether changes by trusted deployers are put back as well. */
  readonly revertTrustedDeployers: boolean;
}

/** What the owner decided: which rules, with which options, whom to trust, what to accept and how to tell. */
export interface Settings extends Pick<Config, 'exemptions' | 'exemptionTag' | 'channels'> {
  readonly rules: readonly RuleSetting[];
  readonly trusted: Trusted;
  /** Names and ARNs of roles and users, and services, whose changes are reported, not reverted; `*` stands for any text. */
  readonly trustedDeployers: readonly string[];
  readonly limits: Omit<Config['remediation'], 'default'>;
}

/** The settings that a checked configuration makes. */
export function settingsFrom(config: Config, rules: readonly AnyRule[]): Settings {
  return {
    rules: rules.flatMap((rule): RuleSetting[] => {
      const {
        enabled = true,
        remediation = config.remediation.default,
        remediationByAccount = {},
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
              graceSeconds,
              revertTrustedDeployers,
            },
          ]
        : [];
    }),
    trusted: { accounts: config.trustedAccounts, organizations: config.trustedOrganizations },
    trustedDeployers: config.trustedDeployers,
    exemptions: config.exemptions,
    exemptionTag: config.exemptionTag,
    limits: limitsIn(config),
    channels: config.channels,
  };
}

function limitsIn({ remediation }: Config): Settings['limits'] {
  const { default: _default, ...limits } = remediation;
  return limits;
}

/** Those of the schema; written out, since building the whole schema takes a start longer than all else. */
const DEFAULTS: Omit<Config, 'rules'> = {
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedDeployers: [],
  exemptions: [],
  exemptionTag: 'plumbline:exempt',
  remediation: { default: 'auto', maxPerHour: 10, flapThreshold: 3, flapWindowHours: 24, undoDays: 7 },
  channels: {
    sns: { minimumSeverity: 'low' },
    slack: { minimumSeverity: 'low' },
    bus: { minimumSeverity: 'low' },
  },
};

/** Each schema reads once: to have it compiled takes longer. */
const ONCE = { jitless: true };

/** Every rule with its defaults. */
export function defaultSettings(rules: readonly AnyRule[], trusted?: Trusted): Settings {
  const options = rules.map(({ id, options }) => [id, { enabled: true, ...options.parse({}, ONCE) }] as const);
  const settings = settingsFrom({ ...DEFAULTS, rules: Object.fromEntries(options) }, rules);
  return trusted ? { ...settings, trusted } : settings;
}
