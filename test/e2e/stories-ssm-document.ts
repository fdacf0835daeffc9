import { CreateDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { shareDocument } from '../../shared/resources/ssm-document/actions.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

export const STORIES: readonly ActionStory[] = [
  story('ssm.unshare-document', 'ssm-document-shared', 'ssm-document', {
    async make(aws) {
      const Name = 'e2e-restart';
      const Content = JSON.stringify({ schemaVersion: '2.2', description: 'x', mainSteps: [] });
      await aws
        .client(SSMClient, PLACE)
        .send(new CreateDocumentCommand({ Name, Content, DocumentType: 'Command', DocumentFormat: 'JSON' }));
      return Name;
    },
    drift: () => [shareDocument({ share: 'all' })],
    event: ({ id }) => [
      'ssm:ModifyDocumentPermission',
      { name: id, permissionType: 'Share', accountIdsToAdd: ['All'] },
    ],
  }),
];
