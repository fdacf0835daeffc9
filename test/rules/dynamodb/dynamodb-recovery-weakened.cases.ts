import rule from '../../../shared/rules/dynamodb/dynamodb-recovery-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`dynamodb:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const tableName = 'orders';
const protect = (minute: number, deletionProtectionEnabled: boolean, parts: object = {}) =>
  call('UpdateTable', minute, { tableName, deletionProtectionEnabled }, parts);
const recover = (minute: number, pointInTimeRecoveryEnabled?: boolean) =>
  call('UpdateContinuousBackups', minute, {
    tableName,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled },
  });

export default settingsCases(rule, {
  right: { pointInTimeRecovery: true, deletionProtection: true },
  wrong: { pointInTimeRecovery: false, deletionProtection: false },
  compliant: [{ name: 'a table that can be lost', id: 'cache', state: {}, options: { exempt: ['cache'] } }],
  events: [
    {
      name: 'a new table has neither until both are switched on',
      events: [call('CreateTable', 0, { tableName }), protect(1, true), recover(2, true)],
      transitions: ['opened', 'changed', 'resolved'],
      resource: tableName,
    },
    {
      name: 'a table that is made with protection and loses it',
      events: [
        call('CreateTable', 0, { tableName, deletionProtectionEnabled: true }),
        recover(1, true),
        protect(2, false),
      ],
      transitions: ['opened', 'resolved', 'reopened'],
    },
    {
      name: 'a table that is restored has neither, whatever its source has',
      events: [call('RestoreTableToPointInTime', 0, { sourceTableName: 'old', targetTableName: tableName })],
      transitions: ['opened'],
      resource: tableName,
    },
    {
      name: 'a table that is restored from a backup, named by its ARN, and deleted',
      events: [
        call('RestoreTableFromBackup', 0, { targetTableName: tableName }),
        call('DeleteTable', 1, { tableName: `arn:aws:dynamodb:eu-west-1:111122223333:table/${tableName}` }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a table that is imported',
      events: [call('ImportTable', 0, { tableCreationParameters: { tableName } })],
      transitions: ['opened'],
      resource: tableName,
    },
    {
      name: 'a refused call',
      events: [protect(0, false, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'recovery that the request does not show',
      events: [recover(0)],
      transitions: [],
      unreadable: /does not show whether recovery is on/,
    },
  ],
});
