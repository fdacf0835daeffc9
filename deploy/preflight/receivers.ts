import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListSubscriptionsByTopicCommand, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { formatArn, parseArn } from '../../shared/core/arn.ts';
import { type Check, warning } from './checks.ts';

/** Whether anybody receives findings: a confirmed subscription of the topic, or a channel that is being deployed. */
export const receivers: Check = {
  what: 'Whether anybody receives findings',
  async look({ prefix, alertEmail, slackWebhook }, config) {
    const topic = await topicOf(prefix, new CloudFormationClient(config));
    const Subscriptions = topic ? await subscriptionsOf(topic, new SNSClient(config)) : [];
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

/** None where the topic is not there, such as after a first deployment that failed. */
async function subscriptionsOf(topic: string, client: SNSClient): Promise<readonly Subscription[]> {
  try {
    return (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions ?? [];
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('NotFound')) return [];
    throw error;
  }
}

/** The topic of a deployment; `undefined` where there is none yet. */
export async function topicOf(stack: string, client: CloudFormationClient): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    // Its ARN differs from that of the stack in service and name only.
    const arn = parseArn(Stacks[0]?.StackId ?? '');
    return arn && formatArn({ ...arn, service: 'sns', resource: `${stack}-findings` });
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}
