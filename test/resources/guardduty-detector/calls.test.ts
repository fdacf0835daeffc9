import { DeleteDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { describe, expect, test } from 'vitest';
import { putDetector, putPlans } from '../../../shared/resources/guardduty-detector/actions.ts';
import guarddutyDetector from '../../../shared/resources/guardduty-detector/reader.ts';
import rule from '../../../shared/rules/guardduty/guardduty-weakened.ts';
import { applyAction, describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';

const ref = refOn(guarddutyDetector, PLACE.region);

describeWithMoto('GuardDuty: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(GuardDutyClient, PLACE);
  callsOf(guarddutyDetector, {
    async make() {
      const { DetectorIds = [] } = await client.send(new ListDetectorsCommand({}));
      for (const DetectorId of DetectorIds) await client.send(new DeleteDetectorCommand({ DetectorId }));
      return PLACE.region;
    },
    starts: { on: false, plans: [] },
    mends: [[rule]],
  });

  test('it is switched on, with plans, and suspended again', async () => {
    await applyAction(ref, putDetector({ before: false, after: true }), aws);
    await applyAction(ref, putPlans({ before: [], after: ['S3_DATA_EVENTS'] }), aws);
    expect(await guarddutyDetector.read(ref, aws)).toMatchObject({ on: true, plans: ['S3_DATA_EVENTS'] });
    await applyAction(ref, putPlans({ before: ['S3_DATA_EVENTS'], after: [] }), aws);
    await applyAction(ref, putDetector({ before: true, after: false }), aws);
    expect(await guarddutyDetector.read(ref, aws)).toMatchObject({ on: false, plans: [] });
  });
});

describe('GuardDuty', () => {
  test('there is one in each region', async () =>
    expect(await listed(guarddutyDetector, motoAws())).toEqual([PLACE.region]));
});
