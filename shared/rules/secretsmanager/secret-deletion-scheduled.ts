import * as z from 'zod';
import { putDeletion } from '../../resources/secret/actions.ts';
import { secret } from '../../resources/secret/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'secret-deletion-scheduled',
  title: 'Secrets are not scheduled for deletion',
  severity: 'high',
  kind: secret,
  controls: ['secret-deletion-scheduled'],
  options: z.strictObject({
    temporary: z.array(z.string()).default([]).describe('Names of secrets that may be deleted.'),
  }),
  fix: 'Cancel the deletion, and find out what still reads the secret before you delete it.',
  isExempt: (_, { ref, options }) => options.temporary.includes(ref.id),
  settings: {
    deleting: {
      wrong: {
        text: 'The secret is scheduled for deletion: until then nobody can read it, afterwards it is lost.',
        resolved: 'The secret is no longer scheduled for deletion.',
      },
      unseen: 'whether the secret is being deleted',
      isRight: (on) => !on,
      fix: { put: putDeletion, to: () => false },
    },
  },
});
