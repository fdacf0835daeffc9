import * as z from 'zod';
import { putPublicSharing } from '../../resources/ssm-public-sharing/actions.ts';
import { ssmPublicSharing } from '../../resources/ssm-public-sharing/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'ssm-public-sharing-allowed',
  title: 'Systems Manager documents cannot be made public',
  severity: 'high',
  kind: ssmPublicSharing,
  controls: ['ssm-document-public-sharing-allowed'],
  options: z.strictObject({
    exceptRegions: z
      .array(z.string())
      .default([])
      .describe('Regions that are not judged, because documents are published from them.'),
  }),
  fix: 'Block public sharing of documents in this region. Documents that are public already stay public.',
  isExempt: (_, { ref, options }) => options.exceptRegions.includes(ref.id),
  settings: {
    isAllowed: {
      wrong: {
        text: 'Anybody who may share documents of Systems Manager can make one public in this region.',
        resolved: 'Documents of Systems Manager can no longer be made public in this region.',
      },
      unseen: 'whether documents can be made public',
      isRight: (isAllowed) => !isAllowed,
      fix: { put: putPublicSharing, to: () => false },
    },
  },
});
