import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { restoreSecret } from '../../resources/secret/actions.ts';
import { isManaged, namesSecret, secret } from '../../resources/secret/kind.ts';

export default defineRule({
  id: 'secret-deletion-scheduled',
  title: 'Secrets are kept',
  severity: 'high',
  kind: secret,
  watches: ['scheduledForDeletion'],
  controls: ['secret-deletion-scheduled'],
  options: z.strictObject({
    retiredSecrets: z
      .array(z.string())
      .default([])
      .describe('Names of secrets, with `*` and `?`, that may be deleted because nothing needs them.'),
  }),
  messages: {
    scheduled:
      'The secret is scheduled for deletion: nobody can read it, and AWS deletes it at the end of its recovery window.',
    deleted: 'The secret was deleted, and its value cannot be restored.',
  },
  fix: 'Cancel the deletion, and find out what still needs the secret. Create a secret that is deleted anew, with a new value.',

  judge({ scheduledForDeletion }, { ref, options }) {
    if (mayGo(ref.id, options.retiredSecrets)) return [];
    if (scheduledForDeletion === undefined)
      return unknown('No event showed whether the secret is scheduled for deletion.');
    return scheduledForDeletion ? [{ message: 'scheduled', path: 'scheduledForDeletion', data: {} }] : [];
  },

  judgeGone: ({ ref, options }) =>
    mayGo(ref.id, options.retiredSecrets) ? [] : [{ message: 'deleted', path: 'secret', data: {} }],

  remediation: {
    mode: 'auto',
    actions: [restoreSecret],
    plan: ({ scheduledForDeletion }) =>
      scheduledForDeletion ? [restoreSecret({})] : { cannot: 'A secret that is deleted cannot be restored.' },
  },
});

/** A service deletes the secrets that it manages with what they are for. */
function mayGo(id: string, retired: readonly string[]): boolean {
  return isManaged(id) || namesSecret(retired, id);
}
