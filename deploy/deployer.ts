/**
 * What the person or pipeline needs that deploys and removes Plumbline. CloudFormation acts with the rights of its caller:
 * it makes, reads, changes and deletes each resource through the handlers of its type.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
interface Right {
  readonly actions: readonly string[];
  /** Without `arn:<partition>:`, with `{home}`, `{there}`, `{account}` and `{prefix}`; `*`: the actions take no resource. */
  readonly on: readonly string[];
}

const of = (service: string, names: string, ...on: readonly string[]): Right => ({
  actions: names.split(' ').map((name) => `${service}:${name}`),
  on,
});
const both = (service: string, resource: string) =>
  ['{home}', '{there}'].map((region) => `${service}:${region}:{account}:${resource}`);
const home = (service: string, resource: string) => `${service}:{home}:{account}:${resource}`;

const QUEUES = both('sqs', '{prefix}-*');
const TOPICS = both('sns', '{prefix}-*');
const ROLES = 'iam::{account}:role/{prefix}-*';
const BUCKETS = 's3:::{prefix}-*';

/**
 * By type of CloudFormation. The schema of each type names the actions of its handlers.
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
export const BY_TYPE: Readonly<Record<string, readonly Right[]>> = {
  'AWS::CloudWatch::Alarm': [
    of(
      'cloudwatch',
      'PutMetricAlarm DescribeAlarms DeleteAlarms ListTagsForResource TagResource UntagResource',
      ...both('cloudwatch', 'alarm:{prefix}-*'),
    ),
  ],
  'AWS::CloudWatch::Dashboard': [
    of('cloudwatch', 'PutDashboard GetDashboard DeleteDashboards', 'cloudwatch::{account}:dashboard/{prefix}-*'),
    of('cloudwatch', 'ListDashboards', '*'),
  ],
  'AWS::DynamoDB::Table': [
    of(
      'dynamodb',
      'CreateTable DescribeTable UpdateTable DeleteTable DescribeContinuousBackups UpdateContinuousBackups DescribeTimeToLive UpdateTimeToLive DescribeContributorInsights DescribeKinesisStreamingDestination GetResourcePolicy ListTagsOfResource TagResource UntagResource',
      home('dynamodb', 'table/{prefix}-*'),
    ),
  ],
  'AWS::Events::EventBus': [
    of(
      'events',
      'CreateEventBus DescribeEventBus UpdateEventBus DeleteEventBus ListTagsForResource TagResource UntagResource',
      home('events', 'event-bus/{prefix}'),
    ),
  ],
  'AWS::Events::Rule': [
    of(
      'events',
      'PutRule DescribeRule EnableRule DisableRule DeleteRule PutTargets RemoveTargets ListTargetsByRule ListTagsForResource TagResource UntagResource',
      ...both('events', 'rule/{prefix}-*'),
    ),
  ],
  'AWS::IAM::ManagedPolicy': [
    of(
      'iam',
      'CreatePolicy GetPolicy DeletePolicy CreatePolicyVersion GetPolicyVersion DeletePolicyVersion ListPolicyVersions ListEntitiesForPolicy ListPolicyTags TagPolicy UntagPolicy',
      'iam::{account}:policy/{prefix}-*',
    ),
  ],
  'AWS::IAM::Role': [
    of(
      'iam',
      'CreateRole GetRole DeleteRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePolicy GetRolePolicy DeleteRolePolicy ListRolePolicies AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies ListRoleTags TagRole UntagRole PassRole',
      ROLES,
    ),
  ],
  'AWS::Lambda::EventSourceMapping': [
    of('lambda', 'CreateEventSourceMapping ListEventSourceMappings', '*'),
    of(
      'lambda',
      'GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping ListTags TagResource UntagResource',
      home('lambda', 'event-source-mapping:*'),
    ),
  ],
  'AWS::Lambda::Function': [
    of(
      'lambda',
      'CreateFunction GetFunction GetFunctionConfiguration UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction PutFunctionConcurrency DeleteFunctionConcurrency GetFunctionCodeSigningConfig GetRuntimeManagementConfig GetFunctionRecursionConfig ListVersionsByFunction ListTags TagResource UntagResource',
      home('lambda', 'function:{prefix}-*'),
    ),
  ],
  'AWS::Logs::LogGroup': [
    of(
      'logs',
      'CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey ListTagsForResource TagResource UntagResource',
      home('logs', 'log-group:/aws/lambda/{prefix}-*'),
      home('logs', 'log-group:/{name}/{stage}/*'),
    ),
    of('logs', 'DescribeLogGroups', '*'),
  ],
  'AWS::S3::Bucket': [
    of(
      's3',
      'CreateBucket DeleteBucket ListBucket ListBucketVersions GetBucketLocation GetBucketVersioning PutEncryptionConfiguration GetEncryptionConfiguration PutBucketPublicAccessBlock GetBucketPublicAccessBlock PutBucketTagging GetBucketTagging',
      BUCKETS,
    ),
    of('s3', 'GetObject PutObject DeleteObject DeleteObjectVersion', `${BUCKETS}/*`),
  ],
  'AWS::S3::BucketPolicy': [of('s3', 'GetBucketPolicy PutBucketPolicy DeleteBucketPolicy', BUCKETS)],
  'AWS::SNS::Subscription': [
    // The ARN of a subscription begins with that of its topic.
    of('sns', 'Subscribe Unsubscribe GetSubscriptionAttributes ListSubscriptionsByTopic', ...TOPICS),
  ],
  'AWS::SNS::Topic': [
    of(
      'sns',
      'CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic Subscribe ListSubscriptionsByTopic GetDataProtectionPolicy ListTagsForResource TagResource UntagResource',
      ...TOPICS,
    ),
  ],
  'AWS::SNS::TopicPolicy': [of('sns', 'GetTopicAttributes SetTopicAttributes', ...TOPICS)],
  'AWS::SQS::Queue': [
    of(
      'sqs',
      'CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue ListQueueTags TagQueue UntagQueue',
      ...QUEUES,
    ),
  ],
  'AWS::SQS::QueuePolicy': [of('sqs', 'GetQueueAttributes SetQueueAttributes', ...QUEUES)],
};

/** What the framework and the plugin call themselves: the stacks, the look before, the first sweep. */
const COMMANDS: readonly Right[] = [
  of(
    'cloudformation',
    'CreateStack UpdateStack DeleteStack CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet DescribeStackEvents DescribeStackResource DescribeStackResources ListStackResources GetTemplate',
    ...both('cloudformation', 'stack/{prefix}*/*'),
  ),
  // Stacks of other deployments in the region of global services are looked at, too.
  of('cloudformation', 'DescribeStacks', ...both('cloudformation', 'stack/*')),
  of('cloudformation', 'ValidateTemplate', '*'),
  of('events', 'PutEvents', home('events', 'event-bus/default')),
  of('cloudtrail', 'GetTrailStatus GetEventSelectors', 'cloudtrail:*:*:trail/*'),
  of('cloudtrail', 'DescribeTrails', '*'),
  of('lambda', 'GetAccountSettings', '*'),
  of('ssm', 'GetParameter', home('ssm', 'parameter/{name}/*')),
];

/**
 * What a customer managed key needs besides.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const KEY: readonly Right[] = [
  of(
    'kms',
    'CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GetKeyPolicy ReEncryptFrom ReEncryptTo',
    home('kms', 'key/*'),
  ),
];

/** A policy of IAM. */
export interface DeployerPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

/** The policies of the deployer, by what they are for, with values for the placeholders. */
export function deployerPolicies(values: Readonly<Record<string, string>>): Readonly<Record<string, DeployerPolicy>> {
  return {
    resources: policyOf(Object.values(BY_TYPE).flat(), values),
    commands: policyOf(COMMANDS, values),
    key: policyOf(KEY, values),
  };
}

/** One statement for each set of resources. */
function policyOf(all: readonly Right[], values: Readonly<Record<string, string>>): DeployerPolicy {
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  const rights = all.map(({ actions, on }) => ({
    actions,
    on: [...new Set(on.map((each) => (each === '*' ? each : `arn:${values['partition']}:${filled(each)}`)))],
  }));
  return {
    Version: '2012-10-17',
    Statement: [...Map.groupBy(rights, ({ on }) => JSON.stringify(on)).values()].map((same) => ({
      Effect: 'Allow',
      Action: [...new Set(same.flatMap(({ actions }) => actions))].sort(),
      Resource: same[0]?.on ?? [],
    })),
  };
}
