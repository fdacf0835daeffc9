import { EC2Client, ModifySubnetAttributeCommand } from '@aws-sdk/client-ec2';
import { effectOf } from '../../aws/effect.ts';
import { putIpv6, putPublicIpv4 } from './actions.ts';

const permissions = { 'ec2:ModifySubnetAttribute': 'ec2:{region}:{account}:subnet/*' } as const;
const refusals = { 'InvalidSubnetID.NotFound': 'The subnet no longer exists.' } as const;

export default [
  effectOf(putPublicIpv4, {
    permissions,
    refusals,
    async apply(ref, { after: Value }, aws) {
      await aws
        .client(EC2Client, ref)
        .send(new ModifySubnetAttributeCommand({ SubnetId: ref.id, MapPublicIpOnLaunch: { Value } }));
    },
  }),
  effectOf(putIpv6, {
    permissions,
    refusals,
    async apply(ref, { after: Value }, aws) {
      await aws
        .client(EC2Client, ref)
        .send(new ModifySubnetAttributeCommand({ SubnetId: ref.id, AssignIpv6AddressOnCreation: { Value } }));
    },
  }),
];
