import { EC2Client, type HttpTokensState, ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { effectOf } from '../../aws/effect.ts';
import { addPublicAddress, putHopLimit, putHttpTokens, removePublicAddress } from './actions.ts';
import { putAddress } from './api-addresses.ts';

const permissions = { 'ec2:ModifyInstanceMetadataOptions': 'ec2:{region}:{account}:instance/*' } as const;
const refusals = {
  'InvalidInstanceID.NotFound': 'The instance no longer exists.',
  IncorrectInstanceState: 'The instance is being terminated.',
} as const;

const INTERFACES = 'ec2:{region}:{account}:network-interface/*';
const ADDRESSES = ['ec2:{region}:{account}:elastic-ip/*', INTERFACES];
const ELASTIC = [...ADDRESSES, 'ec2:{region}:{account}:instance/*'];
const addressing = {
  permissions: {
    'ec2:DescribeAddresses': '*',
    'ec2:AssociateAddress': ELASTIC,
    'ec2:DisassociateAddress': ADDRESSES,
    'ec2:DescribeNetworkInterfaces': '*',
    'ec2:ModifyNetworkInterfaceAttribute': INTERFACES,
    'ec2:AssignIpv6Addresses': INTERFACES,
    'ec2:UnassignIpv6Addresses': INTERFACES,
  },
  refusals: {
    'InvalidNetworkInterfaceID.NotFound': 'The network interface no longer exists.',
    'InvalidAllocationID.NotFound': 'The Elastic IP address was released.',
    'Resource.AlreadyAssociated': 'The address is in use elsewhere by now.',
  },
} as const;

// The call keeps every option that it does not name.
export default [
  effectOf(putHttpTokens, {
    permissions,
    refusals,
    async apply(ref, { after }, aws) {
      await aws
        .client(EC2Client, ref)
        .send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: ref.id, HttpTokens: after as HttpTokensState }));
    },
  }),
  effectOf(putHopLimit, {
    permissions,
    refusals,
    async apply(ref, { after }, aws) {
      await aws
        .client(EC2Client, ref)
        .send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: ref.id, HttpPutResponseHopLimit: after }));
    },
  }),
  effectOf(removePublicAddress, {
    ...addressing,
    apply: (ref, address, aws) => putAddress(aws.client(EC2Client, ref), address, false),
  }),
  effectOf(addPublicAddress, {
    ...addressing,
    apply: (ref, address, aws) => putAddress(aws.client(EC2Client, ref), address, true),
  }),
];
