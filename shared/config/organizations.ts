import type { AnyRule } from '../core/rule.ts';
import type { Settings } from './settings.ts';

/** The fields of states that can name an organisation: policies and shares. */
const NAMING = new Set(['policy', 'trust', 'sharedWith']);

/** Whether a rule can meet an organisation in a state. */
export const meetsOrganizations = ({ watches }: Pick<AnyRule, 'watches'>): boolean =>
  watches.some((field) => NAMING.has(field));

/**
 * Completes settings that list no organisation with the owner's own, if one of their rules can meet an organisation. Only
 * then `ask` is called.
 */
export async function withOwnOrganization(
  settings: Settings,
  ask: () => Promise<readonly string[] | undefined>,
  isConcerned: (rule: AnyRule) => boolean = () => true,
): Promise<Settings> {
  const { trusted, rules } = settings;
  if (trusted.organizations || !rules.some(({ rule }) => isConcerned(rule) && meetsOrganizations(rule)))
    return settings;
  const organizations = await ask();
  return organizations ? { ...settings, trusted: { ...trusted, organizations } } : settings;
}
