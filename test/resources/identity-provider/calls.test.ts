import {
  CreateOpenIDConnectProviderCommand,
  CreateSAMLProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../../shared/resources/identity-provider/kind.ts';
import identityProvider from '../../../shared/resources/identity-provider/reader.ts';
import { describeWithMoto, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';

const THUMBPRINT = 'a'.repeat(40);

describeWithMoto('identity provider: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(IAMClient, PLACE);
  let count = 0;

  callsOf(identityProvider, {
    region: 'us-east-1',
    async make() {
      count += 1;
      const Url = `https://reader-${count}.example.com`;
      const lists = { ThumbprintList: [THUMBPRINT], ClientIDList: ['sts.amazonaws.com'] };
      await client.send(new CreateOpenIDConnectProviderCommand({ Url, ...lists }));
      return `oidc-provider/reader-${count}.example.com`;
    },
    starts: { clients: ['sts.amazonaws.com'], thumbprints: [THUMBPRINT] },
    remove: (id) =>
      client.send(
        new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: `arn:aws:iam::${PLACE.account}:${id}` }),
      ),
  });

  test('one of SAML has the fingerprint of its metadata', async () => {
    const SAMLMetadataDocument = '<md/>'.repeat(300);
    await client.send(new CreateSAMLProviderCommand({ Name: 'reader', SAMLMetadataDocument }));
    const ref = refOn(identityProvider, 'saml-provider/reader', 'us-east-1');
    expect(await identityProvider.read(ref, aws)).toEqual({ metadata: fingerprintOf(SAMLMetadataDocument) });
  });
});
