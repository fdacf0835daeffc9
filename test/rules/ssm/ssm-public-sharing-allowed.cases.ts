import rule from '../../../shared/rules/ssm/ssm-public-sharing-allowed.ts';
import { REGION, trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const settingId = '/ssm/documents/console/public-sharing-permission';
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`ssm:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { settingId, ...request }, ...parts });
const put = (minute: number, settingValue?: string, parts: object = {}) =>
  call('UpdateServiceSetting', minute, { settingValue }, parts);

export default settingsCases(rule, {
  right: { isAllowed: false },
  wrong: { isAllowed: true },
  compliant: [
    {
      name: 'a region that publishes',
      id: 'us-east-1',
      state: { isAllowed: true },
      options: { exceptRegions: ['us-east-1'] },
    },
  ],
  events: [
    {
      name: 'blocked, reset and blocked again',
      events: [put(0, 'Disable'), call('ResetServiceSetting', 1), put(2, 'Disable')],
      transitions: ['opened', 'resolved'],
      resource: REGION,
    },
    { name: 'allowed', events: [put(0, 'Enable')], transitions: ['opened'] },
    {
      name: 'another setting',
      events: [call('ResetServiceSetting', 0, { settingId: '/ssm/parameter-store/high-throughput-enabled' })],
      transitions: [],
    },
    { name: 'a refused call', events: [put(0, 'Enable', { errorCode: 'AccessDeniedException' })], transitions: [] },
    { name: 'a value that is not shown', events: [put(0)], transitions: [], unreadable: /shows no value/ },
  ],
});
