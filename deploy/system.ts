import type { Resource, Resources } from './cloudformation.ts';
import type { FunctionName } from './needs.ts';

/** The sections of `serverless.yml` that describe what is deployed, with their variables filled in. */
export interface System {
  /** Of all functions. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Partial<Record<FunctionName, FunctionEntry>>>;
  readonly resources: {
    readonly Description: string;
    readonly Conditions?: Readonly<Record<string, unknown>>;
    readonly Resources: Resources;
    readonly Outputs: Readonly<Record<string, unknown>>;
    /** Properties of what the framework itself adds, by logical id. */
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
}

/** @see https://github.com/oss-serverless/osls/blob/4.x/docs/guides/functions.md */
export interface FunctionEntry {
  readonly name: string;
  readonly description: string;
  readonly handler: string;
  readonly role: unknown;
  /** MB; the share of a processor grows with it. */
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly package: { readonly patterns: readonly string[] };
  /** What starts it; left out where only people do. */
  readonly events?: readonly EventEntry[];
}

/** One event source of a function. */
export interface EventEntry {
  readonly sqs?: Readonly<Record<string, unknown>> & { readonly arn: Attribute; readonly batchSize: number };
  readonly stream?: Readonly<Record<string, unknown>> & {
    readonly arn: Attribute;
    readonly batchSize: number;
    readonly filterPatterns: readonly unknown[];
    readonly destinations: { readonly onFailure: { readonly arn: Attribute } };
  };
}

interface Attribute {
  readonly 'Fn::GetAtt': readonly [id: string, attribute: string];
}

/** The functions that are deployed, in the order of the file. */
export function functionsOf({
  functions,
}: Pick<System, 'functions'>): readonly (readonly [FunctionName, FunctionEntry])[] {
  return Object.entries(functions) as unknown as readonly (readonly [FunctionName, FunctionEntry])[];
}

/** Logical ids of the queues that start a function. */
export function queuesStarting({ events = [] }: FunctionEntry): readonly string[] {
  return events.flatMap(({ sqs }) => (sqs ? [sqs.arn['Fn::GetAtt'][0]] : []));
}

/** The table's stream that starts a function, and the logical id of the queue for records that it could not handle. */
export function streamStarting({
  events = [],
}: FunctionEntry): { readonly arn: unknown; readonly dlq: string } | undefined {
  const stream = events.find((event) => event.stream)?.stream;
  return stream && { arn: stream.arn, dlq: stream.destinations.onFailure.arn['Fn::GetAtt'][0] };
}

/** Resources of one type, `SQS::Queue`, by logical id. */
export function ofType(
  { resources }: Pick<System, 'resources'>,
  type: string,
): readonly (readonly [string, Resource['Properties']])[] {
  return Object.entries(resources.Resources).flatMap(([id, { Type, Properties }]) =>
    Type === `AWS::${type}` ? [[id, Properties] as const] : [],
  );
}

/** What `serverless.yml` says of one resource; throws where it has none. */
export function propertiesOf({ resources }: Pick<System, 'resources'>, id: string): Resource['Properties'] {
  const resource = resources.Resources[id];
  if (!resource) throw new Error(`serverless.yml: resources.Resources has no ${id}.`);
  return resource.Properties;
}

/**
 * The queues whose messages somebody has to look at: of a redrive policy, then of a stream.
 * Each with its name without the deployment's prefix: `changes-dlq`.
 */
export function deadLetterQueues(system: System, prefix: string): readonly (readonly [id: string, name: string])[] {
  const ofQueues = ofType(system, 'SQS::Queue').flatMap(([, { RedrivePolicy }]) => {
    const redrive = RedrivePolicy as { readonly deadLetterTargetArn: Attribute } | undefined;
    return redrive ? [redrive.deadLetterTargetArn['Fn::GetAtt'][0]] : [];
  });
  const ofStreams = functionsOf(system).flatMap(([, each]) => streamStarting(each)?.dlq ?? []);
  return [...ofQueues, ...ofStreams].map((id) => {
    const name = String(propertiesOf(system, id)['QueueName']);
    return [id, name.slice(prefix.length + 1).replace(/\.fifo$/, '')];
  });
}
