// Written by `npm run generate`. Do not edit.
import rolesanywhereTrustAnchorCreated from '../../shared/rules/rolesanywhere/rolesanywhere-trust-anchor-created.ts';

export { trustAnchor as kind } from '../../shared/resources/trust-anchor/kind.ts';
export default [rolesanywhereTrustAnchorCreated];
