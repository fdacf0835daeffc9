import { DeleteAccountPasswordPolicyCommand, IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { NO_SUCH_ENTITY } from '../../aws/iam-resources.ts';
import { updatePasswordPolicy } from './actions.ts';
import { requestFor } from './api-password-policy.ts';

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
