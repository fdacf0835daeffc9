import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { startLogging } from '../../resources/cloudtrail-trail/actions.ts';
import { cloudtrailTrail } from '../../resources/cloudtrail-trail/kind.ts';
import { ANOTHER_RECORDS, isRecordedElsewhere, recordsManagement } from '../../resources/cloudtrail-trail/together.ts';

export default defineRule({
  id: 'cloudtrail-stopped-or-deleted',
  title: 'CloudTrail trails stay in place and keep logging',
  severity: 'critical',
  kind: cloudtrailTrail,
  watches: ['logging'],
  reads: ['multiRegion'],
  neighbours: ['trails'],
  controls: ['cloudtrail-stopped-or-deleted'],
  options: z.strictObject({
    temporaryTrails: z.array(z.string()).default([]).describe('Names of trails that may be stopped and deleted.'),
  }),
  messages: {
    stopped: 'The trail has stopped logging: changes in this account are not recorded.',
    deleted: 'The trail was deleted: changes in this account are not recorded.',
    stoppedBeside: {
      text: 'The trail has stopped logging. Another trail records the changes in this account.',
      severity: 'medium',
    },
    deletedBeside: {
      text: 'The trail was deleted. Another trail records the changes in this account.',
      severity: 'medium',
    },
  },
  fix: 'Start the trail again with StartLogging. Create a deleted trail again, with its bucket and key.',

  judge(trail, { ref, options, neighbours }) {
    const { logging } = trail;
    if (options.temporaryTrails.includes(ref.id)) return [];
    // A new trail does not log until StartLogging.
    if (logging === undefined) return unknown('No event showed whether the trail logs.');
    if (logging) return [];
    const isElsewhere = isRecordedElsewhere(ref, trail, neighbours, (other) => recordsManagement(other, 'writes'));
    return [
      {
        message: isElsewhere ? 'stoppedBeside' : 'stopped',
        path: 'logging',
        data: {},
        ...(isElsewhere === undefined ? { unless: ANOTHER_RECORDS } : {}),
      },
    ];
  },

  judgeGone({ ref, options, baseline = {}, neighbours }) {
    if (options.temporaryTrails.includes(ref.id)) return [];
    const isElsewhere = isRecordedElsewhere(ref, baseline, neighbours, (other) => recordsManagement(other, 'writes'));
    return [
      {
        message: isElsewhere ? 'deletedBeside' : 'deleted',
        path: 'trail',
        data: {},
        ...(isElsewhere === undefined ? { unless: ANOTHER_RECORDS } : {}),
      },
    ];
  },

  remediation: {
    mode: 'auto',
    actions: [startLogging],
    plan: (_, violations) =>
      violations.some(({ path }) => path === 'trail')
        ? { cannot: 'A deleted trail cannot be restored. It has to be created again.' }
        : [startLogging({})],
  },
});
