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
    permissions: permissionsFor('config:StartConfigurationRecorder'),
    refusals,
    apply: (ref, _, aws) => sendNamed(StartConfigurationRecorderCommand, ref, aws),
  }),
  effectOf(stopRecorder, {
    permissions: permissionsFor('config:StopConfigurationRecorder'),
    refusals,
    apply: (ref, _, aws) => sendNamed(StopConfigurationRecorderCommand, ref, aws),
  }),
];

function permissionsFor(call: `config:${string}`) {
  return { 'config:DescribeConfigurationRecorders': RECORDERS, [call]: RECORDERS };
}

/** A recorder that is gone has the name that AWS gives by default: the call then says that there is none. */
async function sendNamed(
  Command: typeof StartConfigurationRecorderCommand | typeof StopConfigurationRecorderCommand,
  ref: Ref,
  aws: Aws,
): Promise<void> {
  const client = aws.client(ConfigServiceClient, ref);
  const found = await client.send(new DescribeConfigurationRecordersCommand({}));
  await client.send(new Command({ ConfigurationRecorderName: found.ConfigurationRecorders?.[0]?.name ?? 'default' }));
}
