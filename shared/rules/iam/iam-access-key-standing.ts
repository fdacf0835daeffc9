import * as z from 'zod';
import { DAY } from '../../core/day.ts';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { deactivateAccessKey } from '../../resources/iam-user-credentials/actions.ts';
import {
  type AccessKey,
  type IamUserCredentials,
  iamUserCredentials,
} from '../../resources/iam-user-credentials/kind.ts';

const messages = {
  standing: {
    text: 'Access key {{key}} of the user is active: its holder can use it from everywhere until somebody deactivates it.',
    controls: ['iam-access-key-created/standing'],
  },
  several: {
    text: 'The user has more than one active access key: {{keys}}.',
    controls: ['iam-access-key-created/second'],
  },
  old: {
    text: 'Access key {{key}} was created on {{created}} and is active for more than {{days}} days.',
    controls: ['iam-access-key-created/age'],
  },
  unused: {
    text: 'Access key {{key}} is active and was not used for more than {{days}} days, since {{since}}.',
    controls: [],
  },
} as const;

export default defineRule({
  id: 'iam-access-key-standing',
  title: 'IAM users have no long-term access keys, or one that is new and in use',
  severity: 'medium',
  kind: iamUserCredentials,
  watches: ['keys'],
  controls: ['iam-access-key-created'],
  options: z.strictObject({
    allowedUsers: z
      .array(z.string())
      .default([])
      .describe('Names of users, with `*` and `?`, that may have one active access key. Its age and use are judged.'),
    maximumAgeDays: z.number().int().positive().default(90).describe('Days for which an access key can be active.'),
    maximumUnusedDays: z
      .number()
      .int()
      .positive()
      .default(45)
      .describe('Days after its last use for which an access key can stay active.'),
  }),
  messages,
  fix: 'Use a role instead of the access key. Where a key is needed, create a new one, use it, and deactivate the earlier one.',

  judge({ keys }, { ref, options, now }) {
    const active = keys.items.filter((key) => key.active);
    const allowed = anyCovers(options.allowedUsers, ref.id);
    const longerAgo = (day: string | undefined, days: number) =>
      day !== undefined && now - Date.parse(day) > days * DAY;
    const violations = active.flatMap((key): Violation<typeof messages>[] => {
      const { id, created } = key;
      const since = lastSeen(key);
      const [old, unused] = [options.maximumAgeDays, options.maximumUnusedDays];
      return [
        ...(allowed ? [] : [{ message: 'standing', path: id, data: { key: id } } as const]),
        ...(created && longerAgo(created, old)
          ? [{ message: 'old', path: `${id}/age`, data: { key: id, created, days: old } } as const]
          : []),
        ...(since && longerAgo(since, unused)
          ? [{ message: 'unused', path: `${id}/use`, data: { key: id, since, days: unused } } as const]
          : []),
      ];
    });
    const several = {
      message: 'several',
      path: 'keys',
      data: { keys: active.map(({ id }) => id).join(', ') },
    } as const;
    return conclude(
      active.length > 1 ? [several, ...violations] : violations,
      !keys.complete && partly('Access keys that are older than the log are not known.'),
      active.some((key) => !key.created || !lastSeen(key)) &&
        partly('No event showed the age and the last use of an access key.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [deactivateAccessKey],
    plan(state, violations, { baseline }) {
      const wrong = new Set(violations.flatMap(({ path }) => (path === 'keys' ? [] : (path.split('/')[0] ?? []))));
      const left = activeIn(state).filter((id) => !wrong.has(id));
      const earlier = activeIn(baseline);
      const added =
        violations.some(({ path }) => path === 'keys') && left.length > 1
          ? left.filter((id) => earlier.length > 0 && !earlier.includes(id))
          : [];
      const steps = [...wrong, ...added].map((key) => deactivateAccessKey({ key }));
      const cannot = 'It is not known which of the access keys was there first.';
      return steps.length > 0 ? { oneOf: [steps], cannot } : { cannot };
    },
    caution: () => 'Programs that use the access key can do nothing more until it is activated again.',
  },
});

/** The day from which on a key is unused. */
function lastSeen({ created, lastUsed }: AccessKey): string | undefined {
  return lastUsed === null ? created : lastUsed;
}

function activeIn(state: IamUserCredentials | undefined): readonly string[] {
  return (state?.keys.items ?? []).filter(({ active }) => active).map(({ id }) => id);
}
