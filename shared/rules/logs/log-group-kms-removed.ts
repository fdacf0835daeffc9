import * as z from 'zod';
import { putLogGroupKey } from '../../resources/log-group/actions.ts';
import { logGroup } from '../../resources/log-group/kind.ts';
import { mayBeWithout } from '../common/never-had.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'log-group-kms-removed',
  title: 'CloudWatch log groups keep their KMS keys',
  severity: 'medium',
  kind: logGroup,
  controls: ['log-group-kms-removed'],
  options: z.strictObject({
    required: z
      .array(z.string())
      .default([])
      .describe('Names, with `*` and `?`, of log groups that need a KMS key also if they never had one.'),
  }),
  fix: 'Associate the KMS key with the log group again.',
  settings: {
    kmsKey: {
      wrong:
        'CloudWatch Logs encrypts the logs with no KMS key of yours: access to them cannot be taken away by a key.',
      unseen: 'whether the log group has a KMS key',
      isRight: (key, { ref, options, baseline }) =>
        key !== null || mayBeWithout(baseline?.kmsKey, options.required, ref.id),
      fix: { put: putLogGroupKey, to: (_, { baseline }) => baseline?.kmsKey ?? undefined },
    },
  },
});
