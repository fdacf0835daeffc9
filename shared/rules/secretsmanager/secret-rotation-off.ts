import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { globCovers } from '../../policy/glob.ts';
import { putRotation } from '../../resources/secret/actions.ts';
import { secret } from '../../resources/secret/kind.ts';

const DAY = 86_400_000;

const messages = {
  off: 'Secrets Manager does not rotate the secret.',
  seldom: {
    text: 'Secrets Manager rotates the secret every {{days}} days only; {{maximum}} are allowed.',
    resolved: 'Secrets Manager rotates the secret often enough again.',
    severity: 'medium',
  },
  overdue: {
    text: 'The secret was last rotated on {{day}}: its rotation fails, or is overdue.',
    resolved: 'The rotation of the secret is no longer overdue.',
    controls: ['secret-rotation-failed'],
  },
} as const;

export default defineRule({
  id: 'secret-rotation-off',
  title: 'Secrets Manager rotates secrets, and rotates them often enough',
  severity: 'high',
  kind: secret,
  watches: ['rotates', 'rotationDays', 'rotated'],
  reads: ['owner', 'deleting'],
  controls: ['secret-rotation-disabled'],
  options: z.strictObject({
    maximumDays: z.int().min(1).max(1000).default(90).describe('The most days between two rotations.'),
    graceDays: z.int().min(0).default(7).describe('Days after which a rotation that has not happened is reported.'),
    static: z
      .array(z.string())
      .default([])
      .describe('Names of secrets that people rotate, or that cannot be rotated; `*` and `?` match any text.'),
  }),
  messages,
  fix: 'Give the secret a rotation function and a schedule. Where a rotation fails, read the log of its function.',

  judge({ rotates, rotationDays: days, rotated: day, owner, deleting }, { ref, options, now }) {
    const isStatic = options.static.some((pattern) => globCovers(pattern, ref.id));
    // What a service owns is rotated by it, or cannot be rotated. What is being deleted is not rotated.
    if (deleting || isStatic || (owner && !rotates)) return [];
    if (rotates === false) return [{ message: 'off', path: 'rotation', data: {} }];
    const maximum = options.maximumDays;
    const violations: Violation<typeof messages>[] = [];
    if (days && days > maximum) violations.push({ message: 'seldom', path: 'schedule', data: { days, maximum } });
    const limit = (days ?? maximum) + options.graceDays;
    if (rotates && day && now - Date.parse(day) > limit * DAY)
      violations.push({ message: 'overdue', path: 'rotated', data: { day } });
    return conclude(
      violations,
      (rotates === undefined || days === undefined || day === undefined) &&
        unknown('No event showed how the secret is rotated, or when it was rotated last.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [putRotation],
    plan({ rotatable }, violations) {
      const cannot = 'The secret has no rotation function and no schedule, or its rotation has to be mended.';
      const isOff = violations.some(({ message }) => message === 'off');
      return isOff && rotatable ? { oneOf: [[putRotation({ before: false, after: true })]], cannot } : { cannot };
    },
    caution: () => 'What reads the secret only once keeps the earlier value, which ends at the next rotation.',
  },
});
