import { swap } from '../../core/action.ts';
import type { IamAccount, PasswordPolicy } from './kind.ts';

/** `null`: no policy. */
export const updatePasswordPolicy = swap<IamAccount, PasswordPolicy | null>()({
  type: 'iam.update-password-policy',
  describe: ({ before, after }) =>
    after ? `Set the password policy: ${differences(before, after)}` : 'Delete the password policy of the account',
  simulate: (account, { after }) => ({ ...account, passwordPolicy: after }),
});

function differences(before: PasswordPolicy | null, after: PasswordPolicy): string {
  const names = Object.keys(after) as (keyof PasswordPolicy)[];
  const changed = names.filter((name) => before?.[name] !== after[name]);
  return changed.length === 0 ? 'no change' : changed.map((name) => `${name} ${String(after[name])}`).join(', ');
}
