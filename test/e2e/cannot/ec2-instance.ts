const RESETS = 'moto resets the metadata options that a call does not name';

export const CANNOT = {
  'ec2.remove-public-address': 'moto shows an Elastic IP address of an instance as one that EC2 assigned',
  'ec2.put-hop-limit': RESETS,
  'ec2.put-http-tokens': RESETS,
};
