import { GetAccountPasswordPolicyCommand, GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { NO_SUCH_ENTITY } from '../../aws/iam-resources.ts';
import { defineReader } from '../../aws/reader.ts';
import { UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { passwordPolicyFrom } from './api-password-policy.ts';
import { type IamAccount, iamAccount } from './kind.ts';

export default defineReader(iamAccount, {
  permissions: { read: { 'iam:GetAccountPasswordPolicy': '*', 'iam:GetAccountSummary': '*' }, list: {} },
  async read(ref, aws) {
    const iam = aws.client(IAMClient, ref);
    const [found, summary] = await Promise.all([
      absentOn(NO_SUCH_ENTITY, () => iam.send(new GetAccountPasswordPolicyCommand())),
      iam.send(new GetAccountSummaryCommand()),
    ]);
    return {
      passwordPolicy: found?.PasswordPolicy ? passwordPolicyFrom(found.PasswordPolicy) : null,
      ...rootAccessKeysIn(summary.SummaryMap?.AccountAccessKeysPresent),
    };
  },
  async list() {
    return { ids: ['account'] };
  },
});

/**
 * AWS shows whether root has access keys. It shows their ids and status only to root.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
function rootAccessKeysIn(present: number | undefined): Pick<IamAccount, 'rootAccessKeys' | 'rootHasAccessKeys'> {
  if (present === 0) return { rootAccessKeys: exactly([]) };
  return { rootAccessKeys: UNSEEN, ...(present === undefined ? {} : { rootHasAccessKeys: true }) };
}
