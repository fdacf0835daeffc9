import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetTopicAttributes: { Attributes: { Policy: '{}' } },
  ListTopics: { Topics: [{ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:one' }] },
};
