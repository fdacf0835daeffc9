import { inverses, swap } from '../../core/action.ts';
import { putPolicy } from '../common/put-policy.ts';
import type { Secret } from './kind.ts';
import type { Rotation } from './rotation.ts';

/** Switches rotation on or off, or changes its schedule. It begins no rotation. */
export const putRotation = swap<Secret, Rotation>()({
  type: 'secretsmanager.put-rotation',
  describe: ({ after }) =>
    after.on ? `Rotate the secret ${howOften(after)}` : 'Switch the rotation of the secret off',
  simulate: (secret, { after }) => ({ ...secret, rotation: after }),
});

function howOften({ days, schedule, window }: Rotation): string {
  const when = schedule ? `on the schedule ${schedule}` : days === undefined ? 'on its schedule' : `every ${days} days`;
  return window ? `${when}, within ${window}` : when;
}

/** The longest recovery window that AWS has. */
export const WINDOW_DAYS = 30;

export const [restoreSecret, scheduleSecretDeletion] = inverses<Secret, object>()(
  {
    type: 'secretsmanager.restore-secret',
    describe: () => 'Cancel the deletion of the secret',
    simulate: (secret) => ({ ...secret, scheduledForDeletion: false }),
  },
  {
    type: 'secretsmanager.schedule-secret-deletion',
    describe: () => `Schedule the deletion of the secret, with a recovery window of ${WINDOW_DAYS} days`,
    simulate: (secret) => ({ ...secret, scheduledForDeletion: true }),
  },
);

export const putSecretPolicy = putPolicy<Secret>()('secretsmanager.put-secret-policy', 'resource policy');
