import { GetServiceSettingCommand, SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { putPublicSharing } from '../../../shared/resources/ssm-public-sharing/actions.ts';
import { SETTING } from '../../../shared/resources/ssm-public-sharing/kind.ts';
import ssmPublicSharing from '../../../shared/resources/ssm-public-sharing/reader.ts';
import { applyAction, listed, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

describe('public sharing of documents: calls that moto does not have, with doubles of the SDK', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SSMClient, PLACE));
  const ref = refOn(ssmPublicSharing, PLACE.region);
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  test.each([
    ['Enable', { isAllowed: true }],
    ['Disable', { isAllowed: false }],
    [undefined, {}],
  ])('%s is read', async (SettingValue, state) => {
    client.on(GetServiceSettingCommand, { SettingId: SETTING }).resolves({ ServiceSetting: { SettingValue } });
    expect(await ssmPublicSharing.read(ref, aws)).toEqual(state);
  });

  test('a call that is denied proves nothing', async () => {
    client.on(GetServiceSettingCommand).rejects(awsError('AccessDeniedException'));
    await expect(ssmPublicSharing.read(ref, aws)).rejects.toThrow('AccessDenied');
  });

  test('is blocked, and allowed again', async () => {
    client.on(UpdateServiceSettingCommand).resolves({});
    const action = putPublicSharing({ before: true, after: false });
    await applyAction(ref, action, aws);
    await applyAction(ref, putPublicSharing.inverse(action.params), aws);
    expect(client.commandCalls(UpdateServiceSettingCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { SettingId: SETTING, SettingValue: 'Disable' },
      { SettingId: SETTING, SettingValue: 'Enable' },
    ]);
  });

  test('each region has one', async () => {
    expect(await listed(ssmPublicSharing, aws)).toEqual([PLACE.region]);
  });
});
