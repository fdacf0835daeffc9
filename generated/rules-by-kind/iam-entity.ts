// Written by `npm run generate`. Do not edit.
import iamFullAdminPolicy from '../../shared/rules/iam/iam-full-admin-policy.ts';
import iamPrivilegeEscalationPolicy from '../../shared/rules/iam/iam-privilege-escalation-policy.ts';
import iamRestrictedPolicyAttached from '../../shared/rules/iam/iam-restricted-policy-attached.ts';
import iamRoleTrustOpened from '../../shared/rules/iam/iam-role-trust-opened.ts';
import iamUserHoldsPolicies from '../../shared/rules/iam/iam-user-holds-policies.ts';

export { iamEntity as kind } from '../../shared/resources/iam-entity/kind.ts';
export default [iamFullAdminPolicy, iamPrivilegeEscalationPolicy, iamRestrictedPolicyAttached, iamRoleTrustOpened, iamUserHoldsPolicies];
