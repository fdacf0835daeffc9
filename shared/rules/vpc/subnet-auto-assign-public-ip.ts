import * as z from 'zod';
import { putIpv6, putPublicIpv4 } from '../../resources/subnet/actions.ts';
import { subnet } from '../../resources/subnet/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'subnet-auto-assign-public-ip',
  title: 'VPC subnets give nothing a public address by themselves',
  severity: 'medium',
  kind: subnet,
  controls: ['subnet-auto-assign-public-ip'],
  options: z.strictObject({
    publicSubnets: z
      .array(z.string())
      .default([])
      .describe('Ids of subnets that give public addresses on purpose, such as those of bastions.'),
    ipv6: z
      .boolean()
      .default(true)
      .describe('Also report subnets that give IPv6 addresses. Off: where only egress-only gateways route IPv6.'),
  }),
  fix: 'Switch the automatic assignment off, and give a public address to what needs one.',
  isExempt: (_, { ref, options }) => options.publicSubnets.includes(ref.id),
  settings: {
    publicIpv4: {
      wrong: 'What is launched in the subnet gets a public IPv4 address.',
      unseen: 'whether the subnet gives public IPv4 addresses',
      isRight: (on) => !on,
      fix: { put: putPublicIpv4, to: () => false },
    },
    ipv6: {
      wrong: 'What is launched in the subnet gets an IPv6 address, which the internet can route.',
      unseen: 'whether the subnet gives IPv6 addresses',
      isRight: (on, { options }) => !on || !options.ipv6,
      fix: { put: putIpv6, to: () => false },
    },
  },
});
