import { DeleteAccountPasswordPolicyCommand, IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { updatePasswordPolicy } from '../../actions/iam-account.ts';
import { absentOn } from '../absent.ts';
import { effectOf } from '../effect.ts';
import { NO_SUCH_ENTITY } from '../iam-resources.ts';
import { requestFor } from '../parts/password-policy.ts';

export default [
  effectOf(updatePasswordPolicy, {
    permissions: { 'iam:UpdateAccountPasswordPolicy': '*', 'iam:DeleteAccountPasswordPolicy': '*' },
    async apply(ref, { after }, aws) {
      const iam = aws.client(IAMClient, ref);
      if (after) await iam.send(new UpdateAccountPasswordPolicyCommand(requestFor(after)));
      else await absentOn(NO_SUCH_ENTITY, () => iam.send(new DeleteAccountPasswordPolicyCommand()));
    },
  }),
];
