import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Scope } from '../../deploy/scope.ts';
import { rules } from '../../generated/rules.ts';
import { loadConfig } from '../../shared/config/load.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { ROOT } from './common.ts';

/** Taken where it is there and no other is named. */
const CONFIG = 'plumbline.yml';

/**
 * The settings that are deployed. Where another deployment of the account judges global resources (`global` is off), the
 * rules about them are left out.
 * @throws {ConfigError} that names file, line and column of everything wrong.
 */
export function settingsIn(config: string | undefined, global: 'on' | 'off' = 'on'): Settings {
  const file = config || CONFIG;
  const path = resolve(ROOT, file);
  if (config && !existsSync(path)) throw new Error(`There is no configuration ${config}.`);
  const settings = loadConfig(existsSync(path) ? readFileSync(path, 'utf8') : '', file, rules);
  if (global === 'on') return settings;
  return { ...settings, rules: settings.rules.filter(({ rule }) => !rule.kind.global) };
}

/** What of them a template depends on. */
export function scopeIn(
  { rules, exemptionTag, notices }: Pick<Settings, 'rules' | 'exemptionTag' | 'notices'>,
  global: 'on' | 'off' = 'on',
): Scope {
  return {
    rules: rules.map(({ rule, remediation, remediationByAccount }) => ({
      id: rule.id,
      remediation,
      offIn: Object.keys(remediationByAccount).filter((account) => remediationByAccount[account] === 'off'),
    })),
    tags: exemptionTag !== false,
    notices: notices.map(({ name }) => name),
    global: global === 'on',
  };
}
