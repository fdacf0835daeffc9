import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import type { SqsQueue } from './kind.ts';

/** `null` removes the policy. Ids of deleted principals are left out: AWS refuses them. */
export const putQueuePolicy = swap<SqsQueue, unknown>()({
  type: 'sqs.put-queue-policy',
  describe: ({ before, after }) => describePolicy('queue policy', before, after),
  simulate: (queue, { after }) => ({ ...queue, policy: writable(after) }),
});
