import { EC2Client, GetEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import {
  disableEncryptionByDefault,
  enableEncryptionByDefault,
} from '../../../shared/resources/ebs-account-defaults/actions.ts';
import ebsAccountDefaults from '../../../shared/resources/ebs-account-defaults/reader.ts';
import defaultEncryptionOff from '../../../shared/rules/ebs/ebs-default-encryption-off.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, refOn } from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

// A region that no other test looks at: its defaults hold for every volume made there.
const REGION = 'eu-north-1';

describeWithMoto('EBS defaults in AWS', () => {
  const aws = motoAws();
  const ref = refOn(ebsAccountDefaults, REGION, REGION);

  test('encryption by default goes on and off', async () => {
    expect(await ebsAccountDefaults.read(ref, aws)).toEqual({ encryptionByDefault: false });
    await expectConforming(ebsAccountDefaults, ref, enableEncryptionByDefault({}), aws);
    await applyAction(ref, enableEncryptionByDefault({}), aws);
    await expectConforming(ebsAccountDefaults, ref, disableEncryptionByDefault({}), aws);
    await applyAction(ref, disableEncryptionByDefault({}), aws);
  });

  test('a region without encryption by default is found and mended', async () => {
    await expectMended(defaultEncryptionOff, ebsAccountDefaults, ref, aws);
  });

  test('the id is the region, as in events', async () => {
    expect(await listed(ebsAccountDefaults, aws, { account: ref.account, region: REGION })).toEqual([REGION]);
  });
});

describe('EBS defaults (calls mocked: moto denies nothing)', () => {
  test('a call that is denied proves nothing', async () => {
    const aws = createAws();
    const ref = refOn(ebsAccountDefaults, REGION, REGION);
    mockClient(aws.client(EC2Client, ref))
      .on(GetEbsEncryptionByDefaultCommand)
      .rejects(awsError('UnauthorizedOperation'));
    await expect(ebsAccountDefaults.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });
});
