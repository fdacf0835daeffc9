import {
  ConfigServiceClient,
  DeleteConfigurationRecorderCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
} from '@aws-sdk/client-config-service';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startRecorder } from '../../../shared/resources/config-recorder/actions.ts';
import configRecorder from '../../../shared/resources/config-recorder/reader.ts';
import rule from '../../../shared/rules/config/config-recorder-stopped.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';

describeWithMoto('AWS Config: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(ConfigServiceClient, PLACE);
  const name = 'default';

  callsOf(configRecorder, {
    async make() {
      const s3BucketName = 'config-reader';
      const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
      await aws
        .client(S3Client, PLACE)
        .send(new CreateBucketCommand({ Bucket: s3BucketName, CreateBucketConfiguration }))
        .catch(() => undefined);
      await client.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: name })).catch(() => {
        // There is none at first.
      });
      const roleARN = `arn:aws:iam::${PLACE.account}:role/config`;
      const ConfigurationRecorder = { name, roleARN, recordingGroup: { allSupported: true } };
      await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder }));
      await client.send(new PutDeliveryChannelCommand({ DeliveryChannel: { name, s3BucketName } }));
      return PLACE.region;
    },
    starts: { recorder: 'stopped', allTypes: true, delivers: true },
    does: [startRecorder({})],
    mends: [[rule]],
  });

  test('a region without a recorder', async () => {
    const ref = refOn(configRecorder, 'eu-north-1', 'eu-north-1');
    expect(await configRecorder.read(ref, aws)).toEqual({ recorder: 'none', allTypes: false, delivers: false });
    expect(await listed(configRecorder, aws)).toEqual([PLACE.region]);
  });
});
