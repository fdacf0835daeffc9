import type { Deployment } from '../../test/e2e/deployment.ts';
import { happened } from '../../test/e2e/happened.ts';
import { openedGroup, type Scene } from '../../test/e2e/main-stories.ts';
import { PLACE } from '../../test/e2e/place.ts';
import type { Call } from '../../test/e2e/proxy.ts';
import type { TrailRecord } from '../../test/support/events.ts';

/** The time of one or more invocations, by function. Milliseconds. */
type Spent = Readonly<Record<string, number>>;

export interface Round {
  readonly spent: Spent;
  readonly calls: readonly Call[];
  readonly connections: number;
}

let made = 0;
export const newGroup = ({ aws }: Pick<Deployment, 'aws'>): Promise<Scene> => openedGroup(aws, `bench-${(made += 1)}`);

/** The records as a batch of a queue. */
export function asBatch(...records: readonly TrailRecord[]): object {
  const bodies = records.map((detail) =>
    JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', account: PLACE.account, detail }),
  );
  return { Records: bodies.map((body, index) => ({ messageId: String(index), body, attributes: {} })) };
}

/** Runs `act`, and returns the time and the calls of the functions meanwhile. */
export async function measured(deployment: Deployment, act: () => Promise<unknown>): Promise<Round> {
  const { proxy, functions } = deployment;
  const [from, before] = [proxy.calls.length, connectionsOf(deployment)];
  const spent: Record<string, number> = {};
  const originals = [...functions.values()].map((each) => [each, each.invoke] as const);
  for (const [each, invoke] of originals) {
    each.invoke = async (...args) => {
      const invocation = await invoke(...args);
      spent[each.name] = (spent[each.name] ?? 0) + invocation.took;
      return invocation;
    };
  }
  try {
    await act();
  } finally {
    for (const [each, invoke] of originals) each.invoke = invoke;
  }
  return { spent, calls: proxy.calls.slice(from), connections: connectionsOf(deployment) - before };
}

function connectionsOf({ proxy }: Deployment): number {
  return total([...proxy.connections.values()]);
}

/** A drift of a new group each time: a resource that drifts again and again counts as flapping and is left alone. */
export async function driftRound(deployment: Deployment): Promise<Round> {
  const scene = await newGroup(deployment);
  const records = await scene.drift();
  const round = await measured(deployment, async () => {
    await deployment.put(...records);
    await deployment.settle();
  });
  const ingress = String(await scene.look());
  if (ingress !== '443 from 10.0.0.0/8')
    throw new Error(`The group was not remediated: ${ingress}\n${deployment.logged()}`);
  return round;
}

/** Changes a group again and again without drift. Each round also has the memory of the process after it, in bytes. */
export function compliantRounds(
  deployment: Deployment,
  group: Scene,
): () => Promise<Round & { readonly memory: number }> {
  const detect = deployment.functions.get('detect');
  const items = [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } }];
  return async () => {
    const event = asBatch(
      happened('ec2:AuthorizeSecurityGroupIngress', { groupId: group.ref.id, ipPermissions: { items } }),
    );
    let memory = 0;
    const round = await measured(deployment, async () => {
      memory = (await detect?.invoke(event))?.memory ?? 0;
    });
    return { ...round, memory };
  };
}

export function isTable({ service }: Call): boolean {
  return service === 'dynamodb';
}

export function isTableRead(call: Call): boolean {
  return isTable(call) && /^(Get|BatchGet|TransactGet|Query|Scan)/.test(call.operation);
}

/** Milliseconds in which at least one of the calls was running. */
export function busy(calls: readonly Call[]): number {
  let [sum, until] = [0, 0];
  for (const { at, milliseconds } of calls.toSorted((a, b) => a.at - b.at)) {
    sum += Math.max(0, at + milliseconds - Math.max(until, at));
    until = Math.max(until, at + milliseconds);
  }
  return sum;
}

export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
