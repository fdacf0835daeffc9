const RESETS = 'moto resets the metadata options that a call does not name';

export const CANNOT = { 'ec2.put-hop-limit': RESETS, 'ec2.put-http-tokens': RESETS };
