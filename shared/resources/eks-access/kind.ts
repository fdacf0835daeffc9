import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { taggedByArn } from '../common/tagging.ts';

/** An access policy that is associated with a principal. */
export interface Grant {
  /** The ARN of a role or user. */
  readonly principal: string;
  /** The ARN of the access policy. */
  readonly policy: string;
  /** Left out: the whole cluster. */
  readonly namespaces?: readonly string[];
}

/**
 * Who may do what in an EKS cluster by its access entries. What the ConfigMap `aws-auth` and Kubernetes itself allow is not
 * shown. The id is the name of the cluster.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export interface EksAccess {
  readonly grants: Listing<Grant>;
}

/** The requests are inferred from the API: no public record shows one whole. */
export const eksAccess = defineKind<EksAccess>()({
  name: 'eks-access',
  type: 'AWS::EKS::AccessEntry',
  title: 'Access to an EKS cluster',
  blank: { grants: UNSEEN },
  arn: (ref) => arnOf('eks', ref, `cluster/${ref.id}`),
  tagging: {
    'eks:TagResource': taggedByArn('resourceArn', 'cluster/'),
    'eks:UntagResource': taggedByArn('resourceArn', 'cluster/'),
  },
  events: {
    'eks:CreateCluster': { ids: named, creates: true, evolve: (_, event) => ({ grants: grantsOfNew(event) }) },
    'eks:AssociateAccessPolicy': { ids: named, sets: ['grants'], evolve: associate },
    'eks:DisassociateAccessPolicy': { ids: named, sets: ['grants'], evolve: disassociate },
    'eks:DeleteAccessEntry': { ids: named, sets: ['grants'], evolve: removeEntry },
    // Another authentication mode can give the creator of the cluster an entry.
    'eks:UpdateClusterConfig': { ids: named },
    'eks:DeleteCluster': { ids: named, evolve: () => GONE },
  },
});

/** A principal has one grant of each policy. */
export function keyOf({ principal, policy }: Pick<Grant, 'principal' | 'policy'>): string {
  return `${principal} ${nameOf(policy)}`;
}

/** `AmazonEKSClusterAdminPolicy`. */
export function nameOf(policy: string): string {
  return policy.split('/').at(-1) ?? policy;
}

export function withGrant(state: EksAccess, grant: Grant): EksAccess {
  return { ...state, grants: withItems(state.grants, [grant], keyOf) };
}

export function withoutGrant(state: EksAccess, grant: Pick<Grant, 'principal' | 'policy'>): EksAccess {
  return { ...state, grants: withoutItems(state.grants, (each) => keyOf(each) === keyOf(grant)) };
}

/** A part of the path of a call can be encoded as in a URL. */
function textIn({ requestParameters }: TrailEvent, ...names: readonly string[]): string | undefined {
  const text = names.map((name) => getText(requestParameters, name)).find(Boolean);
  return text?.replace(/%(2f|3a|20|40|2b|3d|2c)/gi, decodeURIComponent);
}

function named(event: TrailEvent): string[] {
  const name = textIn(event, 'name', 'clusterName');
  if (!name) throw new UnreadableEvent(`${event.eventName} names no cluster`);
  return [name];
}

function required(event: TrailEvent, name: string): string {
  const text = textIn(event, name);
  if (!text) throw new UnreadableEvent(`${event.eventName} shows no ${name}`);
  return text;
}

/**
 * Without an authentication mode a cluster has no access entries. With entries, its creator is an administrator, unless
 * the request says otherwise; AWS adds entries of its own.
 */
function grantsOfNew({ requestParameters, userIdentity }: TrailEvent): Listing<Grant> {
  const config = get(requestParameters, 'accessConfig');
  if (!getText(config, 'authenticationMode')?.startsWith('API')) return exactly([]);
  const principal = getText(userIdentity, 'sessionContext', 'sessionIssuer', 'arn') ?? getText(userIdentity, 'arn');
  if (!principal || getFlag(config, 'bootstrapClusterCreatorAdminPermissions') === false) return UNSEEN;
  const partition = parseArn(principal)?.partition ?? 'aws';
  const policy = `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  return withItems<Grant>(UNSEEN, [{ principal, policy }], keyOf);
}

function associate(known: EksAccess, event: TrailEvent): EksAccess {
  const scope = get(event.requestParameters, 'accessScope');
  const type = getText(scope, 'type');
  if (type !== 'cluster' && type !== 'namespace') throw new UnreadableEvent(`${event.eventName} shows no scope`);
  return withGrant(known, {
    principal: required(event, 'principalArn'),
    policy: required(event, 'policyArn'),
    ...(type === 'namespace' ? { namespaces: getTexts(scope, 'namespaces') } : {}),
  });
}

function disassociate(known: EksAccess, event: TrailEvent): EksAccess {
  return withoutGrant(known, { principal: required(event, 'principalArn'), policy: required(event, 'policyArn') });
}

function removeEntry(known: EksAccess, event: TrailEvent): EksAccess {
  const gone = required(event, 'principalArn');
  return { ...known, grants: withoutItems(known.grants, ({ principal }) => principal === gone) };
}
