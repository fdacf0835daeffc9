// Written by `npm run generate`. Do not edit.
import ssmDocumentShared from '../../shared/rules/ssm/ssm-document-shared.ts';

export { ssmDocument as kind } from '../../shared/resources/ssm-document/kind.ts';
export default [ssmDocumentShared];
