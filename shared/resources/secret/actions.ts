import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import { putField } from '../common/put-field.ts';
import type { Secret } from './kind.ts';

const put = putField<Secret>();

export const putRotation = put('secretsmanager.put-rotation', 'rotates', (on) =>
  on ? 'Rotate the secret again by the schedule that it has' : 'Cancel the rotation of the secret',
);

/** The days that an undone deletion waits. */
export const UNDO_DAYS = 30;

export const putDeletion = put('secretsmanager.put-deletion', 'deleting', (on) =>
  on ? `Schedule the deletion of the secret, in ${UNDO_DAYS} days` : 'Cancel the deletion of the secret',
);

/** `null` removes the policy. Ids of deleted principals are left out: AWS refuses them. */
export const putSecretPolicy = swap<Secret, unknown>()({
  type: 'secretsmanager.put-secret-policy',
  describe: ({ before, after }) => describePolicy('policy of the secret', before, after),
  simulate: (state, { after }) => ({ ...state, policy: writable(after) }),
});
