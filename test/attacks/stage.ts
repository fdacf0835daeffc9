import { expect } from 'vitest';
import type { Settings } from '../../shared/config/settings.ts';
import { fingerprintOfViolations } from '../../shared/core/exemption.ts';
import type { Finding, FindingEvent } from '../../shared/core/finding.ts';
import { fingerprintOf } from '../../shared/core/plan.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { detailOf } from '../../shared/notify/event.ts';
import { driftDetail } from '../../shared/notify/event-schema.ts';
import { payloadOf } from '../../shared/notify/slack-payload.ts';
import { subjectOf, textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { ACCOUNT, REGION } from '../support/events.ts';
import { SHOWN } from '../support/shown.ts';
import { createWorld, type Options, type World } from '../support/world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const LEE = 'lee@example.com';

/** A trusted account, and one that is not. */
export const PARTNER = '222233334444';
export const STRANGER = '999988887777';

export const accountRoot = (account: string) => `arn:aws:iam::${account}:root`;

/** A resource of the account in memory. */
export function refOf(kind: string, id: string, region: string = REGION): Ref {
  return { kind, account: ACCOUNT, region, id };
}

export interface StageOptions extends Pick<Options, 'fault' | 'delay' | 'newIds' | 'completed'> {
  /** The ids of the rules that are judged. */
  readonly rules: readonly string[];
  readonly remediation?: 'off' | 'approve' | 'auto';
  readonly limits?: Partial<Settings['limits']>;
  readonly settings?: Partial<Omit<Settings, 'rules' | 'limits'>>;
  /** The options of rules, by id, as `plumbline.yml` has them. */
  readonly options?: Readonly<Record<string, object>>;
}

/** Where attacks are played: Plumbline deployed in an account in memory. */
export interface Stage {
  readonly world: World;
  /** Somebody makes or changes a resource; without an event, a sweep sees it. Everything comes to rest. */
  put(ref: Ref, state: object): Promise<void>;
  /** Some time passes, and the resource is looked at. */
  look(ref: Ref, after?: number): Promise<void>;
  /** What AWS has. */
  stateOf(ref: Ref): object;
  finding(rule: string, ref: Ref): Promise<Finding>;
  /** What was told of a rule, in order. */
  events(rule?: string): readonly FindingEvent[];
  types(rule?: string): readonly string[];
  approve(rule: string, ref: Ref): Promise<Awaited<ReturnType<World['ask']>>>;
  undo(rule: string, ref: Ref): Promise<Awaited<ReturnType<World['ask']>>>;
  exempt(rule: string, ref: Ref, until: string): Promise<Awaited<ReturnType<World['ask']>>>;
  /** The owner deploys with other options of a rule. */
  configure(rule: string, options: object): void;
  /** The owner deploys with a rule that may no longer fix anything, or that no longer judges. */
  switchOff(rule: string, what: 'remediation' | 'rule'): void;
  /** What people read of everything that was told, by mail and in Slack. */
  read(): string;
  /** The same as machines get it. */
  sent(): string;
}

export function createStage({
  rules,
  remediation = 'auto',
  limits = {},
  settings: more = {},
  options = {},
  ...rest
}: StageOptions): Stage {
  let settings: { rules: Settings['rules'] } | undefined;
  const optionsOf = (rule: AnyRule, given: object = {}): unknown => rule.options.parse(given);
  const world = createWorld({
    remediation,
    existing: 'propose',
    ...rest,
    settings(all) {
      const made = {
        ...all,
        ...more,
        limits: { ...all.limits, maxPerHour: 1000, flapThreshold: 1000, ...limits },
        rules: all.rules
          .filter(({ rule }) => rules.includes(rule.id))
          .map((each) => ({ ...each, options: optionsOf(each.rule, options[each.rule.id]) })),
      };
      settings = made;
      return made;
    },
  });
  expect(settings?.rules.length, 'there are no such rules').toBe(rules.length);

  const stage: Stage = {
    world,
    async put(ref, state) {
      world.cloud.set(refKey(ref), structuredClone(state));
      await stage.look(ref, MINUTE);
    },
    async look(ref, after = MINUTE) {
      world.clock.now += after;
      await world.sweep([ref]);
    },
    stateOf: (ref) => world.cloud.get(refKey(ref)) ?? expect.fail(`${ref.id} is gone`),
    async finding(rule, ref) {
      const { findings } = await world.store.resource(ref);
      const found = findings.find(({ finding }) => finding.rule === rule);
      return found?.finding ?? expect.fail(`${rule} has found nothing`);
    },
    events: (rule) => world.store.events().filter(({ finding }) => rule === undefined || finding.rule === rule),
    types: (rule) => stage.events(rule).map(({ type }) => type),
    async approve(rule, ref) {
      const { id, plan } = await stage.finding(rule, ref);
      return asked({ do: 'approve', finding: id, plan: fingerprintOf(plan) });
    },
    undo: async (rule, ref) => asked({ do: 'undo', finding: (await stage.finding(rule, ref)).id }),
    async exempt(rule, ref, until) {
      const { id, violations } = await stage.finding(rule, ref);
      const seen = fingerprintOfViolations(violations);
      return asked({ do: 'exempt', finding: id, violations: seen, reason: 'a health check', until });
    },
    configure(id, given) {
      if (!settings) return;
      settings.rules = settings.rules.map((each) =>
        each.rule.id === id ? { ...each, options: optionsOf(each.rule, given) } : each,
      );
    },
    switchOff(id, what) {
      if (!settings) return;
      settings.rules = settings.rules.flatMap((each) => {
        if (each.rule.id !== id) return [each];
        return what === 'rule' ? [] : [{ ...each, remediation: 'off' as const }];
      });
    },
    read: () => world.store.events().map(readOf).join('\n'),
    sent: () =>
      world.store
        .events()
        .map((event) => JSON.stringify(driftDetail.parse(detailOf(event, 200_000, SHOWN))))
        .join('\n'),
  };
  return stage;

  async function asked(request: object) {
    world.clock.now += MINUTE;
    const answer = await world.ask({ ...request, by: LEE });
    await world.settle();
    return answer;
  }

  function readOf(event: FindingEvent): string {
    const title = (kind: string) => kind;
    const around = { region: REGION, title, service: () => 'ec2', shown: SHOWN, respond: 'respond', remediation };
    const notification = notificationOf(event, world.clock.now, around);
    return [subjectOf(notification), textOf(notification), JSON.stringify(payloadOf(notification))].join('\n');
  }
}

/** `2026-03-02T09:00:00Z`, as CloudTrail writes the present of a world. */
export function timeIn(world: World): string {
  return new Date(world.clock.now).toISOString().replace(/\.\d+Z/, 'Z');
}
