import {
  CreateDetectorCommand,
  type DetectorFeature,
  GuardDutyClient,
  ListDetectorsCommand,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import { effectOf } from '../../aws/effect.ts';
import { putDetector, putPlans } from './actions.ts';

const DETECTORS = 'guardduty:{region}:{account}:detector/*';

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html */
const refusals = {
  BadRequestException: 'GuardDuty refuses the change: the administrator of the organisation may decide it.',
} as const;

export default [
  effectOf(putDetector, {
    permissions: {
      'guardduty:ListDetectors': '*',
      'guardduty:CreateDetector': '*',
      'guardduty:UpdateDetector': DETECTORS,
    },
    refusals,
    async apply(ref, { after: Enable }, aws) {
      const client = aws.client(GuardDutyClient, ref);
      const { DetectorIds: [DetectorId] = [] } = await client.send(new ListDetectorsCommand({}));
      if (DetectorId) await client.send(new UpdateDetectorCommand({ DetectorId, Enable }));
      else if (Enable) await client.send(new CreateDetectorCommand({ Enable }));
    },
  }),
  effectOf(putPlans, {
    permissions: { 'guardduty:ListDetectors': '*', 'guardduty:UpdateDetector': DETECTORS },
    refusals,
    async apply(ref, { before, after }, aws) {
      const client = aws.client(GuardDutyClient, ref);
      const { DetectorIds: [DetectorId] = [] } = await client.send(new ListDetectorsCommand({}));
      const names = [...new Set([...before, ...after])].filter(
        (name) => before.includes(name) !== after.includes(name),
      );
      const Features = names.map((name) => ({
        Name: name as DetectorFeature,
        Status: after.includes(name) ? ('ENABLED' as const) : ('DISABLED' as const),
      }));
      if (DetectorId) await client.send(new UpdateDetectorCommand({ DetectorId, Features }));
    },
  }),
];
