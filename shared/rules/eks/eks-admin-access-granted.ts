import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { disassociateAccessPolicy } from '../../resources/eks-access/actions.ts';
import { eksAccess, type Grant, keyOf, nameOf } from '../../resources/eks-access/kind.ts';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const ADMIN = ['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy'];

export default defineRule({
  id: 'eks-admin-access-granted',
  title: 'Only listed administrators have all rights in EKS clusters',
  severity: 'high',
  kind: eksAccess,
  watches: ['grants'],
  controls: ['eks-admin-access-granted'],
  options: z.strictObject({
    administrators: z
      .array(z.string())
      .default([])
      .describe('ARNs of roles and users, with `*` and `?`, that may administer clusters. Left out: nobody may.'),
  }),
  messages: {
    administrator: {
      text: '{{principal}} administers the whole cluster by {{policy}}, and is not listed as an administrator.',
      resolved: '{{principal}} no longer administers the whole cluster by {{policy}}, or is now listed.',
    },
  },
  fix: 'Take the access policy from the principal, or list it under administrators. Give people policies for their namespaces.',

  judge({ grants }, { options }) {
    return conclude(
      grants.items
        .filter((grant) => isAdmin(grant) && !isListed(grant, options.administrators))
        .map((grant) => ({
          message: 'administrator' as const,
          path: keyOf(grant),
          data: { principal: grant.principal, policy: nameOf(grant.policy) },
        })),
      !grants.complete && partly('Only the access policies in this log are known.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [disassociateAccessPolicy],
    plan({ grants }, violations) {
      const wrong = new Set(violations.map(({ path }) => path));
      const stays = grants.items.some(
        (grant) => isAdmin(grant) && nameOf(grant.policy) === ADMIN[0] && !wrong.has(keyOf(grant)),
      );
      if (!stays)
        return { cannot: 'No other administrator of the cluster is known, and nobody may be left who can change it.' };
      return grants.items.filter((grant) => wrong.has(keyOf(grant))).map((grant) => disassociateAccessPolicy(grant));
    },
    caution: () =>
      'People and pipelines that use these principals can do nothing more in the cluster by these policies.',
  },
});

function isAdmin({ policy, namespaces }: Grant): boolean {
  return namespaces === undefined && ADMIN.includes(nameOf(policy));
}

function isListed({ principal }: Grant, administrators: readonly string[]): boolean {
  return anyCovers(administrators, principal);
}
