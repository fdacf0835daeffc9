import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetParameter: { Parameter: { Type: 'SecureString' } },
  DescribeParameters: { Parameters: [{ Name: 'one' }] },
};
