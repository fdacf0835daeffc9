import type { Permissions } from '../aws/permissions.ts';
import { createCalls, type TablePlace } from './dynamodb/calls.ts';
import { findingEvents } from './dynamodb/finding-events.ts';
import { resources } from './dynamodb/resources.ts';
import { runs } from './dynamodb/runs.ts';
import { switches } from './dynamodb/switches.ts';
import type { Store } from './store.ts';
import { BY_FINDING, OPEN } from './table.ts';

const TABLE = 'dynamodb:{region}:{account}:table/{table}';
const READ: Permissions = { 'dynamodb:GetItem': TABLE };
const PUT: Permissions = { 'dynamodb:PutItem': TABLE };
const UPDATE: Permissions = { 'dynamodb:UpdateItem': TABLE };

/**
 * What each method needs; `{table}` stands for the table's name. A transaction needs what its parts need.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export const storePermissions: Readonly<Record<keyof Store, Permissions>> = {
  resource: { 'dynamodb:Query': TABLE },
  save: { ...UPDATE, ...PUT },
  begin: { ...UPDATE, ...PUT, 'dynamodb:ConditionCheckItem': TABLE },
  locate: { 'dynamodb:Query': `${TABLE}/index/${BY_FINDING}` },
  unresolved: { 'dynamodb:Query': `${TABLE}/index/${OPEN}` },
  known: { 'dynamodb:Query': `${TABLE}/index/${OPEN}` },
  event: READ,
  claim: UPDATE,
  settle: UPDATE,
  run: READ,
  beforeRun: { 'dynamodb:BatchGetItem': TABLE },
  proceed: PUT,
  setRateLimit: PUT,
  paused: READ,
  pause: { ...PUT, 'dynamodb:DeleteItem': TABLE },
  audit: PUT,
  auditRecords: { 'dynamodb:Query': TABLE },
  heartbeat: READ,
  beat: UPDATE,
};

/**
 * A store in the one table of `table.ts`. What an index answers (`locate`, `unresolved`) may be some seconds old.
 * @param options.pageSize Findings that one page of `unresolved` is read from.
 */
export function createDynamoStore({ pageSize = 100, ...place }: TablePlace & { readonly pageSize?: number }): Store {
  const calls = createCalls(place);
  return { ...resources(calls, pageSize), ...findingEvents(calls), ...runs(calls), ...switches(calls) };
}
