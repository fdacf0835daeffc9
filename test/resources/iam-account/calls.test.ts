import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { updatePasswordPolicy } from '../../../shared/resources/iam-account/actions.ts';
import iamAccount from '../../../shared/resources/iam-account/reader.ts';
import passwordPolicyWeakened from '../../../shared/rules/iam/iam-password-policy-weakened.ts';
import rootAccessKeyCreated from '../../../shared/rules/iam/iam-root-access-key-created.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended, judgeRead } from '../../support/mend.ts';

const ref = refOn(iamAccount, 'account', 'us-east-1');
const WEAK = {
  minimumLength: 8,
  symbols: false,
  numbers: true,
  uppercase: false,
  lowercase: true,
  selfService: true,
  maximumAge: 0,
  reusePrevention: 0,
  hardExpiry: false,
};
const OTHER = { ...WEAK, minimumLength: 12, symbols: true, maximumAge: 90, reusePrevention: 5, hardExpiry: true };
const remove = updatePasswordPolicy({ before: WEAK, after: null });

describeWithMoto('the IAM settings of an account in AWS', () => {
  const aws = motoAws();

  // One account, which all tests share.
  beforeEach(() => applyAction(ref, remove, aws));
  afterEach(() => applyAction(ref, remove, aws));

  test('an account without a policy of its own', async () => {
    expect(await iamAccount.read(ref, aws)).toEqual({
      passwordPolicy: null,
      rootAccessKeys: exactly([]),
      rootMfa: 'off',
      rootMfaIsVirtual: false,
    });
    await expectConforming(iamAccount, ref, updatePasswordPolicy({ before: null, after: WEAK }), aws);
  });

  test('one policy for another, every field of it', async () => {
    await applyAction(ref, updatePasswordPolicy({ before: null, after: WEAK }), aws);
    await expectConforming(iamAccount, ref, updatePasswordPolicy({ before: WEAK, after: OTHER }), aws);
  });

  test('a weak policy is found and strengthened, the rest of it left as it is', async () => {
    await applyAction(ref, updatePasswordPolicy({ before: null, after: WEAK }), aws);
    await expectMended(passwordPolicyWeakened, iamAccount, ref, aws);
    expect(await iamAccount.read(ref, aws)).toMatchObject({
      passwordPolicy: { ...WEAK, minimumLength: 14, reusePrevention: 24, symbols: true, uppercase: true },
    });
  });

  test('there is one in an account', async () => {
    expect(await listed(iamAccount, aws)).toEqual(['account']);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(iamAccount, ref, motoAws());
  });
});

describe('access keys of root (calls mocked: moto has none)', () => {
  const aws = createAws();
  const iam = mockClient(aws.client(IAMClient, ref));
  beforeEach(() => {
    iam.reset();
    iam.on(GetAccountPasswordPolicyCommand).resolves({});
    iam.on(ListVirtualMFADevicesCommand).resolves({ VirtualMFADevices: [] });
  });

  test('one that is there, though AWS does not say which', async () => {
    iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { AccountAccessKeysPresent: 1 } });
    expect(await iamAccount.read(ref, aws)).toMatchObject({ rootAccessKeys: UNSEEN, rootHasAccessKeys: true });
    expect(await judgeRead(rootAccessKeyCreated, iamAccount, ref, aws)).toMatchObject({
      violations: [{ text: expect.stringMatching(/^The root user has an access key:/) as string }],
    });
  });

  test('none', async () => {
    iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { AccountAccessKeysPresent: 0 } });
    const judged = await judgeRead(rootAccessKeyCreated, iamAccount, ref, aws);
    expect(judged).toMatchObject({ violations: [] });
    expect(judged.unknown).toBeUndefined();
  });

  test('an answer that does not say', async () => {
    iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: {} });
    expect((await judgeRead(rootAccessKeyCreated, iamAccount, ref, aws)).unknown).toBeDefined();
  });

  test.each([
    [{ AccountMFAEnabled: 1, AccountPasswordPresent: 1 }, 'arn:aws:iam::111122223333:root', 'on', true],
    [{ AccountMFAEnabled: 1, AccountPasswordPresent: 1 }, 'arn:aws:iam::111122223333:user/jane', 'on', false],
    [{ AccountMFAEnabled: 0, AccountPasswordPresent: 0 }, 'arn:aws:iam::111122223333:user/jane', 'unneeded', false],
    [{ AccountMFAEnabled: 0, AccountPasswordPresent: 1 }, 'arn:aws:iam::111122223333:user/jane', 'off', false],
    [{ AccountMFAEnabled: 0 }, 'arn:aws:iam::111122223333:user/jane', 'off', false],
  ] as const)('the MFA of root: %j, and a virtual device of %s', async (SummaryMap, Arn, rootMfa, rootMfaIsVirtual) => {
    iam.on(GetAccountSummaryCommand).resolves({ SummaryMap });
    const device = { SerialNumber: 'arn:aws:iam::111122223333:mfa/one', User: { Arn } as never };
    iam.on(ListVirtualMFADevicesCommand).resolves({ VirtualMFADevices: [device] });
    expect(await iamAccount.read(ref, aws)).toMatchObject({ rootMfa, rootMfaIsVirtual });
  });
});
