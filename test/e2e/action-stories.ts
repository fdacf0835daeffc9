import { readdirSync } from 'node:fs';
import type { Aws } from '../../shared/aws/clients.ts';
import type { Action } from '../../shared/core/action.ts';
import { globalRegionOf, type Ref } from '../../shared/core/ref.ts';
import { PLACE } from './place.ts';

/** A resource that somebody changes, so that Plumbline does one of the things it can do. */
export interface ActionStory {
  /** The action that puts it back; its inverse undoes that. */
  readonly does: string;
  readonly rule: string;
  /** What is played here decides whether others are drift at all: so it is played before them. */
  readonly playedFirst?: true;
  /** Makes it, as it should be. */
  make(aws: Aws): Promise<Ref>;
  /** What somebody does to it. */
  drift(ref: Ref): readonly Action[];
  /** What CloudTrail writes of that: the call, what it was asked, and what it answered. */
  event(ref: Ref): readonly [call: `${string}:${string}`, request: unknown, response?: unknown];
}

/** All of them: those that the files `stories-*.ts` export in arrays named `…STORIES`. */
export async function allStories(): Promise<readonly ActionStory[]> {
  return (await storyFiles()).flatMap((members) =>
    Object.entries(members).flatMap(([name, member]) => (name.endsWith('STORIES') ? (member as ActionStory[]) : [])),
  );
}

type Reasons = Readonly<Record<string, string>>;

/** What roles allow that no story calls, with why: of the files `stories-*.ts`, in objects `UNCALLED`. */
export async function uncalled(): Promise<Reasons> {
  const all = (await storyFiles()) as readonly { readonly UNCALLED?: Reasons }[];
  return Object.assign({}, ...all.map(({ UNCALLED = {} }) => UNCALLED)) as Reasons;
}

async function storyFiles(): Promise<readonly object[]> {
  const here = new URL('.', import.meta.url);
  const files = readdirSync(here).filter((file) => /^stories-.*\.ts$/.test(file));
  return Promise.all(files.sort().map((file) => import(new URL(file, here).href) as Promise<object>));
}

/** One of these stories, its resource by the id that making it gave. */
export function story(
  does: string,
  rule: string,
  kind: string,
  parts: { readonly make: (aws: Aws) => Promise<string | undefined>; readonly isGlobal?: true } & Pick<
    ActionStory,
    'drift' | 'event' | 'playedFirst'
  >,
): ActionStory {
  const { make, isGlobal, ...others } = parts;
  const region = isGlobal ? globalRegionOf(PLACE.region) : PLACE.region;
  return {
    does,
    rule,
    ...others,
    async make(aws) {
      const id = await make(aws);
      if (!id) throw new Error(`${kind} was not made`);
      return { kind, account: PLACE.account, region, id };
    },
  };
}

/** Statements that stand-ins and AWS agree on. */
export function policyOf(...Statement: readonly unknown[]): {
  readonly Version: string;
  readonly Statement: unknown[];
} {
  return { Version: '2012-10-17', Statement: [...Statement] };
}
