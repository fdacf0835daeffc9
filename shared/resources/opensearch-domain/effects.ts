import {
  DescribeDomainConfigCommand,
  type DomainEndpointOptions,
  OpenSearchClient,
  type TLSSecurityPolicy,
  UpdateDomainConfigCommand,
} from '@aws-sdk/client-opensearch';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putAccessPolicy, putEndpoint, putNodeEncryption } from './actions.ts';

const DOMAINS = 'es:{region}:{account}:domain/*';
const permissions = { 'es:UpdateDomainConfig': DOMAINS, 'es:DescribeDomainConfig': DOMAINS } as const;

/** @see https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_UpdateDomainConfig.html */
const refusals = {
  ResourceNotFoundException: 'The domain no longer exists.',
  ValidationException: 'OpenSearch Service refuses the change: the domain is being changed, or cannot have it.',
  BaseException: 'OpenSearch Service refuses the change for now.',
} as const;

export default [
  effectOf(putAccessPolicy, {
    permissions: { 'es:UpdateDomainConfig': DOMAINS },
    refusals,
    async apply({ id: DomainName, ...place }, { after }, aws) {
      const policy = writable(after);
      const AccessPolicies = policy === null ? '' : policyText(policy);
      await aws.client(OpenSearchClient, place).send(new UpdateDomainConfigCommand({ DomainName, AccessPolicies }));
    },
  }),
  effectOf(putEndpoint, {
    permissions,
    refusals,
    async apply({ id: DomainName, ...place }, { after }, aws) {
      const client = aws.client(OpenSearchClient, place);
      const { DomainConfig } = await client.send(new DescribeDomainConfigCommand({ DomainName }));
      // Its own host name stays.
      const DomainEndpointOptions: DomainEndpointOptions = {
        ...DomainConfig?.DomainEndpointOptions?.Options,
        EnforceHTTPS: after.enforcesHttps,
        TLSSecurityPolicy: after.tlsPolicy as TLSSecurityPolicy,
      };
      await client.send(new UpdateDomainConfigCommand({ DomainName, DomainEndpointOptions }));
    },
  }),
  effectOf(putNodeEncryption, {
    permissions: { 'es:UpdateDomainConfig': DOMAINS },
    refusals,
    async apply({ id: DomainName, ...place }, { after: Enabled }, aws) {
      const NodeToNodeEncryptionOptions = { Enabled };
      await aws
        .client(OpenSearchClient, place)
        .send(new UpdateDomainConfigCommand({ DomainName, NodeToNodeEncryptionOptions }));
    },
  }),
];
