import { isDeepStrictEqual } from 'node:util';
import { findingId } from '../../shared/evaluate/subject.ts';
import type { Channel } from '../../shared/store/store.ts';
import type { Deployment } from './deployment.ts';
import type { End, FaultStory, Its } from './fault-stories.ts';
import type { Told } from './inbox.ts';
import { openedGroup } from './main-stories.ts';
import { channelOf, type Point, pointsOf, type Request, type Trouble, troubleIn, uncertain } from './points.ts';
import { heardOf } from './told.ts';

/** Where stories are played, each with a group that nothing has happened to. */
export interface Stage {
  /** Groups that are known as they should be. */
  groups(wanted: number): Promise<readonly Its[]>;
  /** The calls of a story, while nothing goes wrong. */
  record(story: FaultStory): Promise<readonly Point[]>;
  /** Plays a story once for each trouble, all at the same time. */
  play(story: FaultStory, troubles: readonly Trouble[], rounds?: number): Promise<readonly Played[]>;
  /** One after the other, where what else happens would be as uncertain. */
  playAlone(story: FaultStory, troubles: readonly Trouble[], rounds?: number): Promise<readonly Played[]>;
}

/** How a story ended in which something went wrong. */
export interface Played extends End {
  readonly trouble: Trouble;
  /** Whether anything went wrong. */
  readonly hasMet: boolean;
  /** Alerts that did not come as often as they should. */
  readonly wrong: readonly string[];
}

/** Groups that are made at once, which costs less. */
const AT_ONCE = 20;

interface Going {
  readonly trouble: Trouble;
  readonly its: Its;
  readonly names: readonly string[];
  readonly watch: ReturnType<typeof troubleIn>;
  readonly mayRepeat: Set<Channel>;
}

export function openStage(deployment: Deployment): Stage {
  let count = 0;
  const ready: Its[] = [];
  let going: readonly Going[] = [];
  /** Those of the processes that are alive. */
  let requests: Request[] = [];
  const { proxy } = deployment;
  const { kill } = proxy;

  proxy.fault = (call, body) => {
    requests.push({ call, body });
    for (const { watch, mayRepeat } of going) {
      const fault = watch.meet({ call, body });
      if (fault === undefined) continue;
      const channel = channelOf(call);
      if (channel && (fault === 'answer lost' || fault === 'slow')) mayRepeat.add(channel);
      return fault;
    }
    return undefined;
  };
  proxy.kill = (caller, process) => {
    const [its, others] = [[] as Request[], [] as Request[]];
    for (const each of requests) (isOf(each, caller, process) ? its : others).push(each);
    for (const { names, mayRepeat } of going) {
      const own = its.filter(({ body }) => names.some((name) => body.includes(name)));
      for (const channel of uncertain(own)) mayRepeat.add(channel);
    }
    requests = others;
    kill(caller, process);
  };

  async function groups(wanted: number): Promise<readonly Its[]> {
    if (ready.length < wanted) ready.push(...(await made(Math.max(wanted, AT_ONCE))));
    return ready.splice(0, wanted);
  }

  async function made(wanted: number): Promise<readonly Its[]> {
    const made: Its[] = [];
    for (let each = 0; each < wanted; each += 1) {
      const scene = await openedGroup(deployment.aws, `group-${(count += 1)}`);
      made.push({ scene, finding: findingId('sg-open-ingress', scene.ref) });
    }
    await deployment.put(...made.map(({ scene }) => scene.made));
    await deployment.settle();
    return made;
  }

  async function through({ steps }: FaultStory, all: readonly Its[], rounds?: number): Promise<void> {
    for (const step of steps) {
      await step(all, deployment);
      await deployment.settle(rounds);
    }
  }

  async function outcomeOf({ its, trouble, watch, mayRepeat }: Going, told: readonly Told[]): Promise<Played> {
    const { finding } = await deployment.ask({ do: 'show', finding: its.finding });
    return {
      trouble,
      hasMet: watch.hasMet(),
      ...heardOf(its.finding, told, [...mayRepeat]),
      looks: await its.scene.look(),
      status: finding?.status,
    };
  }

  const stage: Stage = {
    groups,
    async record(story) {
      const its = await groups(1);
      requests = [];
      await through(story, its);
      return pointsOf(requests, its.flatMap(namesOf));
    },
    async play(story, troubles, rounds) {
      for (const { point } of troubles) {
        // What a process remembers, it does not ask for.
        if (!point.isOwn) deployment.functions.get(point.caller)?.kill();
      }
      const its = await groups(troubles.length);
      requests = [];
      going = troubles.map((trouble, index) => {
        const mine = its[index] as Its;
        const names = namesOf(mine);
        return { trouble, its: mine, names, watch: troubleIn(trouble, names), mayRepeat: new Set<Channel>() };
      });
      await through(story, its, rounds);
      const played = going;
      going = [];
      const told = await deployment.inbox.all();
      return Promise.all(played.map((each) => outcomeOf(each, told)));
    },
    async playAlone(story, troubles, rounds) {
      const played: Played[] = [];
      for (const trouble of troubles) played.push(...(await stage.play(story, [trouble], rounds)));
      return played;
    },
  };
  return stage;
}

function isOf({ call }: Request, caller: string, process: string | undefined): boolean {
  return call.caller === caller && (process === undefined || call.process === '' || call.process === process);
}

function namesOf({ scene, finding }: Its): readonly string[] {
  return [scene.ref.id, finding];
}

/**
 * What ended otherwise than it should, by what went wrong.
 * @throws where nothing was played.
 */
export function astray(played: readonly Played[], { end }: FaultStory): Readonly<Record<string, unknown>> {
  if (played.length === 0) throw new Error('nothing was played');
  const strays: Record<string, unknown> = {};
  for (const { trouble, hasMet, wrong, transitions, looks, status } of played) {
    const became = { wrong, transitions, looks, status };
    // How many writes say what was told depends on how soon the channels answer.
    const isRare = played.some((each) => each.hasMet && isAlike(each.trouble.point, trouble.point));
    if (!hasMet && isRare) continue;
    if (!hasMet) strays[nameOf(trouble)] = 'nothing went wrong';
    else if (!isDeepStrictEqual(became, { wrong: [], ...end })) strays[nameOf(trouble)] = became;
  }
  return strays;
}

function isAlike(a: Point, b: Point): boolean {
  return a.caller === b.caller && a.operation === b.operation && a.isOwn === b.isOwn;
}

function nameOf({ point: { caller, operation, isOwn, nth }, fault, times }: Trouble): string {
  const often = times === 1 ? '' : times === 'always' ? ', always' : `, ${times} times`;
  return `${operation} ${nth} of ${caller}${isOwn ? '' : ', for all'}: ${fault}${often}`;
}
