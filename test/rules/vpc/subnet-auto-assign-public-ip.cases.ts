import rule from '../../../shared/rules/vpc/subnet-auto-assign-public-ip.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const subnetId = 'subnet-0a1b2c3d4e5f60718';
const call = (name: string, minute: number, request: object, response?: object, parts: object = {}) =>
  trailRecord(`ec2:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, response, ...parts });
const created = (name: string, mapPublicIpOnLaunch?: boolean) =>
  call(
    name,
    0,
    { vpcId: 'vpc-1', cidrBlock: '10.0.1.0/24' },
    { subnet: { subnetId, vpcId: 'vpc-1', mapPublicIpOnLaunch, assignIpv6AddressOnCreation: false } },
  );
const modify = (minute: number, attribute: object, parts: object = {}) =>
  call('ModifySubnetAttribute', minute, { subnetId, ...attribute }, { _return: true }, parts);

export default settingsCases(rule, {
  right: { publicIpv4: false, ipv6: false },
  wrong: { publicIpv4: true, ipv6: true },
  compliant: [
    { name: 'public on purpose', id: subnetId, state: { publicIpv4: true }, options: { publicSubnets: [subnetId] } },
    { name: 'IPv6 by an egress-only gateway', state: { publicIpv4: false, ipv6: true }, options: { ipv6: false } },
  ],
  events: [
    {
      name: 'switched on and off, one attribute a call',
      events: [
        created('CreateSubnet', false),
        modify(1, { mapPublicIpOnLaunch: { value: true } }),
        modify(2, { assignIpv6AddressOnCreation: { value: true } }),
        modify(3, { mapPublicIpOnLaunch: { value: false } }),
        modify(4, { assignIpv6AddressOnCreation: { value: false } }),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
      resource: subnetId,
    },
    {
      name: 'a default subnet gives public addresses, and is deleted',
      events: [created('CreateDefaultSubnet'), call('DeleteSubnet', 1, { subnetId }, { _return: true })],
      transitions: ['opened', 'resolved'],
      resource: subnetId,
    },
    {
      name: 'a refused call',
      events: [modify(0, { mapPublicIpOnLaunch: { value: true } }, { errorCode: 'Client.UnauthorizedOperation' })],
      transitions: [],
    },
    {
      name: 'a creation without its answer',
      events: [call('CreateSubnet', 0, { vpcId: 'vpc-1' })],
      transitions: [],
      unreadable: /shows no subnetId/,
    },
  ],
});
