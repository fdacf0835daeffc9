import { putQueuePolicy } from '../../resources/sqs-queue/actions.ts';
import { sqsQueue } from '../../resources/sqs-queue/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'sqs-queue-public',
  title: 'SQS queue policies give access to trusted accounts only',
  kind: sqsQueue,
  field: 'policy',
  name: 'queue policy',
  controls: ['sqs-queue-public'],
  shared: {
    option: 'sharedQueues',
    description: 'Names of queues that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the accounts and services that need the queue in its policy, with a condition on their source account.',
  put: putQueuePolicy,
});
