import { CreateDomainCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import type { Aws } from '../../shared/aws/clients.ts';
import type { Action } from '../../shared/core/action.ts';
import { putAccessPolicy, putEndpoint, putNodeEncryption } from '../../shared/resources/opensearch-domain/actions.ts';
import { allowing, policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const TLS = 'Policy-Min-TLS-1-2-2019-07';
const SAFE = { enforcesHttps: true, tlsPolicy: TLS };
const OWN = policyDocument(allowing('Own', `arn:aws:iam::${PLACE.account}:root`, 'es:ESHttpGet'));
const OPEN = policyDocument(allowing('Anyone', '*', 'es:ESHttpGet'));

const make = (DomainName: string) => async (aws: Aws) => {
  await aws.client(OpenSearchClient, PLACE).send(
    new CreateDomainCommand({
      DomainName,
      AccessPolicies: JSON.stringify(OWN),
      DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: TLS },
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
    }),
  );
  return DomainName;
};

const update = (does: string, rule: string, name: string, drift: Action, request: object) =>
  story(does, rule, 'opensearch-domain', {
    make: make(name),
    drift: () => [drift],
    event: ({ id }) => ['es:UpdateDomainConfig', { domainName: id, ...request }],
  });

export const STORIES: readonly ActionStory[] = [
  update('es.put-access-policy', 'opensearch-public', 'e2e-open', putAccessPolicy({ before: OWN, after: OPEN }), {
    accessPolicies: JSON.stringify(OPEN),
  }),
  update(
    'es.put-endpoint',
    'opensearch-plaintext',
    'e2e-http',
    putEndpoint({ before: SAFE, after: { ...SAFE, enforcesHttps: false } }),
    { domainEndpointOptions: { enforceHTTPS: false } },
  ),
  update(
    'es.put-node-encryption',
    'opensearch-plaintext',
    'e2e-nodes',
    putNodeEncryption({ before: true, after: false }),
    { nodeToNodeEncryptionOptions: { enabled: false } },
  ),
];
