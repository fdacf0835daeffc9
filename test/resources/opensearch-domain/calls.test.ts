import {
  CreateDomainCommand,
  DeleteDomainCommand,
  DescribeDomainConfigCommand,
  OpenSearchClient,
  UpdateDomainConfigCommand,
} from '@aws-sdk/client-opensearch';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import {
  putAccessPolicy,
  putEndpoint,
  putNodeEncryption,
} from '../../../shared/resources/opensearch-domain/actions.ts';
import opensearchDomain from '../../../shared/resources/opensearch-domain/reader.ts';
import { applyAction, describeWithMoto, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

const TLS = 'Policy-Min-TLS-1-2-2019-07';
const policyFor = (who: string) => policyDocument(allowing('Some', who, 'es:ESHttpGet'));

describeWithMoto('OpenSearch domain: calls to AWS', () => {
  const client = motoAws().client(OpenSearchClient, PLACE);
  let count = 0;
  callsOf(opensearchDomain, {
    async make() {
      count += 1;
      const DomainName = `reader-${count}`;
      await client.send(
        new CreateDomainCommand({
          DomainName,
          AccessPolicies: JSON.stringify(policyFor('arn:aws:iam::123456789012:root')),
          DomainEndpointOptions: { EnforceHTTPS: false, TLSSecurityPolicy: TLS },
          NodeToNodeEncryptionOptions: { Enabled: false },
        }),
      );
      return DomainName;
    },
    starts: {
      policy: policyFor('arn:aws:iam::123456789012:root'),
      door: 'nothing',
      encryptedAtRest: false,
      encryptedBetweenNodes: false,
      endpoint: { enforcesHttps: false, tlsPolicy: TLS },
    },
    does: [
      putEndpoint({
        before: { enforcesHttps: false, tlsPolicy: TLS },
        after: { enforcesHttps: true, tlsPolicy: TLS },
      }),
      putNodeEncryption({ before: false, after: true }),
      putAccessPolicy({ before: policyFor('arn:aws:iam::123456789012:root'), after: policyFor('*') }),
    ],
    remove: (DomainName) => client.send(new DeleteDomainCommand({ DomainName })),
  });
});

describe('OpenSearch domain: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(OpenSearchClient, PLACE));
  const ref = refOn(opensearchDomain, 'one');
  afterAll(() => client.restore());

  test.each([
    [{ VPCOptions: { Options: { SubnetIds: ['subnet-1'] } } }, 'vpc'],
    [{ AdvancedSecurityOptions: { Options: { Enabled: true } } }, 'users'],
    [{ AdvancedSecurityOptions: { Options: { Enabled: true, AnonymousAuthEnabled: true } } }, 'nothing'],
    [{}, 'nothing'],
  ])('what is before the policy: %j', async (DomainConfig, door) => {
    client.on(DescribeDomainConfigCommand).resolves({ DomainConfig: DomainConfig as never });
    expect(await opensearchDomain.read(ref, aws)).toMatchObject({ door, policy: null });
  });

  test('a host name of its own stays when HTTPS is demanded', async () => {
    const own = { CustomEndpointEnabled: true, CustomEndpoint: 'search.example.com' };
    client
      .on(DescribeDomainConfigCommand)
      .resolves({ DomainConfig: { DomainEndpointOptions: { Options: own, Status: undefined } } });
    client.on(UpdateDomainConfigCommand).resolves({});
    const after = { enforcesHttps: true, tlsPolicy: TLS };
    await applyAction(ref, putEndpoint({ before: { ...after, enforcesHttps: false }, after }), aws);
    expect(client.commandCalls(UpdateDomainConfigCommand)[0]?.args[0].input).toEqual({
      DomainName: 'one',
      DomainEndpointOptions: { ...own, EnforceHTTPS: true, TLSSecurityPolicy: TLS },
    });
  });
});
