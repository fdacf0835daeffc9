import {
  DescribeDomainConfigCommand,
  type DomainConfig,
  ListDomainNamesCommand,
  OpenSearchClient,
} from '@aws-sdk/client-opensearch';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { DEFAULT_TLS, type OpensearchDomain, opensearchDomain } from './kind.ts';

export default defineReader(opensearchDomain, {
  permissions: {
    read: { 'es:DescribeDomainConfig': 'es:{region}:{account}:domain/*' },
    list: { 'es:ListDomainNames': '*' },
  },
  // The configuration shows what is ordered, while the domain still carries it out.
  async read({ id: DomainName, ...place }, aws) {
    const found = await absentOn('ResourceNotFoundException', () =>
      aws.client(OpenSearchClient, place).send(new DescribeDomainConfigCommand({ DomainName })),
    );
    return found?.DomainConfig ? domainIn(found.DomainConfig) : GONE;
  },
  async list(place, aws) {
    const found = await aws.client(OpenSearchClient, place).send(new ListDomainNamesCommand({}));
    return page(
      (found.DomainNames ?? []).map(({ DomainName }) => DomainName),
      undefined,
    );
  },
});

function domainIn(config: DomainConfig): OpensearchDomain {
  const policy = config.AccessPolicies?.Options;
  const endpoint = config.DomainEndpointOptions?.Options;
  const users = config.AdvancedSecurityOptions?.Options;
  const inVpc = (config.VPCOptions?.Options?.SubnetIds ?? []).length > 0;
  return {
    policy: policy ? parsedObject(policy) : null,
    door: inVpc ? 'vpc' : users?.Enabled && !users.AnonymousAuthEnabled ? 'users' : 'nothing',
    encryptedAtRest: config.EncryptionAtRestOptions?.Options?.Enabled ?? false,
    encryptedBetweenNodes: config.NodeToNodeEncryptionOptions?.Options?.Enabled ?? false,
    endpoint: {
      enforcesHttps: endpoint?.EnforceHTTPS ?? false,
      tlsPolicy: endpoint?.TLSSecurityPolicy ?? DEFAULT_TLS,
    },
  };
}
