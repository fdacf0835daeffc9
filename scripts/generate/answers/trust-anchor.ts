import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetTrustAnchor: { trustAnchor: { enabled: true } },
  ListTrustAnchors: { trustAnchors: [{ trustAnchorId: 'one' }] },
};
