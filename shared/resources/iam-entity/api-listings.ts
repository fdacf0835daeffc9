import {
  type IAMClient,
  ListGroupsCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { page } from '../../aws/reader.ts';
import { RESERVED, resourceOf } from './kind.ts';

const MaxItems = 1000;

/** Lists the entities of the account in pages, one type after the other. */
export function entityListings(iam: IAMClient) {
  return {
    async user(Marker: string | undefined) {
      const found = await iam.send(new ListUsersCommand({ MaxItems, Marker }));
      return page(
        (found.Users ?? []).map(({ UserName }) => `user/${UserName}`),
        found.Marker,
      );
    },
    async group(Marker: string | undefined) {
      const found = await iam.send(new ListGroupsCommand({ MaxItems, Marker }));
      return page(
        (found.Groups ?? []).map(({ GroupName }) => `group/${GroupName}`),
        found.Marker,
      );
    },
    async role(Marker: string | undefined) {
      const found = await iam.send(new ListRolesCommand({ MaxItems, Marker }));
      const changeable = (found.Roles ?? []).filter(({ Path }) => !RESERVED.test(Path ?? '/'));
      return page(
        changeable.map(({ RoleName }) => `role/${RoleName}`),
        found.Marker,
      );
    },
    async policy(Marker: string | undefined) {
      const found = await iam.send(new ListPoliciesCommand({ MaxItems, Marker, Scope: 'Local' }));
      return page(
        (found.Policies ?? []).map(({ Arn }) => Arn && resourceOf(Arn)),
        found.Marker,
      );
    },
  };
}
