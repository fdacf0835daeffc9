import type { RuleSetting } from './settings.ts';

/** Whether remediation only proposes to change what has always been so: the stricter of rule and account decides. */
export function sparesExisting(
  { existing, existingByAccount }: Pick<RuleSetting, 'existing' | 'existingByAccount'>,
  account: string,
): boolean {
  return [existing, existingByAccount[account]].includes('propose');
}
