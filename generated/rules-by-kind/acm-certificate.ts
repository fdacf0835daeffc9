// Written by `npm run generate`. Do not edit.
import acmSelfSignedImported from '../../shared/rules/acm/acm-self-signed-imported.ts';

export { acmCertificate as kind } from '../../shared/resources/acm-certificate/kind.ts';
export default [acmSelfSignedImported];
