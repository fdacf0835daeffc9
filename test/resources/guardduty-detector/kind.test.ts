import { guarddutyDetector } from '../../../shared/resources/guardduty-detector/kind.ts';
import { provesOf } from '../../support/kind-events.ts';

const features = [
  { name: 'S3_DATA_EVENTS', status: 'ENABLED' },
  { name: 'FLOW_LOGS', status: 'ENABLED' },
  { name: 'EKS_AUDIT_LOGS', status: 'DISABLED' },
];

provesOf(guarddutyDetector, 'eu-west-1', [
  ['guardduty:CreateDetector', { request: { enable: true } }, { on: true }],
  ['guardduty:UpdateDetector', { request: { features } }, {}],
  ['guardduty:UpdateDetector', { request: { features } }, { plans: ['S3_DATA_EVENTS'] }, { plans: ['EKS_AUDIT_LOGS'] }],
  ['guardduty:DeleteDetector', { request: { detectorId: 'x' } }, { on: false, plans: [] }],
]);
