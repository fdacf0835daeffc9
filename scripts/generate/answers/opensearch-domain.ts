import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeDomainConfig: { DomainConfig: {} },
  ListDomainNames: { DomainNames: [{ DomainName: 'one' }] },
};
