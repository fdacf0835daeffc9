import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { putRotation } from '../../resources/secret/actions.ts';
import { isManaged, namesSecret, secret } from '../../resources/secret/kind.ts';
import { intervalOf, type Rotation, rotationOf } from '../../resources/secret/rotation.ts';

export default defineRule({
  id: 'secret-rotation-off',
  title: 'Secrets are rotated automatically, and often enough',
  severity: 'high',
  kind: secret,
  watches: ['rotation'],
  reads: ['replica'],
  controls: ['secret-rotation-disabled', 'secret-rotation-failed/late'],
  options: z.strictObject({
    unrotatedSecrets: z
      .array(z.string())
      .default([])
      .describe('Names of secrets, with `*` and `?`, that are not rotated automatically.'),
    maximumDays: z
      .int()
      .min(1)
      .max(1000)
      .default(90)
      .describe('The most days between two rotations. Schedules with `cron` are judged by secret-rotation-failed.'),
  }),
  messages: {
    off: { text: 'The secret is not rotated automatically.', controls: ['secret-rotation-disabled'] },
    rare: {
      text: 'The secret is rotated every {{days}} days; it must be at least every {{maximum}} days.',
      controls: ['secret-rotation-disabled/rare', 'secret-rotation-failed/late'],
    },
  },
  fix: 'Switch automatic rotation on, with a function that changes the secret where it is used.',

  judge({ rotation, replica }, { ref, options: { unrotatedSecrets, maximumDays } }) {
    if (isManaged(ref.id) || replica || namesSecret(unrotatedSecrets, ref.id)) return [];
    if (!rotation) return unknown('No event showed whether the secret is rotated.');
    if (!rotation.on) return [{ message: 'off', path: 'rotation', data: {} }];
    const days = intervalOf(rotation);
    if (days === undefined || days <= maximumDays) return [];
    return [{ message: 'rare', path: 'interval', extent: String(days), data: { days, maximum: maximumDays } }];
  },

  remediation: {
    mode: 'approve',
    actions: [putRotation],
    plan({ rotation, scheduledForDeletion }, _, { baseline, options: { maximumDays } }) {
      if (scheduledForDeletion) return { cannot: 'AWS rotates no secret that is scheduled for deletion.' };
      if (!rotation?.function) return { cannot: 'Only its owner knows which function can rotate the secret.' };
      if (rotation.on) {
        const right = isOften(baseline?.rotation, maximumDays) ? baseline?.rotation : { days: maximumDays };
        return [putRotation({ before: rotation, after: rotationOf(true, { ...right, function: rotation.function }) })];
      }
      // An undo could not bring back another schedule: the call that switches rotation off takes none.
      if (!isOften(rotation, maximumDays)) return { cannot: 'The earlier schedule of the rotation is too rare.' };
      return [putRotation({ before: rotation, after: { ...rotation, on: true } })];
    },
    caution: () =>
      'AWS tests the function at once, and it then changes the secret on its schedule: programs that keep the earlier value lose their access.',
  },
});

function isOften(rotation: Rotation | undefined, maximumDays: number): boolean {
  const days = rotation && intervalOf(rotation);
  return days === undefined ? rotation?.schedule !== undefined : days <= maximumDays;
}
