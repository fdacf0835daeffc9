import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetOpenIDConnectProvider: {},
  GetSAMLProvider: {},
  ListOpenIDConnectProviders: { OpenIDConnectProviderList: [{ Arn: 'arn:aws:iam::111122223333:oidc-provider/one' }] },
  ListSAMLProviders: {},
};
