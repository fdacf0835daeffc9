import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';

/**
 * What protects a DynamoDB table from loss. Its id is its name.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
 */
export interface DynamodbTable {
  readonly pointInTimeRecovery?: boolean;
  readonly deletionProtection?: boolean;
}

/** A new table has neither, nor has one that is restored; the request can ask for protection. */
const NEW: DynamodbTable = { pointInTimeRecovery: false, deletionProtection: false };

export const dynamodbTable = defineKind<DynamodbTable>()({
  name: 'dynamodb-table',
  type: 'AWS::DynamoDB::Table',
  title: 'DynamoDB table',
  blank: {},
  arn: (ref) => arnOf('dynamodb', ref, `table/${ref.id}`),
  tagging: {
    'dynamodb:TagResource': taggedByArn('resourceArn', 'table/'),
    'dynamodb:UntagResource': taggedByArn('resourceArn', 'table/'),
  },
  events: {
    'dynamodb:CreateTable': { ids: named, creates: true, evolve: (_, event) => ({ ...NEW, ...protectionIn(event) }) },
    'dynamodb:RestoreTableFromBackup': { ids: target, creates: true, evolve: () => NEW },
    'dynamodb:RestoreTableToPointInTime': { ids: target, creates: true, evolve: () => NEW },
    'dynamodb:ImportTable': { ids: imported, creates: true, evolve: () => NEW },
    'dynamodb:UpdateTable': {
      ids: named,
      sets: ['deletionProtection'],
      evolve: (known, event) => ({ ...known, ...protectionIn(event) }),
    },
    'dynamodb:UpdateContinuousBackups': { ids: named, sets: ['pointInTimeRecovery'], evolve: recover },
    'dynamodb:DeleteTable': { ids: named, evolve: () => GONE },
  },
});

/** A request can name a table by its ARN. */
function nameIn(event: TrailEvent, ...path: string[]): string[] {
  const given = getText(event.requestParameters, ...path);
  const name = parseArn(given ?? '')?.resource.replace(/^table\//, '') ?? given;
  if (!name) throw new UnreadableEvent(`${event.eventName} names no table`);
  return [name];
}

function named(event: TrailEvent): string[] {
  return nameIn(event, 'tableName');
}

function target(event: TrailEvent): string[] {
  return nameIn(event, 'targetTableName');
}

function imported(event: TrailEvent): string[] {
  return nameIn(event, 'tableCreationParameters', 'tableName');
}

function protectionIn({ requestParameters }: TrailEvent): DynamodbTable {
  const deletionProtection = getFlag(requestParameters, 'deletionProtectionEnabled');
  return deletionProtection === undefined ? {} : { deletionProtection };
}

function recover(known: DynamodbTable, { requestParameters }: TrailEvent): DynamodbTable {
  const on = getFlag(requestParameters, 'pointInTimeRecoverySpecification', 'pointInTimeRecoveryEnabled');
  if (on === undefined) throw new UnreadableEvent('UpdateContinuousBackups does not show whether recovery is on');
  return { ...known, pointInTimeRecovery: on };
}
