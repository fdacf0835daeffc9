import { expect } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import { withAtMost } from '../../shared/config/deployed.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import type { Action, NewIds } from '../../shared/core/action.ts';
import { fingerprintOfViolations } from '../../shared/core/exemption.ts';
import type { Finding, FindingEvent } from '../../shared/core/finding.ts';
import { GONE, type Gone } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import { fingerprintOf } from '../../shared/core/plan.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { type DetectPorts, detect } from '../../shared/evaluate/detect.ts';
import { evaluator } from '../../shared/evaluate/evaluator.ts';
import { watchFor } from '../../shared/evaluate/notices.ts';
import { remediate } from '../../shared/remediate/machine.ts';
import type { RemediatePorts, RemediationMessage } from '../../shared/remediate/ports.ts';
import { actOnEvent, actOnMessage } from '../../shared/remediate/requests.ts';
import type { Permission, SecurityGroup } from '../../shared/resources/security-group/kind.ts';
import type { Answer } from '../../shared/respond/answer.ts';
import { respond } from '../../shared/respond/respond.ts';
import { refOfKey } from '../../shared/store/items.ts';
import type { AuditRecord, ResourceRecord, Run, Store, Writes } from '../../shared/store/store.ts';
import { recordAfter } from '../../shared/store/update-finding.ts';
import { byKind, portsByKind } from './by-kind.ts';
import { ACCOUNT, DETECT, DETECT_ROLE, HOME, REGION, ssoUser, trailRecord } from './events.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { callsOf, type Fault, type Process } from './process.ts';
import { actionType } from './test-rule.ts';

export const GROUP: Ref = { kind: 'security-group', account: ACCOUNT, region: REGION, id: 'sg-0123456789abcdef0' };
export const SSH: Permission = { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };
export const OFFICE: Permission = { protocol: 'tcp', from: 22, to: 22, cidr: '203.0.113.0/24' };
export const OWN_ROLE = 'plumbline-test-remediate';

export interface Options {
  readonly settings?: (defaults: Settings) => Settings;
  /** What remediation does about what has always been so; by default what it does about other drift. */
  readonly existing?: 'propose' | 'auto';
  /** `off`: nothing acts. */
  readonly remediation?: 'off' | 'approve' | 'auto';
  /** The ARN of who makes requests; left out: AWS does not say it. */
  readonly identity?: string;
  /** Asked before each call of the world; gives what goes wrong with it. */
  readonly fault?: (call: string, count: number) => Fault | undefined;
  /** Asked before each call; gives for how many turns of the event loop it is on its way. */
  readonly delay?: (call: string) => number;
  /** What an action creates, as AWS answers it. */
  readonly newIds?: (action: Action) => NewIds;
  /** An action of an undo, with what AWS alone shows. */
  readonly completed?: (action: Action) => Action;
}

export type World = ReturnType<typeof createWorld>;

function withExisting(existing: 'propose' | 'auto'): Settings {
  const defaults = defaultSettings(rules);
  return { ...defaults, rules: defaults.rules.map((each) => ({ ...each, existing })) };
}

/** An account in memory, with Plumbline deployed in it. Time stands still unless it is moved, or all wait for it. */
export function createWorld({
  settings: chosen = (each) => each,
  remediation = 'off',
  identity,
  fault,
  delay,
  newIds = () => [],
  completed = (action) => action,
  existing = 'auto',
}: Options = {}) {
  const cloud = new Map<string, object>([
    [refKey(GROUP), { name: 'web', ingress: exactly([OFFICE]), egress: exactly([]) } satisfies SecurityGroup],
  ]);
  /** Every run as it began, and the finding it is for. */
  const begun: { readonly run: Run; readonly finding: Finding; readonly at: number }[] = [];
  const memory = createMemoryStore();
  /** The runs that began while another run on their resource was not over. */
  const overlapping: string[] = [];
  const countBegun = async (before: ResourceRecord, writes: Writes) => {
    const { run } = writes;
    const storedFinding = recordAfter(before, writes).findings.find(({ finding }) => finding.id === run?.finding);
    if (run?.version !== 1 || !storedFinding) return;
    const others = begun.filter((each) => refKey(each.run.ref) === refKey(run.ref)).map((each) => each.run.id);
    begun.push({ run, finding: storedFinding.finding, at: clock.now });
    const stored = await Promise.all(others.map((id) => memory.run(id)));
    if (stored.some((other) => other?.status === 'acting')) overlapping.push(run.id);
  };
  const store: MemoryStore = {
    ...memory,
    async save(before, writes) {
      await memory.save(before, writes);
      await countBegun(before, writes);
    },
    async begin(before, writes) {
      await memory.begin(before, writes);
      await countBegun(before, writes);
    },
  };
  const settings = chosen(withExisting(existing));
  const calls: string[] = [];
  const tags: Record<string, string> = {};
  const changes: { id: string; body: string; tries: number; sender?: string }[] = [];
  const waiting: { body: string; tries: number; due: number }[] = [];
  /** Finding events that the stream delivers to the function that acts. */
  const stream: FindingEvent[] = [];
  /** Type and id of each finding event that the stream has delivered. */
  const delivered: string[] = [];
  const dead: string[] = [];
  /** Who paused, resumed and reset remediation, as the function that answers people counts it. */
  const controls: AuditRecord[] = [];
  const clock = { now: Date.parse('2026-03-02T09:00:05Z') };
  let deliveredCount = 0;
  let messages = 0;

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
      return newIds(action);
    },
    async completeUndo(_: Ref, undo: readonly Action[]) {
      return undo.map((action) => completed(action));
    },
    async later(message: RemediationMessage, seconds: number) {
      waiting.push({ body: JSON.stringify(message), tries: 0, due: clock.now + seconds * 1000 });
    },
  };

  function ports(): RemediatePorts & DetectPorts {
    const process: Process = { hasEnded: false };
    const faultOf = (call: string) => {
      calls.push(call);
      return fault?.(call, calls.length);
    };
    const aws = callsOf(process, outside, faultOf, delay);
    const deployed = withAtMost(settings, remediation);
    return {
      settings: deployed,
      settingsByKind: byKind(deployed),
      home: HOME,
      roleId: DETECT_ROLE,
      watch: watchFor(deployed, OWN_ROLE),
      store: callsOf<Store>(process, store, faultOf, delay),
      evaluator,
      read: (ref) => aws.read(ref),
      tagsOf: () => aws.tagsOf(),
      apply: (ref, action) => aws.apply(ref, action),
      completeUndo: (ref, undo) => aws.completeUndo(ref, undo),
      now: () => clock.now,
      sleep: async () => undefined,
      later: (message, seconds) => aws.later(message, seconds),
      deployed: remediation === 'auto' ? 'auto' : 'approve',
      ownRole: OWN_ROLE,
      refsOf: async (kind) => [...cloud.keys()].map(refOfKey).filter((ref) => ref.kind === kind),
      judgeAgain: async (refs, because) => {
        messages += 1;
        changes.push({ id: `m${messages}`, body: JSON.stringify({ refs, because }), tries: 0, sender: DETECT });
      },
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

  /**
   * One invocation of each function with what waits for it.
   * @param atOnce Each finding event and each message has a process of its own, as in a stream with many shards.
   */
  async function turn({ atOnce = false } = {}): Promise<boolean> {
    const due = waiting.filter((message) => message.due <= clock.now);
    for (const message of due) waiting.splice(waiting.indexOf(message), 1);
    const judged = await detected();
    const fresh = store.events().slice(deliveredCount);
    deliveredCount += fresh.length;
    for (const event of fresh) {
      delivered.push(`${event.type} ${event.id}`);
      if (remediation !== 'off') stream.push(event);
    }
    const acting = stream.splice(0);
    const invocations = [
      // The stream gives again what was neither done nor put into the queue.
      ...acting.map((event) => () => actOnEvent(event, ports()).catch(() => stream.push(event))),
      ...due.map(
        (message) => () =>
          actOnMessage(message.body, message.tries + 1, portsByKind(ports())).catch(() =>
            retry(waiting, message, 'remediations'),
          ),
      ),
    ];
    if (atOnce) await Promise.all(invocations.map((invoke) => invoke()));
    else for (const invoke of invocations) await invoke();
    return judged || fresh.length + acting.length + due.length > 0;
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
      ? actOnMessage(given, last ? TRIES.remediations : 1, portsByKind(ports()))
      : remediate(given, ports());
  }

  /** As `turn`, with a second worker that has a copy of every message at the same time; what fails comes again. */
  async function turnTwice(): Promise<void> {
    const copies = [
      ...waiting.filter(({ due }) => due <= clock.now).map(({ body }) => body),
      ...store.events().slice(deliveredCount),
    ];
    const second = remediation === 'off' ? [] : copies.map((copy) => work(copy).catch(() => again(copy)));
    await Promise.all([turn(), ...second]);
  }

  return {
    /** What tests change is deployed at once. */
    settings,
    cloud,
    store,
    calls,
    tags,
    delivered,
    begun,
    overlapping,
    dead,
    clock,
    waiting,
    controls,
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
    async settle(how: { readonly atOnce?: boolean } = {}): Promise<void> {
      for (let turns = 0; turns < 200; turns += 1) {
        if (await turn(how)) continue;
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
        settings,
        rules,
        home: HOME,
        store,
        remediation,
        ...(identity === undefined ? {} : { identity }),
        now: () => clock.now,
        onControl: (record) => void controls.push(record),
        request: async (messages) => {
          for (const each of messages) waiting.push({ body: JSON.stringify(each), tries: 0, due: clock.now });
        },
      });
    },
    /** The fingerprint of the violations that are shown now, by which a person accepts them. */
    async violations(rule?: string): Promise<string> {
      return fingerprintOfViolations((await this.finding(rule))?.violations ?? []);
    },
    /** A person approves the plan that is shown now. */
    async approve(by: string): Promise<Answer> {
      const { id, plan } = (await this.finding()) ?? expect.fail('There is no finding.');
      return this.ask({ do: 'approve', finding: id, plan: fingerprintOf(plan), by });
    },
    /** One worker gets a finding event or a message. */
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
      const { findings } = await store.resource(GROUP);
      return findings.find(({ finding }) => finding.rule === rule)?.finding;
    },
    /** The types of all finding events, in order. */
    eventTypes(): readonly string[] {
      return store.events().map(({ type }) => type);
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
  return { world, event };
}
