import { GetTrustAnchorCommand, ListTrustAnchorsCommand } from '@aws-sdk/client-rolesanywhere';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { known } from '../common/named.ts';
import { RolesAnywhere } from './api-client.ts';
import { type TrustAnchor, trustAnchor } from './kind.ts';

export default defineReader(trustAnchor, {
  permissions: {
    read: { 'rolesanywhere:GetTrustAnchor': 'rolesanywhere:{region}:{account}:trust-anchor/*' },
    list: { 'rolesanywhere:ListTrustAnchors': '*' },
  },
  async read({ id: trustAnchorId, ...place }, aws) {
    const found = await absentOn('ResourceNotFoundException', () =>
      aws.client(RolesAnywhere, place).send(new GetTrustAnchorCommand({ trustAnchorId })),
    );
    const now = found?.trustAnchor;
    if (!now) return GONE;
    const authority = now.source?.sourceData?.acmPcaArn ?? null;
    return known<TrustAnchor>({ name: now.name, enabled: now.enabled ?? false, authority });
  },
  async list(place, aws, from) {
    const found = await aws
      .client(RolesAnywhere, place)
      .send(new ListTrustAnchorsCommand({ pageSize: 100, ...(from ? { nextToken: from } : {}) }));
    return page(
      (found.trustAnchors ?? []).map(({ trustAnchorId }) => trustAnchorId),
      found.nextToken,
    );
  },
});
