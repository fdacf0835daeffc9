export const UNCALLED = {
  'ec2:DescribeLaunchTemplateVersions': 'nothing changes a launch template, so that it has no story',
};
