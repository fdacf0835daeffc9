// Written by `npm run generate`. Do not edit.
import acmCertificateExpiring from '../../shared/rules/acm/acm-certificate-expiring.ts';
import acmSelfSignedImported from '../../shared/rules/acm/acm-self-signed-imported.ts';

export { acmCertificate as kind } from '../../shared/resources/acm-certificate/kind.ts';
export default [acmCertificateExpiring, acmSelfSignedImported];
