import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf, UNSEEN } from '../../../shared/core/kind.ts';
import { ec2Instance } from '../../../shared/resources/ec2-instance/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'i-0a1b2c3d4e5f60718';
const ARN = 'arn:aws:iam::111122223333:instance-profile/web/shop';
const run = (instance: object, request: object = {}) => ({
  request,
  response: { instancesSet: { items: [{ instanceId: 'i-0other' }, { instanceId: ID, ...instance }] } },
});
const association = (name: string, parts: object = {}) => ({
  request: { [`${name}Request`]: { AssociationId: 'iip-assoc-1', ...parts } },
  response: {
    [`${name}Response`]: {
      iamInstanceProfileAssociation: { instanceId: ID, iamInstanceProfile: { arn: ARN, id: 'AIPA1' } },
    },
  },
});

test.each([
  [
    'ec2:RunInstances',
    run({
      imageId: 'ami-1',
      iamInstanceProfile: { arn: ARN },
      metadataOptions: { httpTokens: 'optional', httpPutResponseHopLimit: 2, httpEndpoint: 'enabled' },
    }),
    {
      httpTokens: 'optional',
      httpEndpoint: 'enabled',
      hopLimit: 2,
      profile: 'shop',
      image: 'ami-1',
      userData: null,
      addresses: UNSEEN,
    },
  ],
  ['ec2:RunInstances', run({}, { userData: '<sensitiveDataRemoved>' }), { profile: null, addresses: UNSEEN }],
  ['ec2:RunInstances', run({}, { launchTemplate: { launchTemplateId: 'lt-1' } }), { profile: null, addresses: UNSEEN }],
  [
    'ec2:ModifyInstanceMetadataOptions',
    { request: { ModifyInstanceMetadataOptionsRequest: { InstanceId: ID, HttpTokens: 'optional' } } },
    { httpTokens: 'optional' },
  ],
  [
    'ec2:ModifyInstanceMetadataOptions',
    { request: { instanceId: ID, httpPutResponseHopLimit: '3', httpEndpoint: 'disabled' } },
    { hopLimit: 3, httpEndpoint: 'disabled' },
  ],
  ['ec2:AssociateIamInstanceProfile', association('AssociateIamInstanceProfile'), { profile: 'shop' }],
  [
    'ec2:AssociateIamInstanceProfile',
    { request: { AssociateIamInstanceProfileRequest: { InstanceId: ID, IamInstanceProfile: { Name: 'shop' } } } },
    { profile: 'shop' },
  ],
  [
    'ec2:ReplaceIamInstanceProfileAssociation',
    association('ReplaceIamInstanceProfileAssociation'),
    { profile: 'shop' },
  ],
  ['ec2:DisassociateIamInstanceProfile', association('DisassociateIamInstanceProfile'), { profile: null }],
  ['ec2:ModifyInstanceAttribute', { request: { instanceId: ID, disableApiTermination: { value: false } } }, {}],
  [
    'ec2:RunInstances',
    run(
      {
        subnetId: 'subnet-1',
        networkInterfaceSet: {
          items: [
            {
              networkInterfaceId: 'eni-1',
              attachment: { deviceIndex: 0 },
              ipv6AddressesSet: { items: [{ ipv6Address: '2001:db8::1' }, { ipv6Address: 'fd00::1' }] },
            },
          ],
        },
      },
      { launchTemplate: {}, networkInterfaceSet: { items: [{ deviceIndex: 0, associatePublicIpAddress: true }] } },
    ),
    {
      profile: null,
      subnet: 'subnet-1',
      addresses: {
        items: [
          { type: 'ipv6', name: '2001:db8::1', networkInterface: 'eni-1' },
          { type: 'assigned', networkInterface: 'eni-1' },
        ],
        complete: false,
      },
    },
  ],
  [
    'ec2:AssociateAddress',
    { request: { instanceId: ID, allocationId: 'eipalloc-1', privateIpAddress: '10.0.1.10' } },
    {
      addresses: { items: [{ type: 'elastic', name: 'eipalloc-1', privateIp: '10.0.1.10' }], complete: false },
    },
  ],
  ['ec2:StartInstances', { request: { instancesSet: { items: [{ instanceId: ID }] } } }, { addresses: UNSEEN }],
  ['ec2:AttachNetworkInterface', { request: { instanceId: ID } }, { addresses: UNSEEN }],
  ['ec2:TerminateInstances', { request: { instancesSet: { items: [{ instanceId: ID }] } } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(ec2Instance, event).map((ref) => ref.id)).toContain(ID);
  expect(await evolve(ec2Instance, undefined, event, ID)).toEqual(state);
});

test.each([
  [{ userData: '<sensitiveDataRemoved>' }, { profile: 'shop' }],
  [{ attribute: 'userData', value: '<sensitiveDataRemoved>' }, { profile: 'shop' }],
  [{ sourceDestCheck: { value: false } }, { profile: 'shop', userData: null }],
])('after a change of %j, %j is known', async (attribute, state) => {
  const event = decodeEvent(trailRecord('ec2:ModifyInstanceAttribute', { request: { instanceId: ID, ...attribute } }));
  expect(await evolve(ec2Instance, { profile: 'shop', userData: null }, event, ID)).toEqual(state);
});

test.each([
  ['ec2:RunInstances', /names no instance/],
  ['ec2:TerminateInstances', /names no instance/],
  ['ec2:ModifyInstanceMetadataOptions', /names no instance/],
  ['ec2:DisassociateIamInstanceProfile', /shows no instance/],
] as const)('%s without its instance is unreadable', (id, reason) => {
  expect(() => refsOf(ec2Instance, decodeEvent(trailRecord(id, { request: {} })))).toThrow(reason);
});

test('an association without its profile is unreadable', async () => {
  const event = decodeEvent(trailRecord('ec2:AssociateIamInstanceProfile', { request: { instanceId: ID } }));
  await expect(evolve(ec2Instance, undefined, event, ID)).rejects.toThrow('shows no instance profile');
});

test('an address that is associated with a network interface names no instance', () => {
  const request = { networkInterfaceId: 'eni-1', allocationId: 'eipalloc-1' };
  expect(refsOf(ec2Instance, decodeEvent(trailRecord('ec2:AssociateAddress', { request })))).toEqual([]);
});
