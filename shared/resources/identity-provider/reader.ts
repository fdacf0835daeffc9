import {
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
} from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { NO_SUCH_ENTITY } from '../../aws/iam-resources.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { parseArn } from '../../core/arn.ts';
import { GONE } from '../../core/kind.ts';
import { fingerprintOf, identityProvider } from './kind.ts';

export default defineReader(identityProvider, {
  permissions: {
    read: {
      'iam:GetOpenIDConnectProvider': 'iam::{account}:oidc-provider/*',
      'iam:GetSAMLProvider': 'iam::{account}:saml-provider/*',
    },
    list: { 'iam:ListOpenIDConnectProviders': '*', 'iam:ListSAMLProviders': '*' },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(IAMClient, ref);
    const arn = identityProvider.arn?.(ref);
    if (ref.id.startsWith('saml-')) {
      const found = await absentOn(NO_SUCH_ENTITY, () =>
        client.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn })),
      );
      if (!found) return GONE;
      onTags?.(tagsIn(found.Tags));
      return found.SAMLMetadataDocument ? { metadata: fingerprintOf(found.SAMLMetadataDocument) } : {};
    }
    const found = await absentOn(NO_SUCH_ENTITY, () =>
      client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
    );
    if (!found) return GONE;
    onTags?.(tagsIn(found.Tags));
    return { clients: [...(found.ClientIDList ?? [])].sort(), thumbprints: [...(found.ThumbprintList ?? [])].sort() };
  },
  async list(place, aws) {
    const client = aws.client(IAMClient, place);
    const [oidc, saml] = await Promise.all([
      client.send(new ListOpenIDConnectProvidersCommand({})),
      client.send(new ListSAMLProvidersCommand({})),
    ]);
    const all = [...(oidc.OpenIDConnectProviderList ?? []), ...(saml.SAMLProviderList ?? [])];
    return page(
      all.map(({ Arn = '' }) => parseArn(Arn)?.resource),
      undefined,
    );
  },
});
