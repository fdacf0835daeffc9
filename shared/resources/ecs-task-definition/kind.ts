import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE, type Gone } from '../../core/kind.ts';
import { globCovers } from '../../policy/glob.ts';
import { screenVariable, type Variable } from '../common/variable.ts';

/**
 * One container of a task definition. A setting that the registration leaves out is off or absent.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly privileged: boolean;
  /** `user` or `user:group`, by name or number. `null`: the user of the image. */
  readonly user: string | null;
  /** Left out: AWS hid all of it. */
  readonly environment?: readonly Variable[];
  /**
   * The ARN of the secret with the credentials of a registry. `null`: the execution role of the task pulls the image.
   */
  readonly repositoryCredentials: string | null;
  /** Left out, as the members below: no look has shown it yet. */
  readonly readonlyRootFilesystem?: boolean;
  /** `awslogs`. `null`: what the container writes is not kept. */
  readonly logDriver?: string | null;
  /** Linux capabilities that the container has beside those of Docker: `SYS_ADMIN`. */
  readonly capabilities?: readonly string[];
  /** Paths of the devices of the host that the container uses: `/dev/fuse`. */
  readonly devices?: readonly string[];
  /** Port ranges that the container publishes: the first and the last port, both included. */
  readonly ports?: readonly PortRange[];
  /** Names of variables whose values come from Secrets Manager or Parameter Store. */
  readonly secrets?: readonly string[];
}

export type PortRange = readonly [first: number, last: number];

/**
 * What tasks share with their host.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export interface HostSharing {
  readonly network: boolean;
  readonly processes: boolean;
  readonly memory: boolean;
  /** Paths of the host that volumes mount, by the names of the volumes. */
  readonly paths: Readonly<Record<string, string>>;
}

/** The newest active revision of a family. Tasks and services that name no revision run this one. */
export interface TaskDefinition {
  readonly revision?: number;
  /** The ARN of the newest revision. */
  readonly arn?: string;
  readonly windows?: boolean;
  readonly containers?: readonly Container[];
  readonly host?: HostSharing;
  /** Older active revisions, latest first. When the newest is deregistered, the next is the newest again. */
  readonly older?: readonly TaskDefinition[];
}

const REMEMBERED = 10;

/**
 * The id is the family: revisions never change, and a correction is a new revision. Registrations are known from
 * published records (none with an environment). The form of responses, deregistrations and deletions is inferred from
 * the API.
 */
export const ecsTaskDefinition = defineKind<TaskDefinition>()({
  name: 'ecs-task-definition',
  type: 'AWS::ECS::TaskDefinition',
  title: 'ECS task definition',
  blank: {},
  events: {
    'ecs:RegisterTaskDefinition': {
      ids: registered,
      sets: ['revision', 'arn', 'windows', 'containers', 'host', 'older'],
      evolve: register,
    },
    'ecs:DeregisterTaskDefinition': { ids: retired, evolve: retire },
    'ecs:DeleteTaskDefinitions': { ids: retired, evolve: retire },
  },
});

/** Whether a list of families and `family/container`, with `*` for any text, names this container. */
export function namesContainer(patterns: readonly string[], family: string, { name }: Container): boolean {
  return patterns.some((pattern) => globCovers(pattern, pattern.includes('/') ? `${family}/${name}` : family));
}

function registered(event: TrailEvent): string[] {
  const family =
    getText(event.requestParameters, 'family') ?? getText(event.responseElements, 'taskDefinition', 'family');
  if (!family) throw new UnreadableEvent('RegisterTaskDefinition names no family');
  return [family];
}

/** A record without a response does not show the revision. It is the newest all the same. */
async function register(known: TaskDefinition, event: TrailEvent): Promise<TaskDefinition> {
  const answer = get(event.responseElements, 'taskDefinition');
  const arn = getText(answer, 'taskDefinitionArn');
  const revision = getNumber(answer, 'revision') ?? revisionIn(arn ?? '')?.revision;
  // Two registrations within one second can come in any order.
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

/** A task definition in a record or in a response of the API. Both have the same form. */
export async function definitionFrom(
  source: unknown,
): Promise<Pick<TaskDefinition, 'windows' | 'containers' | 'host'>> {
  return {
    host: hostSharingFrom(source),
    windows: getText(source, 'runtimePlatform', 'operatingSystemFamily')?.toUpperCase().startsWith('WINDOWS') ?? false,
    containers: await Promise.all(getList(source, 'containerDefinitions').map(containerFrom)),
  };
}

function hostSharingFrom(source: unknown): HostSharing {
  const isHost = (field: string) => getText(source, field)?.toLowerCase() === 'host';
  const paths = getList(source, 'volumes').flatMap((volume) => {
    const path = getText(volume, 'host', 'sourcePath');
    return path ? [[getText(volume, 'name') ?? path, path] as const] : [];
  });
  return {
    network: isHost('networkMode'),
    processes: isHost('pidMode'),
    memory: isHost('ipcMode'),
    paths: Object.fromEntries(paths),
  };
}

/** The newest so far becomes the first of the older ones, unless it is the one that is registered. */
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
    readonlyRootFilesystem: getFlag(definition, 'readonlyRootFilesystem') ?? false,
    logDriver: getText(definition, 'logConfiguration', 'logDriver') || null,
    capabilities: getTexts(definition, 'linuxParameters', 'capabilities', 'add'),
    devices: getList(definition, 'linuxParameters', 'devices').map((each) => getText(each, 'hostPath') ?? '?'),
    ports: getList(definition, 'portMappings').flatMap(portsIn),
    secrets: getList(definition, 'secrets').map((each) => getText(each, 'name') ?? '?'),
  };
}

/** `containerPortRange` is `8080-8090`. */
function portsIn(mapping: unknown): readonly PortRange[] {
  const range = /^(\d+)-(\d+)$/.exec(getText(mapping, 'containerPortRange') ?? '');
  const ports = ['containerPort', 'hostPort'].flatMap((field) => getNumber(mapping, field) || []);
  return [
    ...ports.map((port) => [port, port] as const),
    ...(range ? [[Number(range[1]), Number(range[2])] as const] : []),
  ];
}

/** A missing value is empty. `undefined`: the list has elements without a name, so AWS hid it. */
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

/** `family:7`, or an ARN that ends with it. */
function revisionIn(text: string): Revision | undefined {
  const [, family, revision] = /^(?:arn:[^/]*:task-definition\/)?([^:/]+):(\d+)$/.exec(text) ?? [];
  return family && revision ? { family, revision: Number(revision) } : undefined;
}

/** The revisions of a call, without those for which it failed. */
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
 * No new task or service can use a deregistered revision; running ones go on. When the newest revision is deregistered,
 * the one before it is the newest again. If none is known, the family is gone.
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
