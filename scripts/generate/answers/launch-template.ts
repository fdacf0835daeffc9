import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeLaunchTemplates: { LaunchTemplates: [{ LaunchTemplateId: 'lt-1' }] },
  DescribeLaunchTemplateVersions: { LaunchTemplateVersions: [{ VersionNumber: 1, LaunchTemplateData: {} }] },
};
