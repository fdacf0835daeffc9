import type { PasswordPolicy as IamPasswordPolicy } from '@aws-sdk/client-iam';
import type { PasswordPolicy } from './kind.ts';

export function passwordPolicyFrom(policy: IamPasswordPolicy): PasswordPolicy {
  return {
    minimumLength: policy.MinimumPasswordLength ?? 6,
    symbols: policy.RequireSymbols === true,
    numbers: policy.RequireNumbers === true,
    uppercase: policy.RequireUppercaseCharacters === true,
    lowercase: policy.RequireLowercaseCharacters === true,
    selfService: policy.AllowUsersToChangePassword === true,
    maximumAge: policy.MaxPasswordAge ?? 0,
    reusePrevention: policy.PasswordReusePrevention ?? 0,
    hardExpiry: policy.HardExpiry === true,
  };
}

/**
 * All fields, because the call resets those that are left out. A maximum age of 0 is left out, because IAM refuses it.
 */
export function requestFor(policy: PasswordPolicy) {
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.symbols,
    RequireNumbers: policy.numbers,
    RequireUppercaseCharacters: policy.uppercase,
    RequireLowercaseCharacters: policy.lowercase,
    AllowUsersToChangePassword: policy.selfService,
    ...(policy.maximumAge > 0 ? { MaxPasswordAge: policy.maximumAge } : {}),
    ...(policy.reusePrevention > 0 ? { PasswordReusePrevention: policy.reusePrevention } : {}),
    HardExpiry: policy.hardExpiry,
  };
}
