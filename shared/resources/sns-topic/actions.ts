import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import type { SnsTopic } from './kind.ts';

/** Ids of deleted principals are left out: AWS refuses them. */
export const putTopicPolicy = swap<SnsTopic, unknown>()({
  type: 'sns.put-topic-policy',
  describe: ({ before, after }) => describePolicy('topic policy', before, after),
  simulate: (topic, { after }) => ({ ...topic, policy: writable(after) }),
});
