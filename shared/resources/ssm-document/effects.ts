import { ModifyDocumentPermissionCommand, SSMClient } from '@aws-sdk/client-ssm';
import { effectOf } from '../../aws/effect.ts';
import { shareDocument, unshareDocument } from './actions.ts';
import { permissionOf } from './api-permission.ts';
import { shareOf } from './kind.ts';

const DOCUMENTS = 'ssm:{region}:{account}:document/*';

const REFUSALS = {
  InvalidDocument: 'The document no longer exists.',
  DocumentPermissionLimit: 'AWS shares a document either with everybody or with single accounts.',
};

export default [
  effectOf(unshareDocument, {
    permissions: { 'ssm:ModifyDocumentPermission': DOCUMENTS },
    refusals: REFUSALS,
    async apply(ref, { share }, aws) {
      await aws
        .client(SSMClient, ref)
        .send(
          new ModifyDocumentPermissionCommand({ Name: ref.id, PermissionType: 'Share', AccountIdsToRemove: [share] }),
        );
    },
  }),
  effectOf(shareDocument, {
    permissions: { 'ssm:ModifyDocumentPermission': DOCUMENTS, 'ssm:DescribeDocumentPermission': DOCUMENTS },
    refusals: REFUSALS,
    async apply(ref, { share, version }, aws) {
      await aws.client(SSMClient, ref).send(
        new ModifyDocumentPermissionCommand({
          Name: ref.id,
          PermissionType: 'Share',
          AccountIdsToAdd: [share],
          ...(version ? { SharedDocumentVersion: version } : {}),
        }),
      );
    },
    // An undo shares the version that was shared before.
    async complete(ref, given, aws) {
      const { versions } = await permissionOf(aws.client(SSMClient, ref), ref.id);
      return given.map((params) => {
        const shared = versions.find(({ AccountId }) => shareOf(AccountId ?? '') === params.share);
        return shared?.SharedDocumentVersion ? { ...params, version: shared.SharedDocumentVersion } : params;
      });
    },
  }),
];
