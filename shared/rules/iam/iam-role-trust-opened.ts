import * as z from 'zod';
import { type Context, conclude, defineRule, unknown } from '../../core/rule.ts';
import { withoutStatements } from '../../policy/edit.ts';
import { type Exposure, exposures } from '../../policy/exposure.ts';
import { globCovers } from '../../policy/glob.ts';
import { trustOf } from '../../policy/open-statements.ts';
import { type Policy, policyIn, readPolicy } from '../../policy/policy.ts';
import { updateTrustPolicy } from '../../resources/iam-entity/actions.ts';
import { type IamEntity, iamEntity, nameOf } from '../../resources/iam-entity/kind.ts';

const options = z.strictObject({
  sharedRoles: z
    .array(z.string())
    .default([])
    .describe('Names of roles, with `*` and `?`, that accounts outside may assume; never anyone at all.'),
  boundServices: z
    .array(z.string())
    .default([])
    .describe('AWS services, such as `bedrock.amazonaws.com`, that need a condition on whom they act for.'),
});
type Options = z.output<typeof options>;

export default defineRule({
  id: 'iam-role-trust-opened',
  title: 'IAM roles can be assumed only by this account, trusted accounts and bounded providers',
  severity: 'critical',
  kind: iamEntity,
  watches: ['trust'],
  controls: { 'ellipsis-drive': ['ED-L3.1', 'ED-L5.3'] },
  options,
  messages: {
    anyone: 'The trust policy is open to the world: {{says}}.',
    provider: 'The trust policy does not say whose sign-in it accepts: {{says}}.',
    outsider: { text: 'The trust policy lets an outsider in: {{says}}.', severity: 'high' },
    conditional: {
      text: 'The trust policy lets an outsider in, if {{conditions}} holds: {{says}}.',
      severity: 'medium',
    },
    service: { text: 'The trust policy does not say for whom a service may act: {{says}}.', severity: 'medium' },
  },
  fix: 'Trust only accounts you know, and bind identity providers by `sub` to your own repositories or users.',

  judge({ trust }, context) {
    if (!context.ref.id.startsWith('role/')) return [];
    if (trust === undefined) return unknown('The trust policy of this role was not shown by any event.');
    const reading = readPolicy(trust);
    const found = openings(policyIn(reading), context).map((opening) => {
      const { path, says, mitigatedBy } = opening;
      const message = messageFor(opening);
      const key = `${path}/${whom(opening)}`;
      return message === 'conditional'
        ? { message, path: key, data: { says, conditions: mitigatedBy.join(' and ') } }
        : { message, path: key, data: { says } };
    });
    return conclude(found, reading.is === 'malformed' && unknown('The trust policy of this role cannot be read.'));
  },

  remediation: {
    mode: 'approve',
    actions: [updateTrustPolicy],
    plan({ trust: before }, _, context) {
      const now = readPolicy(before);
      if (now.is !== 'policy') return { cannot: 'The trust policy cannot be read.' };
      const was = readPolicy(context.baseline?.trust);
      if (was.is === 'policy' && openings(was.policy, context).length === 0) {
        return [updateTrustPolicy({ before, after: was.policy.document })];
      }
      const open = Map.groupBy(openings(now.policy, context), ({ path }) => path);
      const mixed = now.policy.statements.some(
        ({ path: at, who }) => (who?.principals.length ?? 0) > (open.get(at)?.length ?? Infinity),
      );
      if (mixed) return { cannot: 'The statement names others, too; take the outsiders out of it by hand.' };
      const after = withoutStatements(now.policy, open.keys());
      return after
        ? [updateTrustPolicy({ before, after })]
        : { cannot: 'No statement would be left; write a narrower one, or delete the role.' };
    },
  },
});

/** Everybody whom the owner did not mean to let in. */
function openings(
  policy: Policy | undefined,
  { ref, options: { sharedRoles, boundServices }, trusted }: Context<IamEntity, Options>,
) {
  const shared = sharedRoles.some((pattern) => globCovers(pattern, nameOf(ref.id)));
  return exposures(policy, { ...trustOf(ref.account, trusted), services: true }).filter(({ to }) => {
    if (to === 'anyone') return true;
    if ('service' in to) return boundServices.includes(to.service);
    return 'federated' in to || !shared;
  });
}

function messageFor({ to, mitigatedBy }: Exposure): 'anyone' | 'service' | 'provider' | 'conditional' | 'outsider' {
  if (to === 'anyone') return 'anyone';
  if ('service' in to) return 'service';
  if ('federated' in to) return 'provider';
  return mitigatedBy.length > 0 ? 'conditional' : 'outsider';
}

/** Names the grantee, so that one statement may let in several. */
function whom({ to, through }: Exposure): string {
  const name = to === 'anyone' ? to : Object.values(to).join('');
  return through === undefined ? name : `${name}/${through}`;
}
