import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  IAMClient,
  paginateListVirtualMFADevices,
} from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { NO_SUCH_ENTITY } from '../../aws/iam-resources.ts';
import { defineReader } from '../../aws/reader.ts';
import { UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { passwordPolicyFrom } from './api-password-policy.ts';
import { type IamAccount, iamAccount } from './kind.ts';

export default defineReader(iamAccount, {
  permissions: {
    read: {
      'iam:GetAccountPasswordPolicy': '*',
      'iam:GetAccountSummary': '*',
      'iam:ListVirtualMFADevices': '*',
    },
    list: {},
  },
  async read(ref, aws) {
    const iam = aws.client(IAMClient, ref);
    const [found, summary, virtual] = await Promise.all([
      absentOn(NO_SUCH_ENTITY, () => iam.send(new GetAccountPasswordPolicyCommand())),
      iam.send(new GetAccountSummaryCommand()),
      everyItem(
        paginateListVirtualMFADevices({ client: iam }, { AssignmentStatus: 'Assigned' }),
        ({ VirtualMFADevices }) => VirtualMFADevices,
      ),
    ]);
    const rootMfa = rootMfaIn(summary.SummaryMap ?? {});
    return {
      passwordPolicy: found?.PasswordPolicy ? passwordPolicyFrom(found.PasswordPolicy) : null,
      ...rootAccessKeysIn(summary.SummaryMap?.AccountAccessKeysPresent),
      ...(rootMfa ? { rootMfa } : {}),
      rootMfaIsVirtual: virtual.some(({ User }) => User?.Arn?.endsWith(':root')),
    };
  },
  async list() {
    return { ids: ['account'] };
  },
});

/** An organisation can take the password from the root users of its members. */
function rootMfaIn({
  AccountMFAEnabled: on,
  AccountPasswordPresent: password,
}: Readonly<Record<string, number>>): IamAccount['rootMfa'] {
  if (on === undefined) return undefined;
  if (on > 0) return 'on';
  return password === 0 ? 'unneeded' : 'off';
}

/**
 * AWS shows whether root has access keys. It shows their ids and status only to root.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
function rootAccessKeysIn(present: number | undefined): Pick<IamAccount, 'rootAccessKeys' | 'rootHasAccessKeys'> {
  if (present === 0) return { rootAccessKeys: exactly([]) };
  return { rootAccessKeys: UNSEEN, ...(present === undefined ? {} : { rootHasAccessKeys: true }) };
}
