import {
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import { NO_SUCH_ENTITY, USERS } from '../../aws/iam-resources.ts';
import { defineReader } from '../../aws/reader.ts';
import { administratorsIn, type Details } from './api-details.ts';
import { type Administrator, iamAdministrators } from './kind.ts';

/** A page has up to 1,000 users, groups, roles and policies. More than these pages are not read. */
const MOST_PAGES = 20;
/** The credentials of more administrators than these are not read. */
const MOST_USERS = 20;

export default defineReader(iamAdministrators, {
  permissions: {
    read: {
      'iam:GetAccountAuthorizationDetails': '*',
      'iam:GetLoginProfile': USERS,
      'iam:ListAccessKeys': USERS,
    },
    list: {},
  },
  async read(ref, aws) {
    const iam = aws.client(IAMClient, ref);
    const { details, isWhole } = await detailsOf(iam);
    const found = administratorsIn(details, ref.account);
    const users = found.filter(({ id }) => id.startsWith('user/'));
    const asked = users.slice(0, MOST_USERS);
    const usable = await Promise.all(asked.map(async (each) => ((await hasCredentials(iam, each)) ? [each] : [])));
    const items = [...usable.flat(), ...found.filter((each) => !users.includes(each))];
    return { administrators: { items, complete: isWhole && asked.length === users.length } };
  },
  async list() {
    return { ids: ['account'] };
  },
});

async function detailsOf(iam: IAMClient): Promise<{ readonly details: Details; readonly isWhole: boolean }> {
  const details: Details = { users: [], groups: [], roles: [], policies: [] };
  let Marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await iam.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'],
        MaxItems: 1000,
        Marker,
      }),
    );
    details.users.push(...(found.UserDetailList ?? []));
    details.groups.push(...(found.GroupDetailList ?? []));
    details.roles.push(...(found.RoleDetailList ?? []));
    details.policies.push(...(found.Policies ?? []));
    Marker = found.IsTruncated ? found.Marker : undefined;
    if (!Marker) return { details, isWhole: true };
  }
  return { details, isWhole: false };
}

/** Whether a user has a password for the console or an active access key. */
async function hasCredentials(iam: IAMClient, { id }: Administrator): Promise<boolean> {
  const UserName = id.slice('user/'.length);
  const [profile, keys] = await Promise.all([
    absentOn(NO_SUCH_ENTITY, () => iam.send(new GetLoginProfileCommand({ UserName }))),
    absentOn(NO_SUCH_ENTITY, () => iam.send(new ListAccessKeysCommand({ UserName }))),
  ]);
  return profile !== undefined || (keys?.AccessKeyMetadata ?? []).some(({ Status }) => Status === 'Active');
}
