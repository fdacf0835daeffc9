// Written by `npm run generate`. Do not edit.
import opensearchPlaintext from '../../shared/rules/opensearch/opensearch-plaintext.ts';
import opensearchPublic from '../../shared/rules/opensearch/opensearch-public.ts';
import opensearchUnencrypted from '../../shared/rules/opensearch/opensearch-unencrypted.ts';

export { opensearchDomain as kind } from '../../shared/resources/opensearch-domain/kind.ts';
export default [opensearchPlaintext, opensearchPublic, opensearchUnencrypted];
