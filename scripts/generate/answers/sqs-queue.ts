import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetQueueUrl: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/one' },
  GetQueueAttributes: { Attributes: {} },
  ListQueues: { QueueUrls: ['https://sqs.eu-west-1.amazonaws.com/111122223333/one'] },
};
