const NO_STORY = 'no action on instances can be played, as cannot/ec2-instance.ts says';

export const UNCALLED = {
  'ec2:AssignIpv6Addresses': NO_STORY,
  'ec2:AssociateAddress': NO_STORY,
  'ec2:DescribeAddresses': NO_STORY,
  'ec2:DescribeInstanceAttribute': NO_STORY,
  'ec2:DescribeInstances': NO_STORY,
  'ec2:DescribeNetworkInterfaces': NO_STORY,
  'ec2:DisassociateAddress': NO_STORY,
  'ec2:ModifyInstanceMetadataOptions': NO_STORY,
  'ec2:ModifyNetworkInterfaceAttribute': NO_STORY,
  'ec2:UnassignIpv6Addresses': NO_STORY,
};
