import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** The template that the framework packaged, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Properties }>>;
}

export type Properties = Readonly<Record<string, unknown>>;

/** What a queue or the table's stream starts, as the template says. */
export interface Mapping {
  readonly function: string;
  /** The logical id of the queue; left out for the stream. */
  readonly queue?: string;
  readonly batchSize: number;
  /** Patterns of which a record has to meet one; none: all are taken. */
  readonly filters: readonly unknown[];
  /** How many batches it hands over at once: of a stream, those of one key come one after the other. */
  readonly atOnce: number;
  /** Whether the function says which records of a batch failed. */
  readonly reports: boolean;
  /** Of the stream: how old a record gets, in seconds, and the logical id of the queue that hears of it then. */
  readonly givesUp?: { readonly after: number; readonly tells: string };
}

export function readTemplate(file: string): Template {
  return JSON.parse(readFileSync(file, 'utf8')) as Template;
}

/** The properties of all resources of a type, by logical id. */
export function ofType(template: Template, type: string): ReadonlyMap<string, Properties> {
  const found = Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  return new Map(found.map(([id, { Properties }]) => [id, Properties]));
}

export function mappings(template: Template): readonly Mapping[] {
  const functions = ofType(template, 'AWS::Lambda::Function');
  return [...ofType(template, 'AWS::Lambda::EventSourceMapping').values()].map((mapping) => {
    const source = attributeOf(mapping['EventSourceArn']);
    const told = mapping['DestinationConfig'] as { OnFailure: { Destination: unknown } } | undefined;
    const scaling = mapping['ScalingConfig'] as { MaximumConcurrency?: unknown } | undefined;
    const filters = (mapping['FilterCriteria'] as { Filters?: { Pattern: string }[] } | undefined)?.Filters ?? [];
    return {
      function: String(functions.get(attributeOf(mapping['FunctionName']).id)?.['FunctionName']),
      ...(source.name === 'StreamArn' ? {} : { queue: source.id }),
      batchSize: Number(mapping['BatchSize']),
      atOnce: numberIn(mapping['ParallelizationFactor'] ?? scaling?.MaximumConcurrency ?? 1),
      filters: filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown),
      reports: (mapping['FunctionResponseTypes'] as string[] | undefined)?.includes('ReportBatchItemFailures') ?? false,
      ...(told
        ? {
            givesUp: {
              after: Number(mapping['MaximumRecordAgeInSeconds']),
              tells: attributeOf(told.OnFailure.Destination).id,
            },
          }
        : {}),
    };
  });
}

/** @throws where it is no number: a queue would never be read, and no test would say so. */
function numberIn(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`A mapping hands over ${JSON.stringify(value)} batches at once.`);
  return value;
}

function attributeOf(value: unknown): { readonly id: string; readonly name: string } {
  const [id = '', name = ''] = (value as { 'Fn::GetAtt'?: [string, string] })['Fn::GetAtt'] ?? [];
  return { id, name };
}

/** A text of the template, its references filled in. */
export function filled(value: unknown, physical: ReadonlyMap<string, string>): string {
  if (typeof value === 'string') return value;
  const { Ref: id = '', 'Fn::GetAtt': [role, attribute] = [] } = value as {
    Ref?: string;
    'Fn::GetAtt'?: readonly string[];
  };
  // The stand-in does not say by it who sent a message.
  if (role !== undefined && attribute === 'RoleId') return `AROA${role.toUpperCase()}`;
  const known = physical.get(id);
  if (known === undefined) throw new Error(`The template refers to ${id}, which was not deployed.`);
  return known;
}

/**
 * Whether a value meets a pattern of exact values, and of `{ exists: false }`.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function meets(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern))
    return pattern.some((each) => (isDeepStrictEqual(each, { exists: false }) ? value === undefined : each === value));
  const members = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return Object.entries(pattern as object).every(([key, part]) => meets(part, members[key]));
}
