import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { detachPolicy } from '../../resources/iam-entity/actions.ts';
import { iamEntity } from '../../resources/iam-entity/kind.ts';
import { isAmong } from '../common/identity-policy.ts';
import { isOwnRole, OWN_ROLE } from '../common/own-role.ts';

export default defineRule({
  id: 'iam-restricted-policy-attached',
  title: 'Nobody has managed policies that the account does without',
  severity: 'medium',
  kind: iamEntity,
  watches: ['attached'],
  controls: ['iam-restricted-policy-attached'],
  options: z.strictObject({
    policies: z
      .array(z.string())
      .default(['AWSCloudShellFullAccess'])
      .describe(
        'Names of managed policies that nobody may have. CIS names the one for CloudShell, which can carry files out.',
      ),
    holders: z
      .array(z.string())
      .default([])
      .describe('Users, groups and roles that may: names, or ids such as `role/break-glass`, with `*` and `?`.'),
  }),
  messages: {
    attached: {
      text: 'The policy {{policy}}, which nobody may have, is attached.',
      resolved: 'The policy {{policy}}, which nobody may have, is no longer attached.',
    },
  },
  fix: 'Detach the policy, and give the few rights that are needed with another.',

  judge({ attached }, { ref, options }) {
    if (ref.id.startsWith('policy/') || isAmong(options.holders, ref.id)) return [];
    const wrong = attached.items.filter((arn) => options.policies.includes(arn.slice(arn.lastIndexOf('/') + 1)));
    return conclude(
      wrong.map((policy) => ({ message: 'attached', path: policy, data: { policy } }) as const),
      !attached.complete && partly('No event showed the other policies.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [detachPolicy],
    plan: (_, violations, { ref }) =>
      isOwnRole(ref.id) ? { cannot: OWN_ROLE } : violations.map(({ path: policy }) => detachPolicy({ policy })),
  },
});
