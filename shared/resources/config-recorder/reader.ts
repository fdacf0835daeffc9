import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { defineReader } from '../../aws/reader.ts';
import { type ConfigRecorder, configRecorder } from './kind.ts';

const RECORDERS = 'config:{region}:{account}:configuration-recorder/*/*';

export default defineReader(configRecorder, {
  permissions: {
    read: {
      'config:DescribeConfigurationRecorders': RECORDERS,
      'config:DescribeConfigurationRecorderStatus': RECORDERS,
      'config:DescribeDeliveryChannels': '*',
    },
    list: {},
  },
  // Without names AWS answers with the recorder of the customer, not with those of other services.
  async read(ref, aws): Promise<ConfigRecorder> {
    const client = aws.client(ConfigServiceClient, ref);
    const [recorders, statuses, channels] = await Promise.all([
      client.send(new DescribeConfigurationRecordersCommand({})),
      client.send(new DescribeConfigurationRecorderStatusCommand({})),
      client.send(new DescribeDeliveryChannelsCommand({})),
    ]);
    const delivers = (channels.DeliveryChannels ?? []).length > 0;
    const now = recorders.ConfigurationRecorders?.[0];
    if (!now) return { recorder: 'none', allTypes: false, delivers };
    const status = statuses.ConfigurationRecordersStatus?.find(({ name }) => name === now.name);
    return {
      recorder: status?.recording ? 'on' : 'stopped',
      allTypes: now.recordingGroup?.allSupported ?? true,
      delivers,
    };
  },
  async list({ region }) {
    return { ids: [region] };
  },
});
