// Written by `npm run generate`. Do not edit.
import iamPasswordPolicyWeakened from '../../shared/rules/iam/iam-password-policy-weakened.ts';
import iamRootAccessKeyCreated from '../../shared/rules/iam/iam-root-access-key-created.ts';
import iamRootMfaRemoved from '../../shared/rules/iam/iam-root-mfa-removed.ts';

export { iamAccount as kind } from '../../shared/resources/iam-account/kind.ts';
export default [iamPasswordPolicyWeakened, iamRootAccessKeyCreated, iamRootMfaRemoved];
