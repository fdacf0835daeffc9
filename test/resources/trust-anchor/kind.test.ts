import { GONE } from '../../../shared/core/kind.ts';
import { trustAnchor } from '../../../shared/resources/trust-anchor/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = '49e25ec3-0000-4000-8000-b4ea4ee85cfd';
const request = { trustAnchorId: ID };
const source = { sourceType: 'CERTIFICATE_BUNDLE', sourceData: {} };

provesOf(trustAnchor, ID, [
  [
    'rolesanywhere:CreateTrustAnchor',
    { request: { name: 'x', enabled: true, source }, response: { trustAnchor: { trustAnchorId: ID } } },
    { name: 'x', enabled: true, authority: null },
  ],
  ['rolesanywhere:UpdateTrustAnchor', { request: { ...request, name: 'y' } }, { name: 'y' }],
  ['rolesanywhere:EnableTrustAnchor', { request }, { enabled: true }],
  ['rolesanywhere:DisableTrustAnchor', { request }, { enabled: false }],
  ['rolesanywhere:DeleteTrustAnchor', { request }, GONE],
]);

unreadableOf(trustAnchor, ID, [['rolesanywhere:DeleteTrustAnchor', { request: {} }, 'names no trust anchor']]);
