const NO_ANCHORS = 'moto has no Roles Anywhere: test/resources/trust-anchor holds it against doubles';
export const UNCALLED = {
  'rolesanywhere:DisableTrustAnchor': NO_ANCHORS,
  'rolesanywhere:EnableTrustAnchor': NO_ANCHORS,
  'rolesanywhere:GetTrustAnchor': NO_ANCHORS,
  'rolesanywhere:ListTrustAnchors': NO_ANCHORS,
};
