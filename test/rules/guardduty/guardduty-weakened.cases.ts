import rule from '../../../shared/rules/guardduty/guardduty-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const detectorId = '12abc34d567e8fa901bc2d34e56789f0';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`guardduty:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const plans = ['EKS_AUDIT_LOGS', 'S3_DATA_EVENTS'];
const right = { on: true, plans };
const plan = (status: string) => ({ detectorId, features: [{ name: 'S3_DATA_EVENTS', status }] });

export default settingsCases(rule, {
  right,
  wrong: { on: false, plans: ['EKS_AUDIT_LOGS'] },
  values: { plans: 'EKS_AUDIT_LOGS' },
  baseline: right,
  alone: true,
  compliant: [
    { name: 'it has no plans, and never had', state: { on: true, plans: [] } },
    { name: 'a region without GuardDuty', options: { exceptRegions: ['eu-west-1'] }, state: { on: false, plans: [] } },
  ],
  drifted: [
    {
      name: 'it has to have a plan that it never had',
      options: { plans: ['S3_DATA_EVENTS'] },
      state: { on: true, plans: [] },
      violations: [{ message: 'plans', path: 'plans', data: { value: 'none' } }],
      plan: [{ type: 'guardduty.put-plans', params: { before: [], after: ['S3_DATA_EVENTS'] } }],
    },
  ],
  events: [
    {
      name: 'it is suspended, switched on, and deleted',
      events: [
        call('UpdateDetector', 0, { detectorId, enable: false }),
        call('UpdateDetector', 1, { detectorId, enable: true }),
        call('DeleteDetector', 2, { detectorId }),
        call('CreateDetector', 3, { enable: true }),
      ],
      // After the second, no event has shown the plans.
      transitions: ['opened', 'resolved'],
      resource: 'eu-west-1',
    },
    {
      name: 'a plan is switched off and on',
      events: [
        call('DeleteDetector', 0, { detectorId }),
        call('CreateDetector', 1, { enable: true, features: plan('ENABLED').features }),
        call('UpdateDetector', 2, plan('DISABLED')),
        call('UpdateDetector', 3, plan('ENABLED')),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('DeleteDetector', 0, { detectorId }, { errorCode: 'AccessDeniedException' })],
      transitions: [],
    },
  ],
});
