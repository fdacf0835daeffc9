import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE, type Gone } from '../../core/kind.ts';
import { globCovers } from '../../policy/glob.ts';
import { screenVariable, type Variable } from '../common/variable.ts';

/**
 * One container of a task definition. What a registration leaves out is off or absent.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly privileged: boolean;
  /** `user`, `user:group`, by name or number; `null`: the user of the image. */
  readonly user: string | null;
  /** Left out where AWS hid it whole. */
  readonly environment?: readonly Variable[];
  /** ARN of the secret with a registry's credentials; `null`: the task's execution role pulls the image. */
  readonly repositoryCredentials: string | null;
}

/** A family as its newest revision defines it: tasks and services that name no revision run that one. */
export interface TaskDefinition {
  readonly revision?: number;
  /** Of the newest revision. */
  readonly arn?: string;
  readonly windows?: boolean;
  readonly containers?: readonly Container[];
  /** Active revisions before the newest, latest first: one of them is the newest again when it ends. */
  readonly older?: readonly TaskDefinition[];
}

const REMEMBERED = 10;

/**
 * The id is the family: revisions never change, and a correction is always a new revision. The shapes
 * are those of the API: registrations are known from published records (none with an environment),
 * the answers and both endings are inferred.
 */
export const ecsTaskDefinition = defineKind<TaskDefinition>()({
  name: 'ecs-task-definition',
  type: 'AWS::ECS::TaskDefinition',
  title: 'ECS task definition',
  blank: {},
  events: {
    'ecs:RegisterTaskDefinition': {
      ids: registered,
      sets: ['revision', 'arn', 'windows', 'containers', 'older'],
      evolve: register,
    },
    'ecs:DeregisterTaskDefinition': { ids: retired, evolve: retire },
    'ecs:DeleteTaskDefinitions': { ids: retired, evolve: retire },
  },
});

/** Does a list of families and `family/container`, with `*` for any text, name this container? */
export function namesContainer(patterns: readonly string[], family: string, { name }: Container): boolean {
  return patterns.some((pattern) => globCovers(pattern, pattern.includes('/') ? `${family}/${name}` : family));
}

function registered(event: TrailEvent): string[] {
  const family =
    getText(event.requestParameters, 'family') ?? getText(event.responseElements, 'taskDefinition', 'family');
  if (!family) throw new UnreadableEvent('RegisterTaskDefinition names no family');
  return [family];
}

/** Without an answer the revision is not known, but it is the newest. */
async function register(known: TaskDefinition, event: TrailEvent): Promise<TaskDefinition> {
  const answer = get(event.responseElements, 'taskDefinition');
  const arn = getText(answer, 'taskDefinitionArn');
  const revision = getNumber(answer, 'revision') ?? revisionIn(arn ?? '')?.revision;
  // Two registrations within one second come in any order.
  if (revision !== undefined && known.revision !== undefined && revision < known.revision) return known;
  const source = [event.requestParameters, answer].find((one) => getList(one, 'containerDefinitions').length > 0);
  if (source === undefined) throw new UnreadableEvent('RegisterTaskDefinition shows no container definitions');
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(arn ? { arn } : {}),
    ...(await definitionFrom(source)),
    older: olderThan(known, revision),
  };
}

/** What a task definition says, in a record or in an answer of the API: both are shaped alike. */
export async function definitionFrom(source: unknown): Promise<Pick<TaskDefinition, 'windows' | 'containers'>> {
  return {
    windows: getText(source, 'runtimePlatform', 'operatingSystemFamily')?.toUpperCase().startsWith('WINDOWS') ?? false,
    containers: await Promise.all(getList(source, 'containerDefinitions').map(containerFrom)),
  };
}

/** The newest so far steps back, unless it is the one that is registered. */
function olderThan({ older = [], ...newest }: TaskDefinition, revision: number | undefined): readonly TaskDefinition[] {
  const steps = newest.containers && newest.revision !== revision ? [newest, ...older] : older;
  return steps.slice(0, REMEMBERED);
}

async function containerFrom(definition: unknown): Promise<Container> {
  const name = getText(definition, 'name');
  if (!name) throw new UnreadableEvent('the task definition shows a container without a name');
  const image = getText(definition, 'image');
  const environment = await environmentFrom(getList(definition, 'environment'));
  return {
    name,
    ...(image ? { image } : {}),
    privileged: getFlag(definition, 'privileged') ?? false,
    user: getText(definition, 'user') || null,
    ...(environment ? { environment } : {}),
    repositoryCredentials: getText(definition, 'repositoryCredentials', 'credentialsParameter') || null,
  };
}

/** A value that is left out is empty; a list with anything but named values in it was hidden. */
async function environmentFrom(pairs: readonly unknown[]): Promise<readonly Variable[] | undefined> {
  const named = pairs.flatMap((pair) => {
    const name = getText(pair, 'name');
    return name === undefined ? [] : [[name, getText(pair, 'value') ?? ''] as const];
  });
  if (named.length < pairs.length) return undefined;
  return Promise.all(named.map(([name, text]) => screenVariable(name, text)));
}

interface Revision {
  readonly family: string;
  readonly revision: number;
}

/** `family:7`, or the ARN that ends so. */
function revisionIn(text: string): Revision | undefined {
  const [, family, revision] = /^(?:arn:[^/]*:task-definition\/)?([^:/]+):(\d+)$/.exec(text) ?? [];
  return family && revision ? { family, revision: Number(revision) } : undefined;
}

/** What a call named, one revision or many, but for those it failed on. */
function revisionsOf({ eventName, requestParameters, responseElements }: TrailEvent): readonly Revision[] {
  const given = [...getTexts(requestParameters, 'taskDefinition'), ...getTexts(requestParameters, 'taskDefinitions')];
  const revisions = given.flatMap((text) => revisionIn(text) ?? []);
  if (revisions.length === 0) throw new UnreadableEvent(`${eventName} names no revision of a task definition`);
  const failed = getList(responseElements, 'failures').map((failure) => revisionIn(getText(failure, 'arn') ?? ''));
  return revisions.filter(
    (one) => !failed.some((other) => other?.family === one.family && other.revision === one.revision),
  );
}

function retired(event: TrailEvent): string[] {
  return revisionsOf(event).map(({ family }) => family);
}

/**
 * What runs of a deregistered revision runs on, but nothing new can refer to it. The end of the
 * newest makes the one before it the newest again; where none is known, nothing is left to follow.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html
 */
function retire(known: TaskDefinition, event: TrailEvent, id: string): TaskDefinition | Gone {
  const ended = revisionsOf(event).flatMap(({ family, revision }) => (family === id ? [revision] : []));
  const { older = [], ...newest } = known;
  const [first, ...rest] = [newest, ...older].filter(
    ({ containers, revision }) => containers && !ended.includes(revision ?? -1),
  );
  return first ? { ...first, older: rest } : GONE;
}
