import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { type Check, warning } from './checks.ts';

/** Whether anybody receives findings: a confirmed subscription of the topic, or a channel that is being deployed. */
export const receivers: Check = {
  what: 'Whether anybody receives findings',
  async look({ prefix, alertEmail, slackWebhook }, config) {
    const topic = await topicOf(prefix, new CloudFormationClient(config));
    const { Subscriptions = [] } = topic
      ? await new SNSClient(config).send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))
      : {};
    const pending = Subscriptions.filter(({ SubscriptionArn = '' }) => !SubscriptionArn.startsWith('arn:'));
    const notices = pending.map(({ Endpoint }) =>
      warning(`${Endpoint} has not confirmed its subscription, so it receives nothing. SNS has sent it an email.`),
    );
    if (Subscriptions.length > pending.length || alertEmail !== '' || slackWebhook !== '') return notices;
    return [
      ...notices,
      warning(
        'Nobody receives findings by email or Slack. Give alertEmail or slackWebhook, or subscribe to the topic after the deployment.',
      ),
    ];
  },
};

/** The topic of a deployment; `undefined` where there is none yet. */
export async function topicOf(stack: string, client: CloudFormationClient): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'TopicArn')?.OutputValue;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}
