// Written by `npm run generate`. Do not edit.
import iamIdentityProviderChanged from '../../shared/rules/iam/iam-identity-provider-changed.ts';

export { identityProvider as kind } from '../../shared/resources/identity-provider/kind.ts';
export default [iamIdentityProviderChanged];
