const NO_POLICIES =
  'moto has no policies of EFS file systems: test/resources/efs-file-system holds them against doubles';
export const UNCALLED = {
  'elasticfilesystem:DeleteFileSystemPolicy': NO_POLICIES,
  'elasticfilesystem:DescribeFileSystemPolicy': NO_POLICIES,
  'elasticfilesystem:DescribeFileSystems': NO_POLICIES,
  'elasticfilesystem:PutFileSystemPolicy': NO_POLICIES,
};
