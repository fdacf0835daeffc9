const NO_SETTINGS = 'moto has no settings of Systems Manager';

export const UNCALLED = { 'ssm:GetServiceSetting': NO_SETTINGS, 'ssm:UpdateServiceSetting': NO_SETTINGS };
