import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  ListDetectors: { DetectorIds: ['one'] },
  GetDetector: { Status: 'ENABLED', Features: [] },
};
