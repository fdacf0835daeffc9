import { putPolicy } from '../common/put-policy.ts';
import type { SqsQueue } from './kind.ts';

export const putQueuePolicy = putPolicy<SqsQueue>()('sqs.put-queue-policy', 'queue policy');
