import type { RemediationMode, RuleSetting, Settings, SettingsOf } from './settings.ts';

/** Settings as JSON: each rule by its id. */
export interface PackedSettings extends Omit<Settings, 'rules'> {
  readonly rules: readonly (Omit<RuleSetting, 'rule'> & { readonly rule: string })[];
}

/** The bundler (`scripts/build.ts`) replaces it. It does not exist in code that is not bundled. */
declare const PLUMBLINE_SETTINGS: PackedSettings;

export function packSettings(settings: Settings): PackedSettings {
  return { ...settings, rules: settings.rules.map((setting) => ({ ...setting, rule: setting.rule.id })) };
}

export function unpackSettings<R extends { readonly id: string }>(
  packed: PackedSettings,
  rules: readonly R[],
): SettingsOf<R> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    ...packed,
    rules: packed.rules.flatMap((setting) => {
      const rule = byId.get(setting.rule);
      return rule ? [{ ...setting, rule }] : [];
    }),
  };
}

/** The settings that were deployed with the function, of these rules. */
export function deployedSettings<R extends { readonly id: string }>(rules: readonly R[]): SettingsOf<R> {
  return unpackSettings(PLUMBLINE_SETTINGS, rules);
}

/**
 * The settings where a deployment allows no more than `most`. Where a person approves every plan anyway, there is one
 * plan for all that is wrong, and so one approval.
 */
export function withAtMost(settings: Settings, most: RemediationMode): Settings {
  if (most === 'auto') return settings;
  const stricter = ({ remediation }: RuleSetting) => (remediation === 'off' ? remediation : most);
  return { ...settings, rules: settings.rules.map((each) => ({ ...each, remediation: stricter(each) })) };
}
