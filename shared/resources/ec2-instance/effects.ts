import { EC2Client, type HttpTokensState, ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { effectOf } from '../../aws/effect.ts';
import { putHopLimit, putHttpTokens } from './actions.ts';

const permissions = { 'ec2:ModifyInstanceMetadataOptions': 'ec2:{region}:{account}:instance/*' } as const;
const refusals = {
  'InvalidInstanceID.NotFound': 'The instance no longer exists.',
  IncorrectInstanceState: 'The instance is being terminated.',
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
];
