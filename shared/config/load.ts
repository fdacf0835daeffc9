import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { AnyRule } from '../core/rule.ts';
import { problemsOfAttestations } from './attestations.ts';
import { nearest } from './nearest.ts';
import { type Config, configSchema } from './schema.ts';
import { type Settings, settingsFrom } from './settings.ts';

/** A mistake in a configuration, with its place. */
export interface ConfigProblem {
  /** From 1; also 1 where the place is unknown. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * The settings in the text of a `plumbline.yml`; an empty text gives every rule its defaults.
 * @throws {ConfigError} with the file, line and column of every mistake.
 */
export function loadConfig(text: string, file: string, rules: readonly AnyRule[]): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const wrong = document.errors.map(({ message, pos }) => ({
    ...place(pos[0]),
    message: `${ONE_DOCUMENT.test(message) ? 'A configuration is one document. Nothing after a second --- is read' : firstLine(message)}.`,
  }));
  if (wrong.length > 0) throw new ConfigError(file, wrong);

  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    // An alias without an anchor, or aliases that grow without end.
    throw new ConfigError(file, [{ line: 1, column: 1, message: `${firstLine((error as Error).message)}.` }]);
  }
  const parsed = configSchema(rules).safeParse(content ?? {}, { error: textOf });
  const config = parsed.data as unknown as Config;
  const problems = parsed.success
    ? problemsOfAttestations(config, rules).map(({ path, message }) => ({
        offset: offsetOf(document, path.map(String)),
        message: `${path.join('.')}: ${message}`,
      }))
    : parsed.error.issues.flatMap((issue) => problemsOf(issue, document, rules));
  if (problems.length === 0) return settingsFrom(config, rules);
  throw new ConfigError(
    file,
    problems
      .map(({ offset, message }) => ({ ...place(offset), message }))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  );
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  object: 'a map of settings',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
};

/** The mistake in words of YAML; `undefined`: the schema's own words are good. */
function textOf({ code, input, ...issue }: z.core.$ZodRawIssue): string | undefined {
  const { minimum, maximum, origin } = issue;
  if (code === 'too_small') {
    if (origin === 'string' || origin === 'array') return 'This must not be empty.';
    return `This must be at least ${String(minimum)}, not ${found(input)}.`;
  }
  if (code === 'too_big') return `This must be at most ${String(maximum)}, not ${found(input)}.`;
  if (code === 'invalid_format' && issue['format'] === 'date') {
    return `This must be a day, such as 2026-12-31, not ${found(input)}.`;
  }
  if (code === 'invalid_type') {
    const wanted = TYPES[String(issue['expected'])] ?? String(issue['expected']);
    return `This must be ${wanted}, not ${found(input)}${wanted === 'text' && typeof input === 'number' ? '; write it in quotes' : ''}.`;
  }
  if (code !== 'invalid_value') return undefined;
  const values = (issue['values'] as readonly unknown[]).map(String);
  const near = typeof input === 'string' ? nearest(input, values) : undefined;
  return `This must be one of ${values.join(', ')}, not ${found(input)}${near ? `; did you mean ${near}?` : '.'}`;
}

function found(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value).slice(0, 60);
}

const ONE_DOCUMENT = /multiple documents/;

interface Located {
  readonly offset: number;
  readonly message: string;
}

function problemsOf(issue: z.core.$ZodIssue, document: Document, rules: readonly AnyRule[]): readonly Located[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      offset: offsetOf(document, [...path, key]),
      message: unknownKey(key, path, validKeys(path, rules)),
    }));
  }
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  // A mistake in the key of a map is described inside.
  const message = (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;
  return [
    {
      offset: offsetOf(document, path),
      message: `${where}${message.replace(/([.?])?$/, (_, end?: string) => end ?? '.')}`,
    },
  ];
}

function unknownKey(key: string, path: readonly string[], valid: readonly string[]): string {
  const suggestion = nearest(key, valid);
  const what = path.join('.') === 'rules' ? 'there is no rule' : 'there is no setting';
  const hint = suggestion ? `did you mean "${suggestion}"?` : `valid here: ${valid.slice(0, 12).join(', ')}.`;
  return `${what} ${quoted(key)}${path.length > 0 && path.join('.') !== 'rules' ? ` in ${path.join('.')}` : ''}; ${hint}`;
}

/** The keys that the schema has at `path`. */
function validKeys(path: readonly string[], rules: readonly AnyRule[]): readonly string[] {
  let schema = bare(configSchema(rules));
  for (const name of path) schema = bare(schema.shape?.[name] ?? schema.def?.element);
  return Object.keys(schema.shape ?? {});
}

interface Bare {
  /** The members of an object. */
  readonly shape?: Readonly<Record<string, unknown>>;
  /** The schema of a list's elements. */
  readonly def?: { readonly innerType?: unknown; readonly element?: unknown };
}

/** A schema without the defaults that are wrapped around it. */
function bare(schema: unknown): Bare {
  const given = (schema ?? {}) as Bare;
  return given.def?.innerType ? bare(given.def.innerType) : given;
}

/** The line of the key at `path`, or of its nearest parent that exists. From 1. */
export function lineOf(text: string, path: readonly string[]): number {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'error' });
  return Math.max(lineCounter.linePos(offsetOf(document, path)).line, 1);
}

/** The offset of the key at `path`, or of its nearest parent that exists. */
function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const name of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === name);
      if (!pair) return offset;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else {
      const item = (node as { items?: readonly unknown[] } | null)?.items?.[Number(name)];
      const range = (item as { range?: readonly number[] } | undefined)?.range;
      if (range?.[0] !== undefined) offset = range[0];
      node = item;
    }
  }
  return offset;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/\.$/, '');
}

const LONGEST_SHOWN = 60;

/** A key can be any text, also of several lines. It is shown on one line, and shortened. */
function quoted(key: string): string {
  return JSON.stringify(key.length > LONGEST_SHOWN ? `${key.slice(0, LONGEST_SHOWN)}…` : key);
}
