import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import { putAccountBlockPublicAccess } from '../../../shared/resources/s3-account/actions.ts';
import s3Account from '../../../shared/resources/s3-account/reader.ts';
import accountBlockPublicAccessOff from '../../../shared/rules/s3/s3-account-block-public-access-off.ts';
import {
  applyAction,
  describeWithMoto,
  expectConforming,
  listed,
  motoAws,
  refOn,
  withoutHostPrefix,
} from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const ref = refOn(s3Account, 'account', 'us-east-1');

describeWithMoto('S3 settings of the account in AWS', () => {
  const aws = withoutHostPrefix(motoAws());
  // What holds for the account holds for the buckets of other tests.
  afterEach(() => applyAction(ref, putAccountBlockPublicAccess({ before: ALL_BLOCKED, after: NOTHING_BLOCKED }), aws));

  test('Block Public Access', async () => {
    expect(await s3Account.read(ref, aws)).toEqual({ blockPublicAccess: NOTHING_BLOCKED });
    const exchange = { before: NOTHING_BLOCKED, after: { ...ALL_BLOCKED, ignorePublicAcls: false } };
    await expectConforming(s3Account, ref, putAccountBlockPublicAccess(exchange), aws);
  });

  test('an account with every switch off is found and mended', async () => {
    await expectMended(accountBlockPublicAccessOff, s3Account, ref, aws);
  });

  test('there is one, of the id that events give', async () => {
    expect(await listed(s3Account, aws)).toEqual(['account']);
  });
});

describe('S3 settings of the account (calls mocked: moto denies nothing)', () => {
  test('a call that is denied proves nothing', async () => {
    const aws = createAws();
    mockClient(aws.client(S3ControlClient, ref)).on(GetPublicAccessBlockCommand).rejects(awsError('AccessDenied'));
    await expect(s3Account.read(ref, aws)).rejects.toThrow('AccessDenied');
  });
});
