import * as z from 'zod';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { isManaged, namesSecret, secret } from '../../resources/secret/kind.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export default defineRule({
  id: 'secret-rotation-failed',
  title: 'Rotations of secrets end, and none is overdue',
  severity: 'high',
  kind: secret,
  watches: ['unfinished', 'lastRotated'],
  reads: ['rotation', 'created', 'replica'],
  controls: ['secret-rotation-failed'],
  options: z.strictObject({
    ignoredSecrets: z
      .array(z.string())
      .default([])
      .describe('Names of secrets, with `*` and `?`, that are not judged.'),
    maximumDays: z.int().min(1).max(1000).default(90).describe('The most days since the last rotation.'),
    maximumHours: z
      .int()
      .min(1)
      .max(720)
      .default(1)
      .describe('The most hours from the begin of a rotation to its end.'),
  }),
  messages: {
    failed: {
      text: 'A rotation of the secret began at {{since}} and failed or did not end.',
      resolved: 'The rotation of the secret has now ended.',
      controls: ['secret-rotation-failed/failed'],
    },
    overdue: {
      text: 'The secret was last changed by rotation on {{since}}, more than {{days}} days ago.',
      resolved: 'The last rotation of the secret is now less than {{days}} days ago.',
      controls: ['secret-rotation-failed/late'],
    },
    never: {
      text: 'The secret was created on {{since}}, more than {{days}} days ago, and was never rotated.',
      resolved: 'The last rotation of the secret is now less than {{days}} days ago.',
      controls: ['secret-rotation-failed/late'],
    },
  },
  fix: 'Read the log of the function that rotates the secret, and mend what it reports. Then rotate the secret by hand once.',

  judge(state, { ref, now, options }) {
    const { unfinished, rotation, lastRotated, created, replica } = state;
    if (isManaged(ref.id) || replica) return [];
    if (rotation?.on === false || namesSecret(options.ignoredSecrets, ref.id)) return [];
    const isOld = unfinished && now - Date.parse(unfinished.since) > options.maximumHours * HOUR;
    const days = options.maximumDays;
    const since = lastRotated ?? (lastRotated === null ? created : undefined);
    const isOverdue = rotation && since !== undefined && now - Date.parse(since) > (days + 1) * DAY;
    return conclude(
      [
        ...(unfinished && (unfinished.failed || isOld)
          ? [{ message: 'failed', path: 'unfinished', data: { since: unfinished.since } } as const]
          : []),
        ...(isOverdue
          ? [{ message: lastRotated ? 'overdue' : 'never', path: 'lastRotated', data: { since, days } } as const]
          : []),
      ],
      unfinished === undefined && unknown('No event showed whether a rotation of the secret is going on.'),
      unfinished !== null && unknown('A rotation of the secret is going on.'),
      (!rotation || since === undefined) && partly('No event showed when the secret was last rotated.'),
    );
  },
});
