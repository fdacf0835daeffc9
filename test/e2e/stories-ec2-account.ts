const NO_STORY = 'moto has none of these settings of EC2';

export const UNCALLED = {
  'ec2:DisableImageBlockPublicAccess': NO_STORY,
  'ec2:DisableSerialConsoleAccess': NO_STORY,
  'ec2:DisableSnapshotBlockPublicAccess': NO_STORY,
  'ec2:EnableImageBlockPublicAccess': NO_STORY,
  'ec2:EnableSerialConsoleAccess': NO_STORY,
  'ec2:EnableSnapshotBlockPublicAccess': NO_STORY,
  'ec2:GetImageBlockPublicAccessState': NO_STORY,
  'ec2:GetInstanceMetadataDefaults': NO_STORY,
  'ec2:GetSerialConsoleAccessStatus': NO_STORY,
  'ec2:ModifyInstanceMetadataDefaults': NO_STORY,
};
