// Written by `npm run generate`. Do not edit.
import iamAccessKeyStanding from '../../shared/rules/iam/iam-access-key-standing.ts';
import iamUserConsoleWithoutMfa from '../../shared/rules/iam/iam-user-console-without-mfa.ts';

export { iamUserCredentials as kind } from '../../shared/resources/iam-user-credentials/kind.ts';
export default [iamAccessKeyStanding, iamUserConsoleWithoutMfa];
