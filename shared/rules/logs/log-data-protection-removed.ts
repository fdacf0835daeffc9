import * as z from 'zod';
import { logGroup } from '../../resources/log-group/kind.ts';
import { mayBeWithout } from '../common/never-had.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'log-data-protection-removed',
  title: 'CloudWatch log groups keep masking personal data',
  severity: 'medium',
  kind: logGroup,
  controls: ['log-data-protection-removed'],
  options: z.strictObject({
    required: z
      .array(z.string())
      .default([])
      .describe(
        'Names, with `*` and `?`, of log groups that need a data protection policy also if they never had one. Without it, only the removal of a policy is reported.',
      ),
  }),
  fix: 'Put the data protection policy back. Logs that came without it stay as they are.',
  settings: {
    masks: {
      wrong: {
        text: 'No data protection policy masks personal data, such as e-mail addresses, in the logs.',
        resolved: 'A data protection policy masks personal data in the logs again.',
      },
      unseen: 'whether the log group has a data protection policy',
      isRight: (on, { ref, options, baseline }) => on || mayBeWithout(baseline?.masks, options.required, ref.id),
    },
  },
});
