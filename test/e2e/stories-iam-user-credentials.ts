import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Ref } from '../../shared/core/ref.ts';
import { activateAccessKey, deactivateAccessKey } from '../../shared/resources/iam-user-credentials/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

/** AWS gives a key its id; by user. */
const keys = new Map<string, string>();
const keyOf = ({ id }: Ref) => keys.get(id) ?? '';

export const STORIES: readonly ActionStory[] = [
  story('iam.deactivate-access-key', 'iam-access-key-standing', 'iam-user-credentials', {
    isGlobal: true,
    async make(aws) {
      const UserName = 'batch';
      const iam = aws.client(IAMClient, PLACE);
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const key = AccessKey?.AccessKeyId ?? '';
      keys.set(UserName, key);
      const ref = { kind: 'iam-user-credentials', ...PLACE, id: UserName };
      await applyAction(ref, deactivateAccessKey({ key }), aws);
      return UserName;
    },
    drift: (ref) => [activateAccessKey({ key: keyOf(ref) })],
    event: (ref) => ['iam:UpdateAccessKey', { userName: ref.id, accessKeyId: keyOf(ref), status: 'Active' }],
  }),
];
