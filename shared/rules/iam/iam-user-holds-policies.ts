import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { grantsEverything } from '../../policy/admin.ts';
import { detachPolicy, putInlinePolicy } from '../../resources/iam-entity/actions.ts';
import { type IamEntity, iamEntity } from '../../resources/iam-entity/kind.ts';
import { faultIn, isAdministratorAccess, isAmong } from '../common/identity-policy.ts';

const messages = {
  attached: 'The policy {{policy}} is attached to the user itself, not to a group.',
  inline: 'The user itself has the inline policy {{policy}}, not a group.',
} as const;

export default defineRule({
  id: 'iam-user-holds-policies',
  title: 'IAM users get rights from groups only',
  severity: 'low',
  kind: iamEntity,
  watches: ['inline', 'attached'],
  controls: ['iam-policy-attached-to-user'],
  options: z.strictObject({
    users: z
      .array(z.string())
      .default([])
      .describe('Users that may have policies of their own: names, with `*` and `?`.'),
  }),
  messages,
  fix: 'Put the user into a group that has the policy, and take the policy from the user.',

  judge({ inline, attached }, { ref, options }) {
    if (!ref.id.startsWith('user/') || isAmong(options.users, ref.id)) return [];
    const violations: Violation<typeof messages>[] = [
      ...attached.items.map(
        (policy) => ({ message: 'attached', path: `attached/${policy}`, data: { policy } }) as const,
      ),
      ...inline.items.map(
        ({ name }) => ({ message: 'inline', path: `inline/${name}`, data: { policy: name } }) as const,
      ),
    ];
    return conclude(
      violations,
      !(inline.complete && attached.complete) && partly('No event showed the other policies of the user.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [detachPolicy, putInlinePolicy],
    plan({ inline, attached }, violations) {
      const wrong = new Set(violations.map(({ path }) => path));
      const theirs = attached.items.filter((arn) => wrong.has(`attached/${arn}`));
      const own = inline.items.filter(({ name }) => wrong.has(`inline/${name}`));
      if (theirs.some(isAdministratorAccess) || own.some(givesAll))
        return { cannot: 'A policy gives the user all rights, and the user may be the last administrator.' };
      return [
        ...theirs.map((policy) => detachPolicy({ policy })),
        ...own.map(({ name, document: before }) => putInlinePolicy({ name, before, after: null })),
      ];
    },
    caution: () => 'The user loses what these policies allow, unless a group of the user allows it.',
  },
});

/** A policy that cannot be read may give them, too. */
function givesAll({ document }: IamEntity['inline']['items'][number]): boolean {
  const { fault, unreadable } = faultIn(document, (policy) => grantsEverything(policy) || undefined);
  return fault === true || unreadable !== undefined;
}
