import { GONE } from '../../../shared/core/kind.ts';
import { identityProvider } from '../../../shared/resources/identity-provider/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'oidc-provider/token.actions.githubusercontent.com';
const request = { openIDConnectProviderArn: `arn:aws:iam::111122223333:${ID}` };

provesOf(identityProvider, ID, [
  [
    'iam:CreateOpenIDConnectProvider',
    { request: { url: 'https://token.actions.githubusercontent.com', clientIDList: ['b', 'a', 'b'] } },
    { clients: ['a', 'b'] },
  ],
  ['iam:AddClientIDToOpenIDConnectProvider', { request: { ...request, clientID: 'x' } }, {}],
  [
    'iam:AddClientIDToOpenIDConnectProvider',
    { request: { ...request, clientID: 'x' } },
    { clients: ['a', 'x'] },
    { clients: ['a'] },
  ],
  [
    'iam:UpdateOpenIDConnectProviderThumbprint',
    { request: { ...request, thumbprintList: ['t'] } },
    { thumbprints: ['t'] },
  ],
  ['iam:DeleteOpenIDConnectProvider', { request }, GONE],
]);

provesOf(identityProvider, 'saml-provider/corp', [
  [
    'iam:CreateSAMLProvider',
    { request: { name: 'corp', sAMLMetadataDocument: '<a/>' } },
    { metadata: '29114363f749a022' },
  ],
]);

unreadableOf(identityProvider, ID, [
  ['iam:DeleteOpenIDConnectProvider', { request: {} }, 'names no identity provider'],
  ['iam:AddClientIDToOpenIDConnectProvider', { request }, 'shows no client id'],
]);
