import * as z from 'zod';
import { replayEvent, replayNoticeEvent, replayReport } from '../../cli/output/report-schema.ts';

/** The JSON schemas of the output of `plumbline replay`, by the file's name. */
export function replaySchemas(): Readonly<Record<string, string>> {
  return {
    'report.json': schemaOf('The output of plumbline replay --format json', replayReport),
    'event.json': schemaOf('A line of plumbline replay --format jsonl', z.union([replayEvent, replayNoticeEvent])),
  };
}

function schemaOf(title: string, schema: z.ZodType): string {
  const { $schema, ...members } = z.toJSONSchema(schema, {
    // Members may be added within a version, and a new one must not fail the validation of a consumer.
    override: ({ jsonSchema }) => {
      if (jsonSchema.properties) delete jsonSchema.additionalProperties;
    },
  });
  return `${JSON.stringify({ $schema, title, ...members }, null, 2)}\n`;
}

interface Member {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly description?: string;
  readonly anyOf?: readonly Member[];
  readonly properties?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly items?: Member;
}

/** Tables of the members of the report, for `docs/replay.md`. */
export function replayTables(): string {
  const report = z.toJSONSchema(replayReport) as Member;
  const part = (name: string): Member => report.properties?.[name] ?? {};
  const tables: readonly (readonly [string, Member | undefined])[] = [
    ['The report', report],
    ['`summary`', part('summary')],
    ['Each of `findings`', part('findings').items],
    ['Each of `violations`', part('findings').items?.properties?.['violations']?.items],
    ['Each of `notices`', part('notices').items],
    ['`cause`', part('findings').items?.properties?.['cause']],
    ['`cause.actor`', part('findings').items?.properties?.['cause']?.properties?.['actor']],
  ];
  return tables
    .flatMap(([title, member]) => ['', `### ${title}`, '', ...tableOf(member ?? {})])
    .join('\n')
    .concat('\n\n');
}

function tableOf({ properties = {}, required = [] }: Member): readonly string[] {
  return [
    '| member | value | meaning |',
    '| --- | --- | --- |',
    ...Object.entries(properties).map(([name, member]) => {
      const optional = required.includes(name) ? '' : ', may be left out';
      return `| \`${name}\` | ${valueOf(member)}${optional} | ${(member.description ?? '').replaceAll('|', '\\|')} |`;
    }),
  ];
}

const WORDS: Readonly<Record<string, string>> = { integer: 'number', string: 'text', boolean: 'true or false' };

function valueOf({ type, format, enum: choices, const: only, anyOf, items }: Member): string {
  if (only !== undefined) return `\`"${only}"\``;
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (anyOf) return anyOf.map(valueOf).join(' or ');
  if (type === 'array') return `list of ${items ? valueOf(items) : 'value'}s`.replace('texts', 'text');
  if (format === 'date-time') return 'time';
  const types = type === undefined ? ['any value'] : [type].flat();
  return types.map((each) => WORDS[each] ?? each).join(' or ');
}
