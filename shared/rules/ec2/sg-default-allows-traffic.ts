import * as z from 'zod';
import { type Violation } from '../../core/message.ts';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { revokeEgress, revokeIngress, sourceOf } from '../../resources/security-group/actions.ts';
import { permissionKey, type SecurityGroup, securityGroup } from '../../resources/security-group/kind.ts';
import { trafficText } from '../../resources/security-group/protocol.ts';

const messages = {
  ingress:
    'The default security group lets {{traffic}} in from {{source}}: resources without another group are open to it.',
  egress:
    'The default security group lets {{traffic}} out to {{destination}}: resources without another group can send to it.',
  either:
    'The default security group lets {{traffic}} in or out, from or to {{other}}: the rule applies to resources without another group.',
} as const;

export default defineRule({
  id: 'sg-default-allows-traffic',
  title: 'Default security groups have no rules',
  severity: 'high',
  kind: securityGroup,
  watches: ['ingress', 'egress', 'unplaced'],
  reads: ['name'],
  controls: ['sg-default-allows-traffic'],
  options: z.strictObject({
    usedGroups: z.array(z.string()).default([]).describe('Ids of default groups that are in use on purpose.'),
  }),
  messages,
  fix: 'Give the resources in the default group another group, then revoke every rule of the default group.',

  judge(state, { ref, options }) {
    if (options.usedGroups.includes(ref.id)) return [];
    // AWS reserves this name for default groups.
    if (state.name === undefined) return unknown('No event showed whether this is the default group of its VPC.');
    if (state.name !== 'default') return [];
    return conclude(
      violationsOf(state),
      !(state.ingress.complete && state.egress.complete) &&
        partly('Events did not show all rules of this default group.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [revokeIngress, revokeEgress],
    plan: ({ ingress, egress }, violations) => {
      if (violations.some(({ message }) => message === 'either'))
        return { cannot: 'A rule was changed, and no event shows whether it lets traffic in or out.' };
      const keys = new Set(violations.map(({ path }) => path));
      return [
        ...ingress.items
          .filter((item) => keys.has(`ingress ${permissionKey(item)}`))
          .map((item) => revokeIngress(item)),
        ...egress.items.filter((item) => keys.has(`egress ${permissionKey(item)}`)).map((item) => revokeEgress(item)),
      ];
    },
  },
});

/** Rules of an unknown side are violations, too: a default group must have none. */
function violationsOf({ ingress, egress, unplaced = [] }: SecurityGroup): readonly Violation<typeof messages>[] {
  return [
    ...ingress.items.map((item) => ({
      message: 'ingress' as const,
      path: `ingress ${permissionKey(item)}`,
      data: { traffic: trafficText(item), source: sourceOf(item) },
    })),
    ...egress.items.map((item) => ({
      message: 'egress' as const,
      path: `egress ${permissionKey(item)}`,
      data: { traffic: trafficText(item), destination: sourceOf(item) },
    })),
    ...unplaced.map((item) => ({
      message: 'either' as const,
      path: `either ${permissionKey(item)}`,
      data: { traffic: trafficText(item), other: sourceOf(item) },
    })),
  ];
}
