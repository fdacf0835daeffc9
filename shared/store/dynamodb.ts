import type { Permissions } from '../aws/permissions.ts';
import { createCalls, type TablePlace } from './dynamodb/calls.ts';
import { complianceStore } from './dynamodb/compliance.ts';
import { controlStore } from './dynamodb/controls.ts';
import { eventStore } from './dynamodb/finding-events.ts';
import { heartbeatStore } from './dynamodb/heartbeat.ts';
import { noticeStore } from './dynamodb/notices.ts';
import { resourceStore } from './dynamodb/resources.ts';
import { runStore } from './dynamodb/runs.ts';
import { sweepStore } from './dynamodb/sweeps.ts';
import type { Store } from './store.ts';
import { BY_FINDING, OPEN } from './table.ts';

const TABLE = 'dynamodb:{region}:{account}:table/{table}';
const READ: Permissions = { 'dynamodb:GetItem': TABLE };
const PUT: Permissions = { 'dynamodb:PutItem': TABLE };
const DELETE: Permissions = { 'dynamodb:DeleteItem': TABLE };
const UPDATE: Permissions = { 'dynamodb:UpdateItem': TABLE };

/**
 * What each method needs; `{table}` is the table's name. A transaction needs what its items need.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export const storePermissions: Readonly<Record<keyof Store, Permissions>> = {
  resource: { 'dynamodb:Query': TABLE },
  save: { ...UPDATE, ...PUT, ...DELETE },
  begin: { ...UPDATE, ...PUT, ...DELETE, 'dynamodb:ConditionCheckItem': TABLE },
  locate: { 'dynamodb:Query': `${TABLE}/index/${BY_FINDING}` },
  unresolved: { 'dynamodb:Query': `${TABLE}/index/${OPEN}` },
  known: { 'dynamodb:Query': `${TABLE}/index/${OPEN}` },
  dependents: { 'dynamodb:Query': TABLE },
  waiting: { 'dynamodb:Query': TABLE },
  event: READ,
  eventToDeliver: READ,
  claim: UPDATE,
  settle: UPDATE,
  run: READ,
  beforeRun: { 'dynamodb:BatchGetItem': TABLE },
  proceed: UPDATE,
  trip: PUT,
  paused: READ,
  control: { ...PUT, ...DELETE },
  auditRecords: { 'dynamodb:Query': TABLE },
  compliance: { 'dynamodb:Query': TABLE },
  beat: UPDATE,
  sweep: READ,
  sweeps: { 'dynamodb:Query': TABLE },
  saveSweep: UPDATE,
  notice: READ,
  notices: { 'dynamodb:Query': TABLE },
  saveNotice: { ...UPDATE, ...PUT },
  countNotice: UPDATE,
};

/**
 * The whole store, in the one table of `table.ts`. A function takes only the parts that it calls, so that it starts
 * with less code. `locate`, `unresolved` and `known` read an index, which may be some seconds old.
 * @param options.pageSize The most items of one page of `unresolved` and `known`.
 */
export function createDynamoStore({ pageSize, ...place }: TablePlace & { readonly pageSize?: number }): Store {
  const calls = createCalls(place);
  return {
    ...resourceStore(calls, pageSize),
    ...eventStore(calls),
    ...runStore(calls),
    ...controlStore(calls),
    ...complianceStore(calls),
    ...heartbeatStore(calls),
    ...sweepStore(calls),
    ...noticeStore(calls),
  };
}
