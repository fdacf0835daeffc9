import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { globCovers } from '../../policy/glob.ts';
import { putRetention } from '../../resources/log-group/actions.ts';
import { logGroup, retentionOf } from '../../resources/log-group/kind.ts';
import { isHeartbeatGroup } from '../../resources/own-component/names.ts';

export default defineRule({
  id: 'log-group-deleted-or-short-retention',
  title: 'CloudWatch log groups stay in place and keep their logs long enough',
  severity: 'medium',
  kind: logGroup,
  watches: ['retention'],
  controls: {
    fsbp: ['CloudWatch.16'],
    soc2: ['C1.2', 'CC7.2', 'CC7.3'],
    'iso-27001': ['A.8.15', 'A.8.16'],
    'inrupt-ess': ['ESS-L25.1'],
  },
  options: z.strictObject({
    // The default of the control: a smaller one would call a group compliant that Security Hub does not.
    minimumDays: z.int().min(1).max(3653).default(365).describe('Days for which logs must be kept at least.'),
    temporary: z
      .array(z.string())
      .default([])
      .describe(
        'Names, with `*` and `?`, of log groups that may be deleted and keep their logs as briefly as they like.',
      ),
  }),
  messages: {
    deleted: 'The log group was deleted, and every log in it is lost.',
    short: 'Logs are deleted after {{days}} days; they must be kept for at least {{minimum}}.',
  },
  fix: 'Put a longer retention on the log group; what was deleted with a group or has expired does not come back.',

  judge({ retention }, { ref, options: { temporary, minimumDays } }) {
    if (holdsNothing(ref.id, temporary)) return [];
    if (retention === undefined) return unknown('How long the log group keeps its logs was not shown by any event.');
    if (retention === null || retention >= minimumDays) return [];
    return [{ message: 'short', path: 'retention', data: { days: retention, minimum: minimumDays } }];
  },

  judgeGone: ({ ref, options }) =>
    holdsNothing(ref.id, options.temporary) ? [] : [{ message: 'deleted', path: 'log-group', data: {} }],

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
  return isHeartbeatGroup(name) || temporary.some((glob) => globCovers(glob, name));
}
