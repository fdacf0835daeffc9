import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { detachInternetGateway } from '../../resources/vpc/actions.ts';
import { vpc } from '../../resources/vpc/kind.ts';

export default defineRule({
  id: 'vpc-internet-gateway-attached',
  title: 'Only VPCs with public subnets have an internet gateway',
  severity: 'medium',
  kind: vpc,
  watches: ['internetGateway'],
  controls: [
    {
      control: 'route-to-internet-added',
      partly: 'A gateway that is attached makes the route possible; the route itself is judged by another rule.',
    },
  ],
  options: z.strictObject({
    publicVpcs: z.array(z.string()).default([]).describe('Ids of VPCs with public subnets.'),
  }),
  messages: {
    attached: 'Internet gateway {{gateway}} is attached: one route is enough to connect this VPC to the internet.',
  },
  fix: 'Detach the internet gateway with DetachInternetGateway, or list the VPC in publicVpcs.',

  judge({ internetGateway }, { ref, options }) {
    if (options.publicVpcs.includes(ref.id)) return [];
    if (internetGateway === undefined) {
      return unknown('No event showed whether this VPC has an internet gateway.');
    }
    if (internetGateway === null) return [];
    return [{ message: 'attached', path: internetGateway, data: { gateway: internetGateway } }];
  },

  remediation: {
    mode: 'approve',
    actions: [detachInternetGateway],
    plan: (_, violations) => violations.map(({ path }) => detachInternetGateway({ gateway: path })),
  },
});
