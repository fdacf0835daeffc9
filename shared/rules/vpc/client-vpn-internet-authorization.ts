import * as z from 'zod';
import { type Violation } from '../../core/message.ts';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { reachesPublic } from '../../policy/destination.ts';
import { revokeClientVpnIngress } from '../../resources/client-vpn-endpoint/actions.ts';
import {
  type ClientVpnAuthorization,
  clientVpnAuthorizationKey,
  clientVpnEndpoint,
} from '../../resources/client-vpn-endpoint/kind.ts';

const messages = {
  internet: 'The authorization of {{who}} for {{destination}} lets VPN clients reach public addresses.',
  everyone: {
    text: 'All users of this VPN endpoint are authorized for {{destination}}, not only those of a group.',
    severity: 'medium',
  },
} as const;

export default defineRule({
  id: 'client-vpn-internet-authorization',
  title: 'Client VPN endpoints authorize named groups, and for private networks only',
  severity: 'high',
  kind: clientVpnEndpoint,
  watches: ['authorizations'],
  reads: ['authentication'],
  controls: ['client-vpn-internet-authorization'],
  options: z.strictObject({
    internetEndpoints: z
      .array(z.string())
      .default([])
      .describe('Ids of endpoints that carry internet traffic on purpose.'),
    allowedDestinations: z.array(z.string()).default([]).describe('Public CIDR blocks that clients may reach.'),
    everyoneEndpoints: z
      .array(z.string())
      .default([])
      .describe('Ids of endpoints whose users all have the same access on purpose.'),
  }),
  messages,
  fix: 'Revoke the authorization with RevokeClientVpnIngress. Authorize single groups for the private networks that they need.',

  judge({ authorizations, authentication }, { ref, options }) {
    const anywhere = options.internetEndpoints.includes(ref.id);
    // Certificates have no groups. With certificate authentication alone, "all groups" is the only possible
    // authorisation.
    const noGroups = authentication?.every((type) => type === 'certificate-authentication') ?? false;
    const everyone = noGroups || options.everyoneEndpoints.includes(ref.id);
    const reach = (destination: string) => !anywhere && reachesPublic(destination, options.allowedDestinations);
    return conclude(
      authorizations.items.flatMap((rule): Violation<typeof messages>[] => {
        const { destination, group } = rule;
        const key = clientVpnAuthorizationKey(rule);
        const who = group === null ? 'all groups' : `group ${group}`;
        return [
          ...(reach(destination)
            ? [{ message: 'internet', path: `network ${key}`, data: { who, destination } } as const]
            : []),
          ...(group === null && !everyone
            ? [{ message: 'everyone', path: `groups ${key}`, data: { destination } } as const]
            : []),
        ];
      }),
      authorizations.items.some(({ destination }) => reach(destination) === undefined) &&
        partly('The network of an authorization is not a CIDR block.'),
      !authorizations.complete && partly('Events did not show all authorizations of this endpoint.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [revokeClientVpnIngress],
    plan: ({ authorizations }, violations) =>
      authorizations.items.filter((rule) => isNamedBy(violations, rule)).map((rule) => revokeClientVpnIngress(rule)),
  },
});

function isNamedBy(violations: readonly Violation<typeof messages>[], rule: ClientVpnAuthorization): boolean {
  const key = clientVpnAuthorizationKey(rule);
  return violations.some(({ path }) => path === `network ${key}` || path === `groups ${key}`);
}
