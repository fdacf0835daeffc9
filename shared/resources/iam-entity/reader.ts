import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient, paginateListPolicyVersions } from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { GROUPS, NO_SUCH_ENTITY, POLICIES, ROLES, USERS } from '../../aws/iam-resources.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader } from '../../aws/reader.ts';
import { type TagsByKey, tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone, UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { decodedDocument } from '../common/api-iam-document.ts';
import { type Holder, holderOf } from './api-holders.ts';
import { entitiesOf } from './api-listings.ts';
import { type IamEntity, iamEntity } from './kind.ts';

export default defineReader(iamEntity, {
  permissions: {
    read: {
      'iam:GetUser': USERS,
      'iam:ListUserPolicies': USERS,
      'iam:GetUserPolicy': USERS,
      'iam:ListAttachedUserPolicies': USERS,
      'iam:GetGroup': GROUPS,
      'iam:ListGroupPolicies': GROUPS,
      'iam:GetGroupPolicy': GROUPS,
      'iam:ListAttachedGroupPolicies': GROUPS,
      'iam:GetRole': ROLES,
      'iam:ListRolePolicies': ROLES,
      'iam:GetRolePolicy': ROLES,
      'iam:ListAttachedRolePolicies': ROLES,
      'iam:GetPolicy': POLICIES,
      'iam:ListPolicyVersions': POLICIES,
      'iam:GetPolicyVersion': POLICIES,
    },
    list: { 'iam:GetAccountAuthorizationDetails': '*' },
  },
  async read(ref, aws, onTags) {
    const iam = aws.client(IAMClient, ref);
    const holder = holderOf(iam, ref.id);
    return holder ? await readHolder(holder, onTags) : await readPolicy(iam, iamEntity.arn?.(ref) ?? '', onTags);
  },
  list: (place, aws, from) => entitiesOf(aws.client(IAMClient, place), from),
});

type OnTags = ((tags: TagsByKey) => void) | undefined;

/** A user, group or role. */
async function readHolder(holder: Holder, onTags: OnTags): Promise<IamEntity | Gone> {
  const found = await absentOn(NO_SUCH_ENTITY, () => Promise.all([holder.head(), holder.inline(), holder.attached()]));
  if (!found) return GONE;
  const [{ Path, PermissionsBoundary, AssumeRolePolicyDocument, Tags }, names, policies] = found;
  onTags?.(tagsIn(Tags));
  const attached = policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
  const inline = await Promise.all(
    names.map(async (name) => {
      // The policy was deleted in the meantime. Its holder exists: it was just read.
      const answer = await absentOn(NO_SUCH_ENTITY, () => holder.document(name));
      return answer ? [{ name, document: decodedDocument(answer.PolicyDocument) }] : [];
    }),
  );
  return {
    ...(Path ? { path: Path } : {}),
    inline: exactly(inOrder(inline.flat(), ({ name }) => name)),
    attached: exactly(inOrder(attached, (arn) => arn)),
    boundary: PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    ...(AssumeRolePolicyDocument ? { trust: decodedDocument(AssumeRolePolicyDocument) } : {}),
    versions: UNSEEN,
  };
}

async function readPolicy(client: IAMClient, PolicyArn: string, onTags: OnTags): Promise<IamEntity | Gone> {
  const found = await absentOn(NO_SUCH_ENTITY, () =>
    Promise.all([
      client.send(new GetPolicyCommand({ PolicyArn })),
      everyItem(paginateListPolicyVersions({ client }, { PolicyArn }), ({ Versions }) => Versions),
    ]),
  );
  if (!found) return GONE;
  const [{ Policy }, ids] = found;
  onTags?.(tagsIn(Policy?.Tags));
  const versions = await Promise.all(
    ids.map(async ({ VersionId }) => {
      const answer = await absentOn(NO_SUCH_ENTITY, () =>
        client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
      );
      return VersionId && answer ? [{ id: VersionId, document: decodedDocument(answer.PolicyVersion?.Document) }] : [];
    }),
  );
  return {
    ...(Policy?.Path ? { path: Policy.Path } : {}),
    inline: UNSEEN,
    attached: UNSEEN,
    versions: exactly(inOrder(versions.flat(), ({ id }) => id)),
    ...(Policy?.DefaultVersionId ? { defaultVersion: Policy.DefaultVersionId } : {}),
  };
}
