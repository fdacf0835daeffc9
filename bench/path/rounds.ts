import { randomUUID } from 'node:crypto';
import { trailRecord } from '../../test/support/events.ts';
import { ACCOUNT, REGION } from '../../test/support/standin/service.ts';
import type { Call, SimulatedAws } from './aws.ts';
import type { Build } from './build.ts';

/** What is measured from the moment at which a change is handed over: how long it took, and the calls in a row. */
export interface Reached {
  readonly milliseconds: number;
  readonly inARow: number;
}

export interface Drift {
  readonly revoked: Reached;
  readonly firstAlert: Reached;
  readonly allAlerts: Reached;
  readonly calls: number;
  /** Of a build only. */
  readonly invocations: number;
  readonly units: number;
  readonly unitsByItem: ReadonlyMap<string, number>;
}

/** Handles a change until nothing is left to do. */
export interface Contender {
  readonly name: string;
  handle(event: object): Promise<void>;
}

export function contenderOf(build: Build): Contender {
  return {
    name: build.name,
    async handle(event) {
      build.put(event);
      await build.settled();
    },
  };
}

const SSH = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };
const INSIDE = { ...SSH, fromPort: 443, toPort: 443, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } };

/** A new security group that lets in an internal network. */
export function newGroup(aws: SimulatedAws): string {
  const { groupId } = aws.call('ec2', 'CreateSecurityGroup', { GroupName: 'web', GroupDescription: 'web' }) as {
    readonly groupId: string;
  };
  authorize(aws, groupId, INSIDE);
  return groupId;
}

/** Somebody opens SSH to everybody. Gives the event of it. */
export function openSsh(aws: SimulatedAws, groupId: string): object {
  authorize(aws, groupId, SSH);
  return eventOf(groupId, SSH);
}

/** An event on a group that is right. */
export function harmless(groupId: string): object {
  return eventOf(groupId, INSIDE);
}

function authorize(aws: SimulatedAws, GroupId: string, { ipProtocol, fromPort, toPort, ipRanges }: typeof SSH): void {
  const IpRanges = ipRanges.items.map(({ cidrIp }) => ({ CidrIp: cidrIp }));
  const permission = { IpProtocol: ipProtocol, FromPort: String(fromPort), ToPort: String(toPort), IpRanges };
  aws.call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [permission] });
}

function eventOf(groupId: string, permission: typeof SSH): object {
  const detail = trailRecord('ec2:AuthorizeSecurityGroupIngress', {
    account: ACCOUNT,
    region: REGION,
    id: randomUUID(),
    at: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
    request: { groupId, ipPermissions: { items: [permission] } },
    response: { _return: true },
  });
  return { 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION, detail };
}

/** A drift of a new group each time, and what became of it. */
export async function drift(aws: SimulatedAws, { name, handle }: Contender, build?: Build): Promise<Drift> {
  if (build) resetLimits(aws, build);
  const event = openSsh(aws, newGroup(aws));
  const before = {
    calls: aws.calls.length,
    invocations: build?.taken.invocations ?? 0,
    units: aws.units.get(build?.table ?? '') ?? 0,
    byItem: new Map(aws.unitsByItem),
  };
  const started = performance.now();
  await handle(event);
  const calls = aws.calls.slice(before.calls).filter(({ key }) => key === name || key.startsWith(`${name}-`));
  const ends = (operation: string) => calls.filter((call) => call.operation === operation);
  const reached = (call: Call | undefined, what: string): Reached => {
    if (!call) throw new Error(`${name} has not ${what}.`);
    return { milliseconds: call.end - started, inARow: inARowTo(call, calls) };
  };
  const table = build?.table ?? '';
  const byItem = [...aws.unitsByItem].flatMap(([key, count]): [string, number][] => {
    const taken = count - (before.byItem.get(key) ?? 0);
    return key.startsWith(`${table} `) && taken > 0 ? [[key.slice(table.length + 1), taken]] : [];
  });
  return {
    revoked: reached(ends('RevokeSecurityGroupIngress')[0], 'closed the port'),
    firstAlert: reached(ends('Publish')[0], 'sent an alert'),
    allAlerts: reached(ends('Publish').at(-1), 'sent an alert'),
    calls: calls.length,
    invocations: (build?.taken.invocations ?? 0) - before.invocations,
    units: (aws.units.get(table) ?? 0) - before.units,
    unitsByItem: new Map(byItem),
  };
}

/** Milliseconds that an event takes which changes nothing, on a group that is known and right. */
export async function nothingWrong(groupId: string, { handle }: Contender): Promise<number> {
  const started = performance.now();
  await handle(harmless(groupId));
  return performance.now() - started;
}

/**
 * The longest row of calls of which each could begin only after the one before: in one invocation those that had ended,
 * and before it the write or the message that has started it.
 */
function inARowTo(call: Call, calls: readonly Call[]): number {
  const { start, invocation } = call;
  const inside = calls.filter((each) => each.invocation === invocation && each.end <= start);
  if (inside.length > 0) return 1 + Math.max(...inside.map((each) => inARowTo(each, calls)));
  const starts = invocation?.by === 'queue' ? 'SendMessageBatch' : 'TransactWriteItems';
  const trigger = calls
    .filter(({ operation, end }) => operation === starts && end <= (invocation?.at ?? 0))
    .toSorted((a, b) => b.end - a.end)[0];
  return 1 + (trigger ? inARowTo(trigger, calls) : 0);
}

/** As a person does it: the rounds need more remediations an hour than a rule may make. */
function resetLimits(aws: SimulatedAws, { table }: Build): void {
  const Key = { pk: { S: `L#sg-open-ingress|${ACCOUNT}` }, sk: { S: 'rate-limit' } };
  aws.call('dynamodb', 'DeleteItem', { TableName: table, Key });
}
