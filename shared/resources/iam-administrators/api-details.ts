import type {
  AttachedPolicy,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import { parseArn } from '../../core/arn.ts';
import { grantsEverything, grantsIam } from '../../policy/admin.ts';
import { accountsAssuming } from '../../policy/assumed.ts';
import { type Policy, readPolicy } from '../../policy/policy.ts';
import { decodedDocument } from '../common/api-iam-document.ts';
import type { Administrator } from './kind.ts';

/** The answers of GetAccountAuthorizationDetails. */
export interface Details {
  readonly users: UserDetail[];
  readonly groups: GroupDetail[];
  readonly roles: RoleDetail[];
  readonly policies: ManagedPolicyDetail[];
}

/** Policies of AWS for every use. The documents of its others give no full rights. */
const GIVES: Readonly<Record<string, string>> = { AdministratorAccess: '*', IAMFullAccess: 'iam:*' };
/** AWS attaches them to a leaked identity, and people to a retired one. */
const TAKES = /^arn:[^:]*:iam::aws:policy\/(?:AWSDenyAll$|AWSCompromisedKeyQuarantine)/;

/** A policy of a holder, and the ids without one of which it is lost. */
interface Source {
  readonly ids: readonly string[];
  /** `undefined`: it cannot be read. */
  readonly policy: Policy | undefined;
}

interface Holding {
  readonly sources: readonly Source[];
  /** A policy denies everything. */
  readonly isBarred: boolean;
}

/** The users, and the roles that somebody besides AWS services can assume, with all rights. */
export function administratorsIn({ users, groups, roles, policies }: Details, account: string): Administrator[] {
  const documents = new Map(policies.map((each) => [each.Arn, documentOf(each)]));
  const byGroup = new Map(
    groups.map((each) => [each.GroupName, holdingOf(`group/${each.GroupName}`, each, each.GroupPolicyList, documents)]),
  );
  return [
    ...users.flatMap((user) => {
      const own = holdingOf(`user/${user.UserName}`, user, user.UserPolicyList, documents);
      const shared = (user.GroupList ?? []).flatMap((name) => byGroup.get(name) ?? []);
      return administrator(`user/${user.UserName}`, user, [own, ...shared], [account]);
    }),
    ...roles.flatMap((role) => {
      const own = holdingOf(`role/${role.RoleName}`, role, role.RolePolicyList, documents);
      const from = accountsAssuming(decodedDocument(role.AssumeRolePolicyDocument), account);
      return administrator(`role/${role.RoleName}`, role, [own], from);
    }),
  ];
}

function administrator(
  id: string,
  { PermissionsBoundary }: Pick<UserDetail, 'PermissionsBoundary'>,
  held: readonly Holding[],
  from: readonly string[],
): readonly Administrator[] {
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
  const isLimited = boundary !== undefined && givenBy(boundary) !== GIVES['AdministratorAccess'];
  if (isLimited || from.length === 0 || held.some(({ isBarred }) => isBarred)) return [];
  const sources = held.flatMap((each) => each.sources);
  // A policy that cannot be read may deny anything.
  if (sources.some(({ policy }) => policy === undefined)) return [];
  const denies = sources.flatMap(({ policy }) => rawsOf(policy, 'deny'));
  const ways = sources.filter(({ policy }) => givesAll({ Statement: [...rawsOf(policy, 'allow'), ...denies] }));
  return ways.length === 0 ? [] : [{ id, ways: ways.map(({ ids }) => ids), from }];
}

function holdingOf(
  id: string,
  {
    AttachedManagedPolicies: attached = [],
  }: { readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined },
  inline: readonly PolicyDetail[] = [],
  documents: ReadonlyMap<string | undefined, unknown>,
): Holding {
  const own = inline.map(({ PolicyDocument }) => ({ ids: [id], policy: policyOf(decodedDocument(PolicyDocument)) }));
  const managed = attached.flatMap(({ PolicyArn: arn = '' }): readonly Source[] => {
    const Action = givenBy(arn);
    if (Action !== undefined) {
      return [{ ids: [id], policy: policyOf({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }) }];
    }
    if (parseArn(arn)?.account === 'aws') return [];
    return [{ ids: [id, parseArn(arn)?.resource ?? arn], policy: policyOf(documents.get(arn)) }];
  });
  return { sources: [...own, ...managed], isBarred: attached.some(({ PolicyArn = '' }) => TAKES.test(PolicyArn)) };
}

function givenBy(arn: string): string | undefined {
  const [, name = ''] = /^arn:[^:]*:iam::aws:policy\/(\w+)$/.exec(arn) ?? [];
  return Object.hasOwn(GIVES, name) ? GIVES[name] : undefined;
}

function documentOf({ DefaultVersionId, PolicyVersionList = [] }: ManagedPolicyDetail): unknown {
  const current = PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId);
  return decodedDocument(current?.Document);
}

function policyOf(document: unknown): Policy | undefined {
  const reading = readPolicy(document);
  return reading.is === 'policy' ? reading.policy : undefined;
}

function rawsOf(policy: Policy | undefined, effect: 'allow' | 'deny'): readonly object[] {
  return (policy?.statements ?? []).filter((each) => each.effect === effect).map(({ raw }) => raw);
}

function givesAll(document: object): boolean {
  const policy = policyOf(document);
  return grantsEverything(policy) || grantsIam(policy);
}
