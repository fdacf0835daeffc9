import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
} from '@aws-sdk/client-config-service';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startRecorder, stopRecorder } from '../../shared/resources/config-recorder/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

export const STORIES: readonly ActionStory[] = [
  story('config.start-recorder', 'config-recorder-stopped', 'config-recorder', {
    async make(aws) {
      const [name, s3BucketName] = ['default', 'e2e-config'];
      const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
      await aws
        .client(S3Client, PLACE)
        .send(new CreateBucketCommand({ Bucket: s3BucketName, CreateBucketConfiguration }));
      const client = aws.client(ConfigServiceClient, PLACE);
      const roleARN = `arn:aws:iam::${PLACE.account}:role/config`;
      const ConfigurationRecorder = { name, roleARN, recordingGroup: { allSupported: true } };
      await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder }));
      await client.send(new PutDeliveryChannelCommand({ DeliveryChannel: { name, s3BucketName } }));
      const ref = { kind: 'config-recorder', ...PLACE, id: PLACE.region };
      await applyAction(ref, startRecorder({}), aws);
      return ref.id;
    },
    drift: () => [stopRecorder({})],
    event: () => ['config:StopConfigurationRecorder', { configurationRecorderName: 'default' }],
  }),
];
