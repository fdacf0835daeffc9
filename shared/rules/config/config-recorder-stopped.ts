import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { startRecorder } from '../../resources/config-recorder/actions.ts';
import { configRecorder } from '../../resources/config-recorder/kind.ts';

const messages = {
  stopped: 'The recorder of AWS Config is stopped: changes in this region are not recorded.',
  none: 'AWS Config has no recorder: changes in this region are not recorded.',
  channel: 'AWS Config has no delivery channel, so that it cannot record.',
  narrow: {
    text: 'AWS Config no longer records every type of resource.',
    resolved: 'AWS Config records every type of resource again.',
    severity: 'medium',
  },
} as const;

export default defineRule({
  id: 'config-recorder-stopped',
  title: 'AWS Config records every type of resource',
  severity: 'high',
  kind: configRecorder,
  watches: ['recorder', 'allTypes', 'delivers'],
  controls: ['config-recorder-stopped'],
  options: z.strictObject({
    exceptRegions: z.array(z.string()).default([]).describe('Regions that need no AWS Config.'),
    everyType: z.boolean().default(false).describe('Also report recorders that never recorded every type of resource.'),
  }),
  messages,
  fix: 'Start the recorder again. Where it is gone, make a new one with a delivery channel.',

  judge({ recorder, allTypes, delivers }, { ref, options, baseline }) {
    if (options.exceptRegions.includes(ref.region)) return [];
    const violations: Violation<typeof messages>[] = [];
    if (recorder === 'stopped' || recorder === 'none')
      violations.push({ message: recorder, path: 'recorder', data: {} });
    if (delivers === false) violations.push({ message: 'channel', path: 'channel', data: {} });
    if (recorder !== 'none' && allTypes === false && (options.everyType || baseline?.allTypes))
      violations.push({ message: 'narrow', path: 'types', data: {} });
    return conclude(
      violations,
      (recorder === undefined || delivers === undefined) && unknown('No event showed whether AWS Config records.'),
      allTypes === undefined && partly('No event showed whether AWS Config records every type of resource.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [startRecorder],
    plan(_, violations) {
      const cannot =
        'Only a recorder that is stopped can be started. The rest needs its role, its bucket and its types.';
      return violations.every(({ message }) => message === 'stopped')
        ? { oneOf: [[startRecorder({})]], cannot }
        : { cannot };
    },
  },
});
