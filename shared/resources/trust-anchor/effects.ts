import { DisableTrustAnchorCommand, EnableTrustAnchorCommand } from '@aws-sdk/client-rolesanywhere';
import { effectOf } from '../../aws/effect.ts';
import { putTrustAnchor } from './actions.ts';
import { RolesAnywhere } from './api-client.ts';

const ANCHORS = 'rolesanywhere:{region}:{account}:trust-anchor/*';

export default [
  effectOf(putTrustAnchor, {
    permissions: { 'rolesanywhere:EnableTrustAnchor': ANCHORS, 'rolesanywhere:DisableTrustAnchor': ANCHORS },
    refusals: { ResourceNotFoundException: 'The trust anchor no longer exists.' },
    async apply({ id: trustAnchorId, ...place }, { after }, aws) {
      const client = aws.client(RolesAnywhere, place);
      if (after) await client.send(new EnableTrustAnchorCommand({ trustAnchorId }));
      else await client.send(new DisableTrustAnchorCommand({ trustAnchorId }));
    },
  }),
];
