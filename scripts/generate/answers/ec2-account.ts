import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetInstanceMetadataDefaults: { AccountLevel: {} },
  GetSerialConsoleAccessStatus: { SerialConsoleAccessEnabled: false },
  GetImageBlockPublicAccessState: { ImageBlockPublicAccessState: 'block-new-sharing' },
};
