import * as z from 'zod';
import { putDetector, putPlans } from '../../resources/guardduty-detector/actions.ts';
import { type GuarddutyDetector, guarddutyDetector } from '../../resources/guardduty-detector/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

const OFF = {
  control: 'guardduty-disabled',
  partly: 'That the account is detached from its administrator account is not reported.',
} as const;

export default settingsRule({
  id: 'guardduty-weakened',
  title: 'GuardDuty watches the region, with the plans that it had',
  severity: 'high',
  kind: guarddutyDetector,
  controls: [OFF, 'guardduty-protection-plan-off'],
  options: z.strictObject({
    plans: z
      .array(z.string())
      .default([])
      .describe(
        "Protection plans that have to be on, by AWS's names, such as `S3_DATA_EVENTS`. Without it, only a plan that was on and is off is reported.",
      ),
    exceptRegions: z.array(z.string()).default([]).describe('Regions that need no GuardDuty.'),
  }),
  fix: 'Switch GuardDuty on in the region, and its protection plans.',
  reads: ['on'],
  isExempt: (_, { ref, options }) => options.exceptRegions.includes(ref.region),
  settings: {
    on: {
      wrong: {
        text: 'GuardDuty is off in this region: nobody looks for attacks here.',
        resolved: 'GuardDuty is on again in this region.',
        severity: 'critical',
        controls: [OFF],
      },
      unseen: 'whether GuardDuty is on',
      isRight: (on) => on,
      fix: { put: putDetector, to: () => true },
    },
    plans: {
      wrong: {
        text: 'GuardDuty has these protection plans only: {{value}}.',
        resolved: 'GuardDuty has the protection plans again that it has to have.',
        severity: 'medium',
        controls: ['guardduty-protection-plan-off'],
      },
      unseen: 'which protection plans are on',
      // A detector that is off has no plans: that is reported already.
      isExempt: ({ on }) => on === false,
      isRight: (plans, { options, baseline }) => missing(plans, options.plans, baseline).length === 0,
      shown: (plans) => plans.join(', ') || 'none',
      fix: {
        put: putPlans,
        to: (plans, { options, baseline }) => [...plans, ...missing(plans, options.plans, baseline)].sort(),
      },
    },
  },
});

function missing(
  plans: readonly string[],
  required: readonly string[],
  baseline: GuarddutyDetector | undefined,
): readonly string[] {
  return [...new Set([...required, ...(baseline?.plans ?? [])])].filter((plan) => !plans.includes(plan));
}
