const NO_FIX =
  'nothing fixes it, so that it has no story: test/resources/identity-provider holds its reader against moto';
export const UNCALLED = { 'iam:GetOpenIDConnectProvider': NO_FIX, 'iam:GetSAMLProvider': NO_FIX };
