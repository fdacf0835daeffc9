import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { destinationOf } from '../common/destination.ts';
import { taggedInEc2 } from '../common/tagging.ts';
import { neighbours } from './neighbours.ts';
import { EVERY_PROTOCOL, type Protocol, portsIn, protocolFrom } from './protocol.ts';

/** One permission with one source. AWS groups permissions by port range; rules judge each source. */
export interface Permission {
  readonly protocol: Protocol;
  /** The ports; for ICMP the type and the code. Left out: all of the protocol. */
  readonly from?: number;
  readonly to?: number;
  /** Exactly one of these three is set: the source, or of egress the destination. */
  readonly cidr?: string;
  readonly prefixList?: string;
  readonly group?: string;
  /** `sgr-…`. Left out: no event showed it. */
  readonly ruleId?: string;
  readonly description?: string;
}

export interface SecurityGroup {
  readonly name?: string;
  readonly vpc?: string;
  readonly ingress: Listing<Permission>;
  readonly egress: Listing<Permission>;
  /** Changed rules of which no event shows whether they are ingress or egress rules. Left out: none. */
  readonly unplaced?: readonly Permission[];
}

export const securityGroup = defineKind<SecurityGroup>()({
  name: 'security-group',
  type: 'AWS::EC2::SecurityGroup',
  title: 'EC2 security group',
  blank: { ingress: UNSEEN, egress: UNSEEN },
  neighbours,
  arn: (ref) => arnOf('ec2', ref, `security-group/${ref.id}`),
  tagging: taggedInEc2('sg-'),
  events: {
    'ec2:CreateSecurityGroup': { ids: created, creates: true, evolve: begin },
    'ec2:AuthorizeSecurityGroupIngress': { ids: requested, sets: ['name', 'ingress'], evolve: authorise },
    'ec2:AuthorizeSecurityGroupEgress': { ids: requested, sets: ['egress'], evolve: authorise },
    'ec2:RevokeSecurityGroupIngress': { ids: requested, sets: ['name', 'ingress', 'unplaced'], evolve: revoke },
    'ec2:RevokeSecurityGroupEgress': { ids: requested, sets: ['egress', 'unplaced'], evolve: revoke },
    'ec2:ModifySecurityGroupRules': { ids: modified, sets: ['ingress', 'egress', 'unplaced'], evolve: modify },
    'ec2:DeleteSecurityGroup': { ids: requested, evolve: () => GONE },
  },
});

/**
 * The same text for permissions that allow the same. Rule id, description and the spelling of the block do not count.
 */
export function permissionKey(permission: Permission): string {
  const known = KEYS.get(permission);
  if (known !== undefined) return known;
  const { protocol, from, to, cidr, prefixList, group } = permission;
  const source = cidr === undefined ? (prefixList ?? group ?? '') : destinationOf(cidr);
  const key = [protocol, from ?? '', to ?? '', source].join(' ');
  KEYS.set(permission, key);
  return key;
}

/** Each step of a plan is simulated over all permissions of a group, and a group can have 1,000. */
const KEYS = new WeakMap<Permission, string>();

function created(event: TrailEvent): string[] {
  const id = getText(event.responseElements, 'groupId');
  if (!id) throw new UnreadableEvent('CreateSecurityGroup shows no groupId');
  return [id];
}

/**
 * In EC2-Classic and default VPCs a call can name the group by its name. The rules in the response then have the id.
 */
function requested(event: TrailEvent): string[] {
  const id =
    getText(event.requestParameters, 'groupId') ??
    getText(getList(event.responseElements, 'securityGroupRuleSet')[0], 'groupId') ??
    getText(event.requestParameters, 'groupName');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no security group`);
  return [id];
}

function modified(event: TrailEvent): string[] {
  const id = getText(modifyRequest(event), 'GroupId');
  if (!id) throw new UnreadableEvent('ModifySecurityGroupRules names no security group');
  return [id];
}

function begin(_: SecurityGroup, event: TrailEvent): SecurityGroup {
  const name = getText(event.requestParameters, 'groupName');
  const vpc = getText(event.requestParameters, 'vpcId');
  // A new group has no ingress rules. AWS adds its egress rule.
  return { ...(name ? { name } : {}), ...(vpc ? { vpc } : {}), ingress: exactly([]), egress: UNSEEN };
}

function authorise(known: SecurityGroup, event: TrailEvent): SecurityGroup {
  const side = sideOf(event);
  const answered = getList(event.responseElements, 'securityGroupRuleSet').map(fromRule);
  const added = answered.length > 0 ? answered : fromRequest(event.requestParameters);
  return { ...named(known, event), [side]: withItems(known[side], added, permissionKey) };
}

function revoke(known: SecurityGroup, event: TrailEvent): SecurityGroup {
  const side = sideOf(event);
  const ids = new Set(ruleIdsIn(get(event.requestParameters, 'securityGroupRuleIds')));
  const revoked = [
    ...fromRequest(event.requestParameters),
    ...getList(event.responseElements, 'revokedSecurityGroupRuleSet').map(fromRule),
  ];
  const keys = new Set(revoked.map(permissionKey));
  const gone = (item: Permission) =>
    keys.has(permissionKey(item)) || (item.ruleId !== undefined && ids.has(item.ruleId));
  for (const { ruleId } of revoked) if (ruleId) ids.add(ruleId);
  return { ...placed(named(known, event), ids), [side]: withoutItems(known[side], gone) };
}

/**
 * Each update has the id of a rule and the whole new rule. Only an earlier event shows whether it is an ingress or
 * egress rule.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html
 */
function modify(known: SecurityGroup, event: TrailEvent): SecurityGroup {
  return getList(modifyRequest(event), 'SecurityGroupRule').reduce<SecurityGroup>((group, update) => {
    const ruleId = getText(update, 'SecurityGroupRuleId');
    const rule = get(update, 'SecurityGroupRule');
    if (!ruleId || rule === undefined) throw new UnreadableEvent('ModifySecurityGroupRules shows no rule');
    const side = sideWith(ruleId, group);
    const changed = { ...fromRule(rule), ruleId };
    const rest = placed(group, new Set([ruleId]));
    if (!side) return { ...rest, unplaced: [...(rest.unplaced ?? []), changed] };
    const others = withoutItems(group[side], (item) => item.ruleId === ruleId);
    return { ...rest, [side]: withItems(others, [changed], permissionKey) };
  }, known);
}

const SIDES = [
  ['ingress', 'egress'],
  ['egress', 'ingress'],
] as const;

/**
 * Whether a rule is an ingress or egress rule. `undefined`: not known. A rule that is not on one complete side is on
 * the other.
 */
function sideWith(ruleId: string, group: SecurityGroup): 'ingress' | 'egress' | undefined {
  const [found] = SIDES.find(([side]) => group[side].items.some((item) => item.ruleId === ruleId)) ?? [];
  if (found || group.unplaced) return found;
  const isKnownById = ({ items, complete }: Listing<Permission>) => complete && items.every((item) => item.ruleId);
  return SIDES.find(([, other]) => isKnownById(group[other]))?.[0];
}

/** The group without those unplaced rules whose side is known now. */
function placed(group: SecurityGroup, ids: ReadonlySet<string>): SecurityGroup {
  const { unplaced = [], ...rest } = group;
  const left = unplaced.filter(({ ruleId }) => ruleId === undefined || !ids.has(ruleId));
  return left.length > 0 ? { ...rest, unplaced: left } : rest;
}

function modifyRequest(event: TrailEvent): unknown {
  return get(event.requestParameters, 'ModifySecurityGroupRulesRequest') ?? event.requestParameters;
}

function sideOf(event: TrailEvent): 'ingress' | 'egress' {
  return event.eventName.endsWith('Egress') ? 'egress' : 'ingress';
}

/** A call that names the group by its name shows the name. */
function named(known: SecurityGroup, event: TrailEvent): SecurityGroup {
  const name = getText(event.requestParameters, 'groupName');
  return name ? { ...known, name } : known;
}

/** The request has a list `ipPermissions`, or the same parameters at its top and an empty `ipPermissions`. */
function fromRequest(request: unknown): Permission[] {
  const nested = getList(request, 'ipPermissions').flatMap(fromPermission);
  return getText(request, 'cidrIp') || getText(request, 'cidrIpv6') || getText(request, 'sourceSecurityGroupName')
    ? [...nested, fromFlat(request)]
    : nested;
}

function fromFlat(request: unknown): Permission {
  const cidr = getText(request, 'cidrIp') ?? getText(request, 'cidrIpv6');
  const group = getText(request, 'sourceSecurityGroupName');
  return { ...traffic(request, 'ipProtocol'), ...(cidr ? { cidr } : {}), ...(group ? { group } : {}) };
}

function fromPermission(permission: unknown): Permission[] {
  const allowed = traffic(permission, 'ipProtocol');
  const each = (list: string, as: 'cidr' | 'prefixList' | 'group', ...names: readonly string[]): Permission[] =>
    getList(permission, list).flatMap((item) => {
      const description = getText(item, 'description');
      const who = names.map((name) => getText(item, name)).find((text) => text);
      return who ? [{ ...allowed, [as]: who, ...(description ? { description } : {}) }] : [];
    });
  return [
    ...each('ipRanges', 'cidr', 'cidrIp'),
    ...each('ipv6Ranges', 'cidr', 'cidrIpv6'),
    ...each('prefixListIds', 'prefixList', 'prefixListId'),
    // In a default VPC the source group can be named by its name.
    ...each('groups', 'group', 'groupId', 'groupName'),
  ];
}

/** One rule of `securityGroupRuleSet` or `ModifySecurityGroupRules`. */
function fromRule(rule: unknown): Permission {
  const cidr = getText(rule, 'cidrIpv4') ?? getText(rule, 'cidrIpv6');
  const prefixList = getText(rule, 'prefixListId');
  const group = getText(rule, 'referencedGroupId') ?? getText(rule, 'referencedGroupInfo', 'groupId');
  const ruleId = getText(rule, 'securityGroupRuleId');
  const description = getText(rule, 'description');
  return {
    ...traffic(rule, 'ipProtocol'),
    ...(cidr ? { cidr } : prefixList ? { prefixList } : group ? { group } : {}),
    ...(ruleId ? { ruleId } : {}),
    ...(description ? { description } : {}),
  };
}

/** A rule without a protocol allows everything. */
function traffic(source: unknown, field: string): Pick<Permission, 'protocol' | 'from' | 'to'> {
  const protocol = protocolFrom(getText(source, field) || EVERY_PROTOCOL);
  return { protocol, ...portsIn(protocol, getNumber(source, 'fromPort'), getNumber(source, 'toPort')) };
}

function ruleIdsIn(value: unknown): readonly string[] {
  return JSON.stringify(value ?? '').match(/sgr-[0-9a-f]+/g) ?? [];
}
