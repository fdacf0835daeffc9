export const CANNOT = { 'logs.put-log-group-key': 'moto has no calls for the keys of log groups' };
