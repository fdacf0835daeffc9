import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The index from a finding's id to its resource. */
export const BY_FINDING = 'byFinding';
/** The index of unresolved findings, by `<kind>|<account>|<region>`, and of existing resources, by `known|…`. */
export const OPEN = 'open';

/** The partitions of what is said of the whole deployment: pause and heartbeat, and who used the kill switch. */
export const DEPLOYMENT_PK = 'S';
export const AUDIT_PK = 'D';

/**
 * The keys of the one table, as CreateTable takes them. `serverless.yml` has the same; a test compares.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
 */
export const KEYS: Omit<CreateTableCommandInput, 'TableName'> = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'open', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: BY_FINDING,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: OPEN,
      KeySchema: [
        { AttributeName: 'open', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

/**
 * The stream records of a heartbeat that arrived.
 * @internal Tests compare it with `serverless.yml`.
 */
export const BEAT_FILTER = { dynamodb: { Keys: { sk: { S: ['heartbeat'] } } } } as const;

/**
 * The stream records of new findings' events, as a filter of an event source mapping.
 * @internal Tests compare it with `serverless.yml`.
 */
export const EVENT_FILTER = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['event'] } } } } as const;

/**
 * The stream records of audit records, which are delivered on every channel.
 * @internal Tests compare it with `serverless.yml`.
 */
export const AUDIT_FILTER = { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: ['D'] } } } } as const;

/**
 * The stream records of new findings' events that can ask for a remediation: those of some types whose plan has actions,
 * and every approval, which is always answered.
 * Items of earlier versions do not have their type beside the body.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 * @internal Tests compare it with `serverless.yml`, and with what `remediate` leaves.
 */
export const REMEDIATION_FILTERS = [
  {
    type: { S: ['opened', 'reopened', 'changed', 'remediated', 'undone'] },
    mode: { S: ['auto', 'approve'] },
  },
  { type: { S: ['approved'] } },
  { type: { S: [{ exists: false }] } },
].map((NewImage) => ({ ...EVENT_FILTER, dynamodb: { ...EVENT_FILTER.dynamodb, NewImage } }));
