import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteUserCommand,
  EnableMFADeviceCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { deactivateAccessKey } from '../../../shared/resources/iam-user-credentials/actions.ts';
import credentials from '../../../shared/resources/iam-user-credentials/reader.ts';
import accessKeyStanding from '../../../shared/rules/iam/iam-access-key-standing.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const TODAY = new Date().toISOString().slice(0, 10);

describeWithMoto('credentials of an IAM user: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(IAMClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const UserName = `credentials-${count}`;
    await client.send(new CreateUserCommand({ UserName }));
    return UserName;
  }

  test('a new user has none', async () => {
    const ref = refOn(credentials, await make());
    expect(await credentials.read(ref, aws)).toEqual({
      password: false,
      devices: exactly([]),
      keys: exactly([]),
    });
  });

  test('password, device and key are read', async () => {
    const UserName = await make();
    await client.send(new CreateLoginProfileCommand({ UserName, Password: 'correct-Horse-9' }));
    const device = await client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }));
    const SerialNumber = device.VirtualMFADevice?.SerialNumber ?? '';
    await client.send(
      new EnableMFADeviceCommand({
        UserName,
        SerialNumber,
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }));
    expect(await credentials.read(refOn(credentials, UserName), aws)).toMatchObject({
      password: true,
      devices: exactly([SerialNumber]),
      keys: { items: [{ id: AccessKey?.AccessKeyId, active: true, created: TODAY }], complete: true },
    });
  });

  test('a key is deactivated as the action says, and activated again', async () => {
    const UserName = await make();
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }));
    const action = deactivateAccessKey({ key: AccessKey?.AccessKeyId ?? '' });
    await expectConforming(credentials, refOn(credentials, UserName), action, aws);
  });

  test('a standing key is found and deactivated', async () => {
    const UserName = await make();
    await client.send(new CreateAccessKeyCommand({ UserName }));
    await expectMended(accessKeyStanding, credentials, refOn(credentials, UserName), aws);
  });

  test('a user that is deleted is gone, and listed no more', async () => {
    const ref = refOn(credentials, await make());
    expect(await listed(credentials, aws)).toContain(ref.id);
    await client.send(new DeleteUserCommand({ UserName: ref.id }));
    expect(await credentials.read(ref, aws)).toBe(GONE);
    expect(await listed(credentials, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(credentials, refOn(credentials, await make()), motoAws());
  });
});

describe('credentials of an IAM user: answers that moto does not give (calls mocked)', () => {
  const aws = createAws();
  const iam = mockClient(aws.client(IAMClient, PLACE));
  afterAll(() => iam.restore());
  const ref = refOn(credentials, 'ci');

  test('the last use of keys, on every page; a key that is deleted in the meantime is left out', async () => {
    const key = (AccessKeyId: string, Status: 'Active' | 'Inactive') => ({
      AccessKeyId,
      Status,
      CreateDate: new Date('2025-01-01T10:00:00Z'),
    });
    iam
      .on(GetUserCommand)
      .resolves({ User: { UserName: 'ci', Path: '/', UserId: 'U', Arn: 'arn', CreateDate: new Date() } })
      .on(GetLoginProfileCommand)
      .rejects(awsError('NoSuchEntityException'))
      .on(ListMFADevicesCommand)
      .resolves({ MFADevices: [] })
      .on(ListAccessKeysCommand)
      .resolves({
        AccessKeyMetadata: [key('AKIA2', 'Active'), key('AKIA3', 'Active')],
        IsTruncated: true,
        Marker: 'more',
      })
      .on(ListAccessKeysCommand, { UserName: 'ci', Marker: 'more' })
      .resolves({ AccessKeyMetadata: [key('AKIA1', 'Inactive')] })
      .on(GetAccessKeyLastUsedCommand, { AccessKeyId: 'AKIA1' })
      .resolves({ AccessKeyLastUsed: { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' } })
      .on(GetAccessKeyLastUsedCommand, { AccessKeyId: 'AKIA2' })
      .resolves({
        AccessKeyLastUsed: { LastUsedDate: new Date('2026-02-01T23:59:00Z'), ServiceName: 's3', Region: 'us-east-1' },
      })
      .on(GetAccessKeyLastUsedCommand, { AccessKeyId: 'AKIA3' })
      .rejects(awsError('NoSuchEntityException'));
    expect(await credentials.read(ref, aws)).toEqual({
      password: false,
      devices: exactly([]),
      keys: exactly([
        { id: 'AKIA1', active: false, created: '2025-01-01', lastUsed: null },
        { id: 'AKIA2', active: true, created: '2025-01-01', lastUsed: '2026-02-01' },
      ]),
    });
  });

  test('every page of users is listed', async () => {
    const user = (UserName: string) => ({ UserName, Path: '/', UserId: 'U', Arn: 'arn', CreateDate: new Date() });
    iam
      .on(ListUsersCommand)
      .resolves({ Users: [user('one')], IsTruncated: true, Marker: 'more' })
      .on(ListUsersCommand, { Marker: 'more' })
      .resolves({ Users: [user('two')], IsTruncated: false });
    expect(await listed(credentials, aws)).toEqual(['one', 'two']);
  });
});
