import { SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { effectOf } from '../../aws/effect.ts';
import { putPublicSharing } from './actions.ts';
import { SETTING } from './kind.ts';

export default [
  effectOf(putPublicSharing, {
    permissions: { 'ssm:UpdateServiceSetting': `ssm:{region}:{account}:servicesetting${SETTING}` },
    async apply(ref, { after }, aws) {
      await aws
        .client(SSMClient, ref)
        .send(new UpdateServiceSettingCommand({ SettingId: SETTING, SettingValue: after ? 'Enable' : 'Disable' }));
    },
  }),
];
