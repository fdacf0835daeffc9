import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  ListUsers: { Users: [{ UserName: 'one' }] },
  GetLoginProfile: { LoginProfile: { UserName: 'one' } },
  ListMFADevices: { MFADevices: [{ SerialNumber: 'arn:aws:iam::111122223333:mfa/one' }] },
  ListAccessKeys: { AccessKeyMetadata: [{ AccessKeyId: 'AKIAEXAMPLE111111111', Status: 'Active' }] },
  GetAccessKeyLastUsed: { AccessKeyLastUsed: {} },
};
