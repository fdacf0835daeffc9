import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { subnet } from '../../../shared/resources/subnet/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'subnet-0a1b2c3d4e5f60718';
const answer = (parts: object) => ({ request: {}, response: { subnet: { subnetId: ID, ...parts } } });

test.each([
  [
    'ec2:CreateSubnet',
    answer({ mapPublicIpOnLaunch: false, assignIpv6AddressOnCreation: true }),
    { publicIpv4: false, ipv6: true },
  ],
  ['ec2:CreateDefaultSubnet', answer({}), { publicIpv4: true, ipv6: false }],
  [
    'ec2:ModifySubnetAttribute',
    { request: { subnetId: ID, mapPublicIpOnLaunch: { value: true } } },
    { publicIpv4: true },
  ],
  [
    'ec2:ModifySubnetAttribute',
    {
      request: {
        ModifySubnetAttributeRequest: { SubnetId: ID, subnetId: ID, assignIpv6AddressOnCreation: { value: 'false' } },
      },
    },
    { ipv6: false },
  ],
  ['ec2:ModifySubnetAttribute', { request: { subnetId: ID, enableDns64: { value: true } } }, {}],
  ['ec2:DeleteSubnet', { request: { subnetId: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(subnet, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(subnet, undefined, event, ID)).toEqual(state);
});

test('an event that names no subnet is unreadable', () => {
  const event = decodeEvent(trailRecord('ec2:DeleteSubnet', { request: {} }));
  expect(() => refsOf(subnet, event)).toThrow('names no subnet');
});
