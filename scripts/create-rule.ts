/** Begins a rule: `npm run create-rule -- <service>/<rule-id> --kind <kind>`. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotCreate, type Out, runCommand } from './create/command.ts';
import { isKebab, writeNew } from './create/files.ts';
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

export interface NewRule {
  /** `kms/kms-key-disabled`. */
  readonly path: string;
  readonly kind: string;
}

/**
 * Writes the three files of a new rule below `root`, or none.
 * @returns their paths from `root`.
 * @throws {CannotCreate}
 */
export async function createRule(root: string, { path, kind }: NewRule): Promise<readonly string[]> {
  const { service, id } = readPath(path);
  const subject: Subject = { service, id, kind, ...(await kindIn(root, kind)) };
  const files = new Map([
    [`shared/rules/${service}/${id}.ts`, ruleTemplate(subject)],
    [`test/rules/${service}/${id}.cases.ts`, casesTemplate(subject)],
    [`docs/rules/${id}.md`, pageTemplate()],
  ]);
  return writeNew(root, files, 'Take another id.');
}

function readPath(path: string): { readonly service: string; readonly id: string } {
  const [service = '', id = '', ...rest] = path.split('/');
  if (!id || rest.length > 0)
    throw new CannotCreate(`"${path}" is not <service>/<rule-id>, such as kms/kms-key-disabled.`);
  if (service === 'common') throw new CannotCreate('shared/rules/common is for what rules share. Name a service.');
  if (!isKebab(service)) throw new CannotCreate(`"${service}" is not a service in kebab-case, such as kms.`);
  if (!isKebab(id, 2))
    throw new CannotCreate(`"${id}" is not <service>-<fault> in kebab-case, such as kms-key-disabled.`);
  return { service, id };
}

async function kindIn(root: string, kind: string): Promise<Pick<Subject, 'variable' | 'events'>> {
  const folder = join(root, 'shared/resources');
  const kinds = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'kind.ts')));
  if (!kinds.includes(kind)) {
    const near = kinds.filter((name) => kind && (name.includes(kind) || kind.includes(name)));
    throw new CannotCreate(
      `There is no kind "${kind}". ${near.length > 0 ? `Do you mean ${near.join(' or ')}?` : `Write it first (npm run create-resource), or take one of: ${kinds.join(', ')}.`}`,
    );
  }
  const file = join(folder, kind, 'kind.ts');
  const members = Object.entries((await import(pathToFileURL(file).href)) as Record<string, unknown>);
  for (const [variable, value] of members) {
    if (isKind(value) && value.name === kind) return { variable, events: Object.keys(value.events) };
  }
  throw new CannotCreate(`shared/resources/${kind}/kind.ts exports no kind with the name "${kind}".`);
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
export function main(args: readonly string[], root: string, out: Out): Promise<number> {
  return runCommand(
    {
      usage: USAGE,
      options: { kind: { type: 'string', short: 'k' } },
      argument: 'one rule: <service>/<rule-id>',
      async run(path, { kind }) {
        if (!kind) throw new CannotCreate('Name what it judges: --kind <kind>.');
        const written = await createRule(root, { path, kind });
        return `${written.join('\n')}\n\nWrite the cases first, then: npx vitest run test/rules -t ${path.split('/')[1]}`;
      },
    },
    args,
    out,
  );
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), dirname(import.meta.dirname), console);
