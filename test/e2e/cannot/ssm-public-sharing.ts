export const CANNOT = { 'ssm.put-public-sharing': 'moto has no settings of Systems Manager' };
