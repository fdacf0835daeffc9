import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeStreamSummary: { StreamDescriptionSummary: { StreamName: 'one', EncryptionType: 'NONE' } },
  ListStreams: { StreamNames: ['one'] },
};
