/** Begins a rule: `npm run create-rule -- <service>/<rule-id> --kind <kind>`. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { casesTemplate, pageTemplate, ruleTemplate, type Subject } from './create-rule/templates.ts';

const USAGE = `Usage: npm run create-rule -- <service>/<rule-id> --kind <kind>

Writes the rule, its cases and its page for a kind that is there already:
  shared/rules/<service>/<rule-id>.ts
  test/rules/<service>/<rule-id>.cases.ts
  docs/rules/<rule-id>.md
They compile, and their tests fail until the rule is written.

  <service>     The folder, such as kms
  <rule-id>     <service>-<fault> in kebab-case, such as kms-key-disabled
  -k, --kind    What the rule judges, such as kms-key
  -h, --help    Shows this

Example: npm run create-rule -- kms/kms-key-disabled --kind kms-key
`;

/** What was asked for cannot be done, and nothing was written. The message says what to do instead. */
export class CannotCreateRule extends Error {
  override readonly name = 'CannotCreateRule';
}

export interface NewRule {
  /** `kms/kms-key-disabled`. */
  readonly path: string;
  readonly kind: string;
}

/**
 * Writes the three files of a new rule below `root`, or none.
 * @returns their paths from `root`.
 * @throws {CannotCreateRule}
 */
export async function createRule(root: string, { path, kind }: NewRule): Promise<readonly string[]> {
  const { service, id } = readPath(path);
  const subject: Subject = { service, id, kind, ...(await kindIn(root, kind)) };
  const files = new Map([
    [`shared/rules/${service}/${id}.ts`, ruleTemplate(subject)],
    [`test/rules/${service}/${id}.cases.ts`, casesTemplate(subject)],
    [`docs/rules/${id}.md`, pageTemplate()],
  ]);
  const taken = [...files.keys()].filter((file) => existsSync(join(root, file)));
  if (taken.length > 0) {
    throw new CannotCreateRule(
      `${taken.join(', ')} ${taken.length > 1 ? 'are' : 'is'} there already. Take another id.`,
    );
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text, { flag: 'wx' });
  }
  return [...files.keys()];
}

function readPath(path: string): { readonly service: string; readonly id: string } {
  const [service = '', id = '', ...rest] = path.split('/');
  if (!id || rest.length > 0)
    throw new CannotCreateRule(`"${path}" is not <service>/<rule-id>, such as kms/kms-key-disabled.`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(service)) {
    throw new CannotCreateRule(`"${service}" is not a service in kebab-case, such as kms.`);
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
    throw new CannotCreateRule(`"${id}" is not <service>-<fault> in kebab-case, such as kms-key-disabled.`);
  }
  return { service, id };
}

async function kindIn(root: string, kind: string): Promise<Pick<Subject, 'variable' | 'events'>> {
  const folder = join(root, 'shared/resources');
  const kinds = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'kind.ts')));
  if (!kinds.includes(kind)) {
    const near = kinds.filter((name) => kind && (name.includes(kind) || kind.includes(name)));
    throw new CannotCreateRule(
      `There is no kind "${kind}". ${near.length > 0 ? `Do you mean ${near.join(' or ')}?` : `Write it first, or take one of: ${kinds.join(', ')}.`}`,
    );
  }
  const file = join(folder, kind, 'kind.ts');
  const members = Object.entries((await import(pathToFileURL(file).href)) as Record<string, unknown>);
  for (const [variable, value] of members) {
    if (isKind(value) && value.name === kind) return { variable, events: Object.keys(value.events) };
  }
  throw new CannotCreateRule(`shared/resources/${kind}/kind.ts exports no kind with the name "${kind}".`);
}

function isKind(value: unknown): value is { readonly name: string; readonly events: object } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'events' in value &&
    typeof value.events === 'object'
  );
}

/** Reads the command line, and says what was done. Returns the exit code. */
export async function main(args: readonly string[], root: string, out: Out): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { kind: { type: 'string', short: 'k' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      out.log(USAGE);
      return 0;
    }
    const [path, ...rest] = positionals;
    if (!path || rest.length > 0) throw new CannotCreateRule('Name one rule: <service>/<rule-id>.');
    if (!values.kind) throw new CannotCreateRule('Name what it judges: --kind <kind>.');
    const written = await createRule(root, { path, kind: values.kind });
    out.log(`${written.join('\n')}\n\nWrite the cases first, then: npx vitest run test/rules -t ${path.split('/')[1]}`);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotCreateRule) && !isUsageError(error)) throw error;
    out.error(`${error.message}\n\n${USAGE}`);
    return 1;
  }
}

export interface Out {
  log(text: string): void;
  error(text: string): void;
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), dirname(import.meta.dirname), console);
