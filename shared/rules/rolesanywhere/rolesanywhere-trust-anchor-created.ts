import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { globCovers } from '../../policy/glob.ts';
import { putTrustAnchor } from '../../resources/trust-anchor/actions.ts';
import { trustAnchor } from '../../resources/trust-anchor/kind.ts';

export default defineRule({
  id: 'rolesanywhere-trust-anchor-created',
  title: 'Only approved authorities give roles to machines outside of AWS',
  severity: 'high',
  kind: trustAnchor,
  watches: ['enabled', 'authority'],
  reads: ['name'],
  controls: ['rolesanywhere-trust-anchor-created'],
  options: z.strictObject({
    anchors: z
      .array(z.string())
      .default([])
      .describe(
        'Ids or names, with `*` and `?`, of trust anchors that are approved. Every other that is on is reported.',
      ),
  }),
  messages: {
    own: 'The trust anchor {{name}} is on: a holder of a certificate that its owner signed can take roles of this account.',
    authority:
      'The trust anchor {{name}} is on: a holder of a certificate of {{authority}} can take roles of this account.',
  },
  fix: 'Disable the trust anchor, and look which roles were taken by it since.',

  judge({ name = 'without a name', enabled, authority }, { ref, options }) {
    if (options.anchors.some((pattern) => globCovers(pattern, ref.id) || globCovers(pattern, name))) return [];
    if (enabled === undefined) return unknown('No event showed whether the trust anchor is on.');
    if (!enabled) return [];
    return authority
      ? [{ message: 'authority', path: 'anchor', data: { name, authority } }]
      : [{ message: 'own', path: 'anchor', data: { name } }];
  },

  remediation: {
    mode: 'approve',
    actions: [putTrustAnchor],
    plan: () => [putTrustAnchor({ before: true, after: false })],
    caution: () => 'Machines outside of AWS that take roles by this trust anchor get no new sessions.',
  },
});
