import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { detachInternetGateway } from '../../resources/vpc/actions.ts';
import { vpc } from '../../resources/vpc/kind.ts';

export default defineRule({
  id: 'vpc-internet-gateway-attached',
  title: 'VPCs get no internet gateway unless they have public subnets on purpose',
  severity: 'medium',
  kind: vpc,
  watches: ['internetGateway'],
  controls: {
    soc2: ['CC6.6'],
    'iso-27001': ['A.8.20', 'A.8.21', 'A.8.22'],
    'ellipsis-drive': ['ED-L12.1', 'ED-L14.1'],
    'inrupt-ess': ['ESS-L9.1'],
  },
  options: z.strictObject({
    publicVpcs: z.array(z.string()).default([]).describe('Ids of VPCs that have public subnets on purpose.'),
  }),
  messages: {
    attached:
      'Internet gateway {{gateway}} is attached: one route is all that is missing between this VPC and the internet.',
  },
  fix: 'Detach the internet gateway with DetachInternetGateway, or name the VPC in publicVpcs.',

  judge({ internetGateway }, { ref, options }) {
    if (options.publicVpcs.includes(ref.id)) return [];
    if (internetGateway === undefined) {
      return unknown('Whether this VPC has an internet gateway was not shown by any event.');
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
