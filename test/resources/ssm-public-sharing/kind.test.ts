import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, refsOf } from '../../../shared/core/kind.ts';
import { SETTING, ssmPublicSharing } from '../../../shared/resources/ssm-public-sharing/kind.ts';
import { ACCOUNT, REGION, trailRecord } from '../../support/events.ts';

const arn = `arn:aws:ssm:${REGION}:${ACCOUNT}:servicesetting${SETTING}`;

test.each([
  ['ssm:UpdateServiceSetting', { settingId: SETTING, settingValue: 'Enable' }, { isAllowed: true }],
  ['ssm:UpdateServiceSetting', { settingId: arn, settingValue: 'Disable' }, { isAllowed: false }],
  ['ssm:ResetServiceSetting', { settingId: SETTING }, { isAllowed: true }],
] as const)('%s of %j', async (id, request, state) => {
  const event = decodeEvent(trailRecord(id, { request }));
  expect(refsOf(ssmPublicSharing, event)).toMatchObject([{ id: REGION }]);
  expect(await evolve(ssmPublicSharing, undefined, event, REGION)).toEqual(state);
});

test('an event that names no setting is unreadable, and another setting is not followed', () => {
  const of = (request: object) => decodeEvent(trailRecord('ssm:ResetServiceSetting', { request }));
  expect(() => refsOf(ssmPublicSharing, of({}))).toThrow('names no setting');
  expect(refsOf(ssmPublicSharing, of({ settingId: '/ssm/automation/customer-script-log-group-name' }))).toEqual([]);
});
