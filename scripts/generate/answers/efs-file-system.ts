import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeFileSystems: { FileSystems: [{ FileSystemId: 'fs-1' }] },
  DescribeFileSystemPolicy: {},
};
