import * as z from 'zod';
import { type Context, defineRule } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { byGrantee, nameOfGrantee, type Opening } from '../../policy/openings.ts';
import { updateTrustPolicy } from '../../resources/iam-entity/actions.ts';
import { type IamEntity, iamEntity, nameOf } from '../../resources/iam-entity/kind.ts';
import { isOwnRole, OWN_ROLE } from '../common/own-role.ts';
import { judgePolicy, type PolicyView } from '../common/resource-policy.ts';
import { type Left, planPolicy } from '../common/resource-policy-plan.ts';

const options = z.strictObject({
  sharedRoles: z
    .array(z.string())
    .default([])
    .describe(
      'Names of roles, with `*` and `?`, that named outside accounts may assume. Access of anyone is always reported.',
    ),
  boundServices: z
    .array(z.string())
    .default([])
    .describe('AWS services, such as `bedrock.amazonaws.com`, that need a condition on their source.'),
});
type Options = z.output<typeof options>;

const view = {
  name: 'trust policy of this role',
  policyOf: ({ trust }) => trust,
  ownerOf: () => ({ service: 'sts' }),
  services: true,
  objectsTo({ to }, { ref, options: { sharedRoles, boundServices } }) {
    if (to === 'anyone') return true;
    if ('service' in to) return boundServices.includes(to.service);
    return 'federated' in to || !anyCovers(sharedRoles, nameOf(ref.id));
  },
  split: byGrantee,
  report: violationOf,
} satisfies PolicyView<IamEntity, Options, object & { path: string }>;

export default defineRule({
  id: 'iam-role-trust-opened',
  title: 'IAM roles trust only this account, trusted accounts and limited identity providers',
  severity: 'critical',
  kind: iamEntity,
  watches: ['trust'],
  controls: ['iam-role-trust-opened'],
  options,
  messages: {
    anyone: 'The trust policy lets anyone assume the role: {{says}}.',
    provider: 'The trust policy accepts all users of an identity provider: {{says}}.',
    outsider: { text: 'The trust policy lets an outsider assume the role: {{says}}.', severity: 'high' },
    conditional: {
      text: 'The trust policy lets an outsider assume the role if {{conditions}} holds: {{says}}.',
      severity: 'medium',
    },
    service: { text: 'The trust policy does not limit for whom an AWS service may act: {{says}}.', severity: 'medium' },
  },
  fix: 'Trust only accounts that you know. Limit identity providers by `sub` to your own repositories or users.',

  judge: (entity, context) => (context.ref.id.startsWith('role/') ? judgePolicy(view, entity, context) : []),

  remediation: {
    mode: 'approve',
    actions: [updateTrustPolicy],
    plan: (entity, violations, context) =>
      planPolicy(view, { put: updateTrustPolicy, refusal }, entity, violations, context),
  },
});

function violationOf({ statementPath, extent, says, exposures }: Opening) {
  const [{ to, through, mitigatedBy }] = exposures;
  const whom = through === undefined ? nameOfGrantee(to) : `${nameOfGrantee(to)}/${through}`;
  const path = `${statementPath}/${whom}`;
  if (to === 'anyone') return { message: 'anyone' as const, path, extent, data: { says } };
  if ('service' in to) return { message: 'service' as const, path, extent, data: { says } };
  if ('federated' in to) return { message: 'provider' as const, path, extent, data: { says } };
  if (mitigatedBy.length === 0) return { message: 'outsider' as const, path, extent, data: { says } };
  return { message: 'conditional' as const, path, extent, data: { says, conditions: mitigatedBy.join(' and ') } };
}

function refusal({ closed, after }: Left, { ref }: Pick<Context<IamEntity, Options>, 'ref'>): string | undefined {
  const services = closed.some(({ exposures: [{ to }] }) => to !== 'anyone' && 'service' in to);
  if (services && isOwnRole(ref.id)) return OWN_ROLE;
  return after === null ? 'No statement would be left. Write a narrower one, or delete the role.' : undefined;
}
