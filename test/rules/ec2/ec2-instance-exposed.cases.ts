import { exactly } from '../../../shared/core/listing.ts';
import type { PublicAddress } from '../../../shared/resources/ec2-instance/public-address.ts';
import rule from '../../../shared/rules/ec2/ec2-instance-exposed.ts';
import { ec2Call, INSTANCE, launch, terminate } from '../../support/instances.ts';
import { casesOf } from '../../support/rule-cases.ts';

const networkInterface = 'eni-1';
const elastic: PublicAddress = { type: 'elastic', name: 'eipalloc-1', networkInterface, privateIp: '10.0.1.10' };
const assigned: PublicAddress = { type: 'assigned', networkInterface };
const ipv6: PublicAddress = { type: 'ipv6', name: '2001:db8::1', networkInterface };
const subnet = 'subnet-1';
const asked = (associatePublicIpAddress: boolean) =>
  launch(
    {
      subnetId: subnet,
      networkInterfaceSet: { items: [{ networkInterfaceId: 'eni-1', attachment: { deviceIndex: 0 } }] },
    },
    { networkInterfaceSet: { items: [{ deviceIndex: 0, associatePublicIpAddress }] } },
  );
const associate = (minute: number, request: object, parts: object = {}) =>
  ec2Call('AssociateAddress', minute, request, { _return: true, associationId: 'eipassoc-1' }, parts);
const given = { instanceId: INSTANCE, allocationId: 'eipalloc-1' };

export default casesOf(rule, {
  compliant: [
    { name: 'no public address', state: { addresses: exactly([]), subnet } },
    {
      name: 'in a public subnet',
      state: { addresses: exactly([elastic]), subnet },
      options: { publicSubnets: [subnet] },
    },
    {
      name: 'public on purpose',
      id: INSTANCE,
      state: { addresses: exactly([assigned]) },
      options: { publicInstances: [INSTANCE] },
    },
    { name: 'IPv6 by an egress-only gateway', state: { addresses: exactly([ipv6]) }, options: { ipv6: false } },
  ],
  drifted: [
    {
      name: 'an address of each type',
      state: { addresses: exactly([assigned, elastic, ipv6]), subnet },
      options: { publicSubnets: ['subnet-2'] },
      violations: [
        { message: 'assigned', path: 'assigned', data: {} },
        { message: 'elastic', path: 'elastic/eipalloc-1', data: { address: 'eipalloc-1' } },
        { message: 'ipv6', path: 'ipv6/2001:db8::1', data: { address: '2001:db8::1' } },
      ],
      plan: [assigned, elastic, ipv6].map((params) => ({ type: 'ec2.remove-public-address', params })),
    },
    {
      name: 'an address that only an event showed',
      state: { addresses: { items: [{ type: 'elastic', name: 'eipalloc-1' }], complete: false } },
      violations: [{ message: 'elastic', path: 'elastic/eipalloc-1', data: { address: 'eipalloc-1' } }],
      cannot: /network interface/,
    },
  ],
  unknown: [
    { name: 'no event showed the addresses', state: {} },
    { name: 'the subnet is not known', state: { addresses: exactly([elastic]) }, options: { publicSubnets: [subnet] } },
  ],
  events: [
    {
      name: 'launched with an address, and terminated',
      events: [asked(true), terminate(1)],
      transitions: ['opened', 'resolved'],
      resource: INSTANCE,
      texts: [/^The instance has a public IPv4 address/],
    },
    {
      name: 'launched without, then given an Elastic IP address',
      events: [asked(false), associate(1, given)],
      transitions: ['opened'],
      texts: ['The instance has the Elastic IP address eipalloc-1: the internet can reach it.'],
    },
    {
      name: 'launched where the subnet decides',
      events: [launch({ subnetId: subnet })],
      transitions: [],
      doubt: /^No event showed whether the instance has other public addresses/,
    },
    {
      name: 'started, and given another network interface',
      events: [
        asked(false),
        ec2Call('StartInstances', 1, { instancesSet: { items: [{ instanceId: INSTANCE }] } }),
        ec2Call('AttachNetworkInterface', 2, { instanceId: INSTANCE, networkInterfaceId: 'eni-2', deviceIndex: 1 }),
      ],
      transitions: [],
      doubt: /^No event showed whether the instance has other public addresses/,
    },
    {
      name: 'a network interface gets the address',
      events: [asked(false), associate(1, { networkInterfaceId: 'eni-1', allocationId: 'eipalloc-1' })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [asked(false), associate(1, given, { errorCode: 'Client.UnauthorizedOperation' })],
      transitions: [],
    },
    {
      name: 'a call that names nothing',
      events: [associate(0, { allocationId: 'eipalloc-1' })],
      transitions: [],
      unreadable: /names no instance/,
    },
  ],
});
