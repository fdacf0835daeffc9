// Written by `npm run generate`. Do not edit.
import ssmPublicSharingAllowed from '../../shared/rules/ssm/ssm-public-sharing-allowed.ts';

export { ssmPublicSharing as kind } from '../../shared/resources/ssm-public-sharing/kind.ts';
export default [ssmPublicSharingAllowed];
