import * as z from 'zod';
import { UNSEEN } from '../../core/kind.ts';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { removePublicAddress } from '../../resources/ec2-instance/actions.ts';
import { ec2Instance } from '../../resources/ec2-instance/kind.ts';
import { addressKey } from '../../resources/ec2-instance/public-address.ts';

export default defineRule({
  id: 'ec2-instance-exposed',
  title: 'EC2 instances have no public address, except in public subnets',
  severity: 'high',
  kind: ec2Instance,
  watches: ['addresses'],
  reads: ['subnet'],
  controls: ['ec2-public-ip-on-private-host'],
  options: z.strictObject({
    publicSubnets: z
      .array(z.string())
      .default([])
      .describe('Ids of subnets whose instances may have public addresses, such as those of bastions.'),
    publicInstances: z.array(z.string()).default([]).describe('Ids of instances that may have public addresses.'),
    ipv6: z
      .boolean()
      .default(true)
      .describe('Also report IPv6 addresses. Off: where only egress-only gateways route IPv6.'),
  }),
  messages: {
    elastic: 'The instance has the Elastic IP address {{address}}: the internet can reach it.',
    assigned: 'The instance has a public IPv4 address that EC2 assigned: the internet can reach it.',
    ipv6: 'The instance has the IPv6 address {{address}}: the internet can reach it.',
  },
  fix: 'Take the public address away, and let a load balancer, a VPN or Session Manager lead to the instance.',

  judge({ addresses = UNSEEN, subnet }, { ref, options }) {
    const { publicSubnets, publicInstances, ipv6 } = options;
    if (publicInstances.includes(ref.id) || (subnet && publicSubnets.includes(subnet))) return [];
    const counted = addresses.items.filter(({ type }) => type !== 'ipv6' || ipv6);
    if (counted.length > 0 && !subnet && publicSubnets.length > 0) {
      return unknown('No event showed the subnet of the instance.');
    }
    return conclude(
      counted.map((each) => {
        const { type, name: address = '' } = each;
        const path = addressKey(each);
        return type === 'assigned' ? { message: type, path, data: {} } : { message: type, path, data: { address } };
      }),
      !addresses.complete && partly('No event showed whether the instance has other public addresses.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [removePublicAddress],
    plan({ addresses = UNSEEN }, violations) {
      const wrong = addresses.items.filter((each) => violations.some(({ path }) => path === addressKey(each)));
      if (wrong.some(({ networkInterface }) => !networkInterface)) {
        return { cannot: 'No event showed the network interface of the address.' };
      }
      return wrong.map((address) => removePublicAddress(address));
    },
  },
});
