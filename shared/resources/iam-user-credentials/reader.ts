import {
  type AccessKeyMetadata,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
} from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { NO_SUCH_ENTITY, USERS } from '../../aws/iam-resources.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { dayOf } from '../../core/day.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { type AccessKey, iamUserCredentials } from './kind.ts';

export default defineReader(iamUserCredentials, {
  permissions: {
    read: {
      'iam:GetUser': USERS,
      'iam:GetLoginProfile': USERS,
      'iam:ListMFADevices': USERS,
      'iam:ListAccessKeys': USERS,
      'iam:GetAccessKeyLastUsed': USERS,
    },
    list: { 'iam:ListUsers': '*' },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(IAMClient, ref);
    const name = { UserName: ref.id };
    const found = await absentOn(NO_SUCH_ENTITY, () =>
      Promise.all([
        client.send(new GetUserCommand(name)),
        everyItem(paginateListMFADevices({ client }, name), ({ MFADevices }) => MFADevices),
        everyItem(paginateListAccessKeys({ client }, name), ({ AccessKeyMetadata }) => AccessKeyMetadata),
      ]),
    );
    if (!found) return GONE;
    const [user, devices, keys] = found;
    onTags?.(tagsIn(user.User?.Tags));
    // A user without a password has no login profile.
    const profile = await absentOn(NO_SUCH_ENTITY, () => client.send(new GetLoginProfileCommand(name)));
    const read = await Promise.all(keys.map((key) => readKey(client, key)));
    return {
      password: profile !== undefined,
      devices: exactly(
        inOrder(
          devices.flatMap(({ SerialNumber }) => SerialNumber ?? []),
          (serial) => serial,
        ),
      ),
      keys: exactly(inOrder(read.flat(), ({ id }) => id)),
    };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(IAMClient, place)
      .send(new ListUsersCommand({ MaxItems: 1000, ...(from ? { Marker: from } : {}) }));
    return page(
      (found.Users ?? []).map(({ UserName }) => UserName),
      found.IsTruncated ? found.Marker : undefined,
    );
  },
});

/**
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
async function readKey(
  client: IAMClient,
  { AccessKeyId: id, Status, CreateDate }: AccessKeyMetadata,
): Promise<AccessKey[]> {
  if (!id) return [];
  const key = { id, active: Status === 'Active', ...(CreateDate ? { created: dayOf(CreateDate) } : {}) };
  const used = await absentOn(NO_SUCH_ENTITY, () => client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id })));
  // The key was deleted in the meantime.
  if (!used) return [];
  const { AccessKeyLastUsed: last } = used;
  return [last ? { ...key, lastUsed: last.LastUsedDate ? dayOf(last.LastUsedDate) : null } : key];
}
