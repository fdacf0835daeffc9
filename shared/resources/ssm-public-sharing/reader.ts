import { GetServiceSettingCommand, SSMClient } from '@aws-sdk/client-ssm';
import { defineReader } from '../../aws/reader.ts';
import { SETTING, ssmPublicSharing } from './kind.ts';

export default defineReader(ssmPublicSharing, {
  permissions: {
    read: { 'ssm:GetServiceSetting': `ssm:{region}:{account}:servicesetting${SETTING}` },
    list: {},
  },
  async read(ref, aws) {
    const found = await aws.client(SSMClient, ref).send(new GetServiceSettingCommand({ SettingId: SETTING }));
    const value = found.ServiceSetting?.SettingValue?.toLowerCase();
    return value === 'enable' || value === 'disable' ? { isAllowed: value === 'enable' } : {};
  },
  async list({ region }) {
    return { ids: [region] };
  },
});
