import { putTopicPolicy } from '../../resources/sns-topic/actions.ts';
import { defaultTopicPolicy, snsTopic } from '../../resources/sns-topic/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'sns-topic-public',
  title: 'SNS topic policies give access to trusted accounts only',
  kind: snsTopic,
  field: 'policy',
  name: 'topic policy',
  controls: ['sns-topic-public'],
  shared: {
    option: 'sharedTopics',
    description: 'Names of topics that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the accounts and services that need the topic in its policy, with a condition on their source account.',
  put: putTopicPolicy,
  least: defaultTopicPolicy,
});
