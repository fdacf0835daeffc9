const NO_SETTINGS = 'moto has none of these settings of EC2';

export const CANNOT = {
  'ebs.put-snapshot-block-public-access': NO_SETTINGS,
  'ec2.put-http-tokens-default': NO_SETTINGS,
  'ec2.put-images-blocked': NO_SETTINGS,
  'ec2.put-serial-console': NO_SETTINGS,
};
