import { putField } from '../common/put-field.ts';
import type { Subnet } from './kind.ts';

const put = putField<Subnet>();

export const putPublicIpv4 = put('ec2.put-public-ipv4-on-launch', 'publicIpv4', (on) =>
  on ? 'Give new instances a public IPv4 address' : 'Give new instances no public IPv4 address',
);

export const putIpv6 = put('ec2.put-ipv6-on-creation', 'ipv6', (on) =>
  on ? 'Give new instances an IPv6 address' : 'Give new instances no IPv6 address by default',
);
