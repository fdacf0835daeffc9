import type { Aws } from '../../shared/aws/clients.ts';
import { putDetector, putPlans } from '../../shared/resources/guardduty-detector/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'guardduty-weakened';
const KIND = 'guardduty-detector';

/** Each story has a region of its own: a region has one detector. */
const make = (region: string) => async (aws: Aws) => {
  const ref = { kind: KIND, ...PLACE, region, id: region };
  await applyAction(ref, putDetector({ before: false, after: true }), aws);
  await applyAction(ref, putPlans({ before: [], after: ['S3_DATA_EVENTS'] }), aws);
  return region;
};

export const STORIES: readonly ActionStory[] = [
  story('guardduty.put-detector', RULE, KIND, {
    make: make(PLACE.region),
    drift: () => [putDetector({ before: true, after: false })],
    event: () => ['guardduty:UpdateDetector', { detectorId: 'x', enable: false }],
  }),
];

export const UNCALLED = { 'guardduty:CreateDetector': 'the story suspends a detector, and deletes none' };
