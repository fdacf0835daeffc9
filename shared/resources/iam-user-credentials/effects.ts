import { IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { effectOf } from '../../aws/effect.ts';
import { USERS } from '../../aws/iam-resources.ts';
import { activateAccessKey, deactivateAccessKey } from './actions.ts';

export default [
  effectOf(deactivateAccessKey, {
    permissions: { 'iam:UpdateAccessKey': USERS },
    async apply(ref, { key }, aws) {
      await aws
        .client(IAMClient, ref)
        .send(new UpdateAccessKeyCommand({ UserName: ref.id, AccessKeyId: key, Status: 'Inactive' }));
    },
  }),
  effectOf(activateAccessKey, {
    permissions: { 'iam:UpdateAccessKey': USERS },
    async apply(ref, { key }, aws) {
      await aws
        .client(IAMClient, ref)
        .send(new UpdateAccessKeyCommand({ UserName: ref.id, AccessKeyId: key, Status: 'Active' }));
    },
  }),
];
