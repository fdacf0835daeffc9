import { expect } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import type { Finding, FindingEvent } from '../../shared/core/finding.ts';
import { GONE, type Gone } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import { fingerprintOf } from '../../shared/core/plan.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import { evaluator } from '../../shared/evaluate/evaluator.ts';
import { remediate } from '../../shared/remediate/machine.ts';
import type { RemediatePorts } from '../../shared/remediate/ports.ts';
import { actOnEvent, actOnMessage } from '../../shared/remediate/requests.ts';
import type { Permission, SecurityGroup } from '../../shared/resources/security-group/kind.ts';
import { type Answer, respond } from '../../shared/respond/respond.ts';
import type { Run, Store } from '../../shared/store/store.ts';
import { byKind } from './by-kind.ts';
import { ACCOUNT, REGION, ssoUser, trailRecord } from './events.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { actionType } from './test-rule.ts';

export const GROUP: Ref = { kind: 'security-group', account: ACCOUNT, region: REGION, id: 'sg-0123456789abcdef0' };
export const SSH: Permission = { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };
export const OFFICE: Permission = { protocol: 'tcp', from: 22, to: 22, cidr: '203.0.113.0/24' };
export const OWN_ROLE = 'plumbline-test-remediate';

/** What may go wrong with one call. `after`: it took effect, and the answer never came. `die`: the process ends there. */
export type Fault = 'denied' | 'refused' | 'busy' | 'throttled' | 'unreachable' | 'after' | 'die' | 'die after';

const ERRORS: Readonly<Record<Exclude<Fault, 'die' | 'die after'>, () => Error>> = {
  denied: () => Object.assign(new Error('denied'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }),
  refused: () => Object.assign(new Error('refused'), { name: 'ValidationError', $metadata: { httpStatusCode: 400 } }),
  busy: () => Object.assign(new Error('busy'), { name: 'OperationAborted', $metadata: { httpStatusCode: 409 } }),
  throttled: () =>
    Object.assign(new Error('slow'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }),
  unreachable: () => Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
  after: () => Object.assign(new Error('timeout'), { name: 'TimeoutError' }),
};

export interface Options {
  readonly settings?: (defaults: Settings) => Settings;
  /** `off`: nothing acts. */
  readonly remediation?: 'off' | 'approve' | 'auto';
  /** Asked before each call of the world; gives what goes wrong with it. */
  readonly fault?: (call: string, count: number) => Fault | undefined;
}

export type World = ReturnType<typeof createWorld>;

/** An account in memory, with Plumbline deployed in it. Time stands still unless it is moved, or all wait for it. */
export function createWorld({ settings = (each) => each, remediation = 'off', fault }: Options = {}) {
  const cloud = new Map<string, object>([
    [refKey(GROUP), { name: 'web', ingress: exactly([OFFICE]), egress: exactly([]) } satisfies SecurityGroup],
  ]);
  /** Every run as it began, and the finding it is for. */
  const begun: { readonly run: Run; readonly finding: Finding; readonly at: number }[] = [];
  const kept = createMemoryStore();
  const memory: MemoryStore = {
    ...kept,
    async save(before, writes) {
      await kept.save(before, writes);
      const { run, findings } = writes;
      const [storedFinding] = findings;
      if (run?.version === 1 && storedFinding) begun.push({ run, finding: storedFinding.finding, at: clock.now });
    },
  };
  const config = settings(defaultSettings(rules));
  const calls: string[] = [];
  const tags: Record<string, string> = {};
  const changes: { id: string; body: string; tries: number }[] = [];
  const waiting: { body: string; tries: number; due: number }[] = [];
  const streamed: { readonly event: FindingEvent }[] = [];
  const told: string[] = [];
  const dead: string[] = [];
  const clock = { now: Date.parse('2026-03-02T09:00:05Z') };
  let handedOn = 0;
  let messages = 0;

  /** Calls of one process: once it is dead, nothing it still tries takes effect. */
  function processOf<T extends object>(target: T, life: { ended: boolean }): T {
    return new Proxy(target, {
      get: (_, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]) => {
          if (life.ended) throw new Error('this process is dead');
          const call = String(name);
          calls.push(call);
          const wrong = fault?.(call, calls.length);
          const run = () => Reflect.apply(member as (...all: readonly unknown[]) => unknown, target, args);
          if (wrong === 'die') life.ended = true;
          if (wrong === 'after' || wrong === 'die after') await run();
          if (wrong === 'die after') life.ended = true;
          if (life.ended) throw new Error('this process is dead');
          if (wrong && wrong !== 'die' && wrong !== 'die after') throw ERRORS[wrong]();
          return run();
        };
      },
    });
  }

  const outside = {
    async read(ref: Ref): Promise<object | Gone> {
      return structuredClone(cloud.get(refKey(ref))) ?? GONE;
    },
    async tagsOf() {
      return tags;
    },
    async apply(ref: Ref, action: { readonly type: string; readonly params: unknown }) {
      const state = cloud.get(refKey(ref));
      if (state) cloud.set(refKey(ref), actionType(action.type).simulate(state, action.params));
    },
    async later(event: string, seconds: number, { waited }: { readonly waited: boolean }) {
      waiting.push({ body: JSON.stringify({ event, waited }), tries: 0, due: clock.now + seconds * 1000 });
    },
  };

  function ports(): RemediatePorts & DetectPorts {
    const life = { ended: false };
    const reached = processOf(outside, life);
    return {
      settings: config,
      settingsByKind: byKind(config),
      store: processOf(memory, life) as Store,
      evaluator,
      read: (ref) => reached.read(ref),
      tagsOf: () => reached.tagsOf(),
      apply: (ref, action) => reached.apply(ref, action),
      now: () => clock.now,
      sleep: async () => undefined,
      later: (id, seconds, after) => reached.later(id, seconds, after),
      deployed: remediation === 'auto' ? 'auto' : 'approve',
      ownRole: OWN_ROLE,
      refsOf: async () => [],
      judgeAgain: async () => undefined,
      listAll: async () => [...cloud.keys()].map((key) => key.split('|').at(-1) ?? ''),
    };
  }

  /** Puts a change into the queue, as EventBridge does. */
  function deliver(record: object): void {
    messages += 1;
    const body = JSON.stringify({
      'detail-type': 'AWS API Call via CloudTrail',
      account: ACCOUNT,
      region: REGION,
      detail: record,
    });
    changes.push({ id: `m${messages}`, body, tries: 0 });
  }

  /** Somebody opens or closes a port; the event is delivered, if `seen`. */
  function change(
    verb: 'Authorize' | 'Revoke',
    permission: Permission,
    at: string,
    { by = ssoUser('jane@example.com', 'Developer'), seen = true } = {},
  ) {
    const type = verb === 'Authorize' ? 'ec2.authorize-ingress' : 'ec2.revoke-ingress';
    const state = cloud.get(refKey(GROUP));
    if (state) cloud.set(refKey(GROUP), actionType(type).simulate(state, permission));
    const record = trailRecord(`ec2:${verb}SecurityGroupIngress`, {
      at,
      by,
      request: {
        groupId: GROUP.id,
        ipPermissions: {
          items: [
            {
              ipProtocol: permission.protocol,
              fromPort: permission.from,
              toPort: permission.to,
              ipRanges: { items: [{ cidrIp: permission.cidr }] },
            },
          ],
        },
      },
      response: { _return: true },
    });
    clock.now = Math.max(clock.now, Date.parse(at) + 2_000);
    if (seen) deliver(record);
    return record;
  }

  /** One invocation of `detect`. */
  async function detected(): Promise<boolean> {
    const batch = changes.splice(0, 10);
    if (batch.length === 0) return false;
    const failed = await detect(batch, ports()).catch(() => new Set(batch.map(({ id }) => id)));
    for (const message of batch.filter(({ id }) => failed.has(id))) retry(changes, message, 'changes');
    return true;
  }

  /** One invocation of each function with what waits for it. */
  async function turn(): Promise<boolean> {
    const late = waiting.filter(({ due }) => due <= clock.now);
    for (const message of late) waiting.splice(waiting.indexOf(message), 1);
    const judged = await detected();
    const fresh = memory.events().slice(handedOn);
    handedOn += fresh.length;
    for (const event of fresh) {
      told.push(`${event.type} ${event.id}`);
      if (remediation !== 'off') streamed.push({ event });
    }
    const acting = streamed.splice(0);
    for (const each of acting) {
      // The stream gives again what was neither done nor put into the queue.
      await actOnEvent(each.event, ports()).catch(() => streamed.push(each));
    }
    for (const message of late) {
      await actOnMessage(message.body, message.tries + 1, ports()).catch(() => retry(waiting, message, 'remediations'));
    }
    return judged || fresh.length + acting.length + late.length > 0;
  }

  function retry<T extends { tries: number }>(queue: T[], message: T, name: 'changes' | 'remediations'): void {
    message.tries += 1;
    if (message.tries < TRIES[name]) queue.push(message);
    else dead.push(name);
  }

  function again(copy: FindingEvent | string): void {
    const body = typeof copy === 'string' ? copy : JSON.stringify({ event: copy.id, waited: false });
    waiting.push({ body, tries: 0, due: clock.now });
  }

  /** One worker, which throws where it comes again. */
  async function work(given: FindingEvent | string, last = false) {
    return typeof given === 'string'
      ? actOnMessage(given, last ? TRIES.remediations : 1, ports())
      : remediate(given, ports());
  }

  /** As `turn`, with a second worker that has a copy of every message at the same time; what fails comes again. */
  async function turnTwice(): Promise<void> {
    const copies = [
      ...waiting.filter(({ due }) => due <= clock.now).map(({ body }) => body),
      ...memory.events().slice(handedOn),
    ];
    const second = remediation === 'off' ? [] : copies.map((copy) => work(copy).catch(() => again(copy)));
    await Promise.all([turn(), ...second]);
  }

  return {
    cloud,
    store: memory,
    calls,
    tags,
    told,
    begun,
    dead,
    clock,
    waiting,
    deliver,
    change,
    ports,
    detected,
    turn,
    turnTwice,
    /** Puts a message into the queue of remediations. */
    send(body: string): void {
      waiting.push({ body, tries: 0, due: clock.now });
    },
    /** Until nothing waits any more; where all wait for a time, it comes. */
    async settle(): Promise<void> {
      for (let turns = 0; turns < 200; turns += 1) {
        if (await turn()) continue;
        if (waiting.length === 0) return;
        clock.now = Math.min(...waiting.map(({ due }) => due));
      }
      throw new Error('Something waits for ever.');
    },
    /** Puts refs into the queue, as a sweep does. */
    sweepOf(refs: readonly Ref[]): void {
      messages += 1;
      changes.push({ id: `m${messages}`, body: JSON.stringify({ refs }), tries: 0 });
    },
    async sweep(refs: readonly Ref[] = [GROUP]): Promise<void> {
      this.sweepOf(refs);
      await this.settle();
    },
    async ask(request: object): Promise<Answer> {
      return respond(request, {
        settings: config,
        store: memory,
        remediation,
        now: () => clock.now,
        requestUndo: async (undo) => void waiting.push({ body: JSON.stringify(undo), tries: 0, due: clock.now }),
      });
    },
    /** A person approves the plan that is shown now. */
    async approve(by: string): Promise<Answer> {
      const { id, plan } = (await this.finding()) ?? expect.fail('There is no finding.');
      return this.ask({ do: 'approve', finding: id, plan: fingerprintOf(plan), by });
    },
    /** One worker gets an entry or a message. */
    async act(given: FindingEvent | object, last = false) {
      return work('finding' in given ? given : JSON.stringify(given), last);
    },
    state(): object | Gone {
      return cloud.get(refKey(GROUP)) ?? GONE;
    },
    ingress(): readonly Permission[] {
      return (cloud.get(refKey(GROUP)) as SecurityGroup | undefined)?.ingress.items ?? [];
    },
    async finding(rule = 'sg-open-ingress') {
      const { findings } = await memory.resource(GROUP);
      return findings.find(({ finding }) => finding.rule === rule)?.finding;
    },
    transitions(): readonly string[] {
      return memory.events().map(({ type }) => type);
    },
  };
}

/** The port is open and the finding recorded; nobody has acted yet. `nth`: of the calls of this name from then on. */
export async function opened(
  fault?: (call: string, nth: number, world: World) => Fault | undefined,
  { more = [], ...options }: Options & { readonly more?: readonly Permission[] } = {},
) {
  const seen = new Map<string, number>();
  let watching = false;
  const world: World = createWorld({
    remediation: 'auto',
    fault: (call) => {
      if (!watching) return undefined;
      seen.set(call, (seen.get(call) ?? 0) + 1);
      return fault?.(call, seen.get(call) ?? 0, world);
    },
    ...options,
  });
  for (const permission of [SSH, ...more]) world.change('Authorize', permission, '2026-03-02T09:00:00Z');
  await world.detected();
  watching = true;
  const event = world.store.events().at(-1);
  if (!event) throw new Error('Nothing was opened.');
  return { world, entry: event };
}

export const BUCKET: Ref = { kind: 's3-bucket', account: ACCOUNT, region: REGION, id: 'site' };

export function statement(Sid: string, Principal: unknown) {
  return { Sid, Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' };
}

export const OWN = statement('own', { AWS: `arn:aws:iam::${ACCOUNT}:root` });
export const LATER = statement('later', { AWS: `arn:aws:iam::${ACCOUNT}:role/reader` });
export const PUBLIC = statement('public', '*');

/** A bucket whose policy is a part of an account in memory, and judged by one rule. */
export async function bucketWorld(options: Options = {}) {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({ ...all, rules: all.rules.filter(({ rule }) => rule.id === 's3-bucket-policy-public') }),
    ...options,
  });
  const setPolicy = (...statements: readonly object[]) =>
    world.cloud.set(refKey(BUCKET), {
      acl: [],
      policy: { Version: '2012-10-17', Statement: statements },
      blockPublicAccess: {
        blockPublicAcls: false,
        ignorePublicAcls: false,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      },
      encryption: { algorithm: 'AES256', bucketKey: false },
    });
  const look = async () => {
    world.clock.now += 1_000;
    world.sweepOf([BUCKET]);
    await world.detected();
    return world.store.events().at(-1) ?? expect.fail('nothing was found');
  };
  const sids = () => {
    const { policy } = world.cloud.get(refKey(BUCKET)) as { policy: { Statement: readonly { Sid: string }[] } | null };
    return policy?.Statement.map(({ Sid }) => Sid) ?? [];
  };
  const storedFinding = async () => (await world.store.resource(BUCKET)).findings[0] ?? expect.fail('no finding');
  setPolicy(OWN, PUBLIC);
  return { world, setPolicy, look, sids, held: storedFinding };
}
