// Written by `npm run generate`. Do not edit.
import sqsQueuePublic from '../../shared/rules/sqs/sqs-queue-public.ts';

export { sqsQueue as kind } from '../../shared/resources/sqs-queue/kind.ts';
export default [sqsQueuePublic];
