import {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { startRecorder, stopRecorder } from './actions.ts';

const RECORDERS = 'config:{region}:{account}:configuration-recorder/*/*';

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html */
const refusals = {
  NoSuchConfigurationRecorderException: 'The recorder no longer exists.',
  NoAvailableDeliveryChannelException: 'There is no delivery channel, so that AWS Config cannot record.',
} as const;

export default [
  effectOf(startRecorder, {
    permissions: {
      'config:DescribeConfigurationRecorders': RECORDERS,
      'config:StartConfigurationRecorder': RECORDERS,
    },
    refusals,
    async apply(ref, _, aws) {
      const ConfigurationRecorderName = await nameIn(ref, aws);
      await aws
        .client(ConfigServiceClient, ref)
        .send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }));
    },
  }),
  effectOf(stopRecorder, {
    permissions: {
      'config:DescribeConfigurationRecorders': RECORDERS,
      'config:StopConfigurationRecorder': RECORDERS,
    },
    refusals,
    async apply(ref, _, aws) {
      const ConfigurationRecorderName = await nameIn(ref, aws);
      await aws
        .client(ConfigServiceClient, ref)
        .send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName }));
    },
  }),
];

/** A recorder that is gone has the name that AWS gives by default: the call then says that there is none. */
async function nameIn(ref: Ref, aws: Aws): Promise<string> {
  const found = await aws.client(ConfigServiceClient, ref).send(new DescribeConfigurationRecordersCommand({}));
  return found.ConfigurationRecorders?.[0]?.name ?? 'default';
}
