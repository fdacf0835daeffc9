import { putPolicy } from '../common/put-policy.ts';
import type { SnsTopic } from './kind.ts';

export const putTopicPolicy = putPolicy<SnsTopic>()('sns.put-topic-policy', 'topic policy');
