import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { putRetention } from '../../resources/log-group/actions.ts';
import { logGroup, onlyDelivers, retentionOf } from '../../resources/log-group/kind.ts';
import { isHeartbeatGroup } from '../../resources/own-component/names.ts';

export default defineRule({
  id: 'log-group-deleted-or-short-retention',
  title: 'CloudWatch log groups stay in place and keep their logs long enough',
  severity: 'medium',
  kind: logGroup,
  watches: ['retention'],
  reads: ['logGroupClass'],
  controls: ['log-group-deleted-or-short-retention'],
  options: z.strictObject({
    // The default of the control: with a smaller one Security Hub would fail groups that are compliant here.
    minimumDays: z
      .int()
      .min(1)
      .max(3653)
      .default(365)
      .describe('The least number of days for which logs must be kept.'),
    temporary: z
      .array(z.string())
      .default([])
      .describe('Names, with `*` and `?`, of log groups that may be deleted and may have any retention.'),
  }),
  messages: {
    deleted: 'The log group was deleted with all its logs.',
    short: 'Logs are deleted after {{days}} days; they must be kept for at least {{minimum}} days.',
  },
  fix: 'Set a longer retention. Logs that were deleted or have expired cannot be restored.',

  judge(group, { ref, options: { temporary, minimumDays } }) {
    const { retention } = group;
    // The logs of a group that only delivers are kept where they are delivered to.
    if (holdsNothing(ref.id, temporary) || onlyDelivers(group)) return [];
    if (retention === undefined) return unknown('No event showed the retention of the log group.');
    if (retention === null || retention >= minimumDays) return [];
    return [
      {
        message: 'short',
        path: 'retention',
        extent: String(retention),
        data: { days: retention, minimum: minimumDays },
      },
    ];
  },

  judgeGone: ({ ref, options, baseline }) =>
    holdsNothing(ref.id, options.temporary) || (baseline && onlyDelivers(baseline))
      ? []
      : [{ message: 'deleted', path: 'log-group', data: {} }],

  remediation: {
    mode: 'auto',
    actions: [putRetention],
    plan({ retention }, _, { baseline, options }) {
      if (retention === undefined || retention === null) return { cannot: 'A deleted log group cannot be restored.' };
      const kept = baseline?.retention;
      const enough = kept === null || (kept !== undefined && kept >= options.minimumDays);
      return [putRetention({ before: retention, after: enough ? kept : retentionOf(options.minimumDays) })];
    },
  },
});

function holdsNothing(name: string, temporary: readonly string[]): boolean {
  return isHeartbeatGroup(name) || anyCovers(temporary, name);
}
