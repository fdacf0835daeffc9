/** Begins a resource type: `npm run create-resource -- <type> --aws-type <type> --client <package>`. */
import { dirname } from 'node:path';
import { CannotCreate, type Out, runCommand } from './create/command.ts';
import { isKebab, writeNew } from './create/files.ts';
import { clientIn } from './create-resource/client.ts';
import { actionsTemplate, effectsTemplate, kindTemplate, readerTemplate } from './create-resource/code.ts';
import { subjectOf } from './create-resource/subject.ts';
import { callsTemplate, kindTestTemplate, storyTemplate } from './create-resource/tests.ts';

const USAGE = `Usage: npm run create-resource -- <type> --aws-type <AWS type> --client <SDK client>

Writes a resource type, its tests and the story that plays its action in a deployment:
  shared/resources/<type>/kind.ts       what events prove about it
  shared/resources/<type>/actions.ts    what can be done to it, and undone
  shared/resources/<type>/reader.ts     how it is read and listed
  shared/resources/<type>/effects.ts    the calls behind its actions
  test/resources/<type>/kind.test.ts
  test/resources/<type>/calls.test.ts
  test/e2e/stories-<type>.ts
They compile, and their tests fail until they are written.

  <type>        The AWS term in kebab-case, such as ec2-subnet
  --aws-type    AWS's own name of it, such as AWS::EC2::Subnet
  --client      The SDK client that reads and changes it, such as @aws-sdk/client-ec2
  -h, --help    Shows this

Example: npm run create-resource -- ec2-subnet --aws-type AWS::EC2::Subnet --client @aws-sdk/client-ec2
`;

export interface NewResource {
  /** `ec2-subnet`. */
  readonly type: string;
  /** `AWS::EC2::Subnet`. */
  readonly awsType: string;
  /** `@aws-sdk/client-ec2`. */
  readonly client: string;
}

/**
 * Writes the seven files of a new resource type below `root`, or none.
 * @returns their paths from `root`.
 * @throws {CannotCreate}
 */
export async function createResource(root: string, { type, awsType, client }: NewResource): Promise<readonly string[]> {
  if (!isKebab(type) || type === 'common')
    throw new CannotCreate(`"${type}" is not a resource type in kebab-case, such as ec2-subnet.`);
  if (!/^AWS::\w*::\w+$/.test(awsType))
    throw new CannotCreate(
      `"${awsType}" is not a type as AWS names it, such as AWS::EC2::Subnet; what belongs to the account as a whole is AWS::::Account.`,
    );
  const subject = subjectOf(type, awsType, await clientIn(root, client));
  const code = `shared/resources/${type}`;
  const tests = `test/resources/${type}`;
  const files = new Map([
    [`${code}/kind.ts`, kindTemplate(subject)],
    [`${code}/actions.ts`, actionsTemplate(subject)],
    [`${code}/reader.ts`, readerTemplate(subject)],
    [`${code}/effects.ts`, effectsTemplate(subject)],
    [`${tests}/kind.test.ts`, kindTestTemplate(subject)],
    [`${tests}/calls.test.ts`, callsTemplate(subject)],
    [`test/e2e/stories-${type}.ts`, storyTemplate(subject)],
  ]);
  return writeNew(root, files, 'Take another name.');
}

/** Reads the command line, and says what was done. Returns the exit code. */
export function main(args: readonly string[], root: string, out: Out): Promise<number> {
  return runCommand(
    {
      usage: USAGE,
      options: { 'aws-type': { type: 'string' }, client: { type: 'string' } },
      argument: 'one resource type: <type>',
      async run(type, { 'aws-type': awsType, client }) {
        if (!awsType) throw new CannotCreate("Name AWS's own type: --aws-type AWS::<service>::<type>.");
        if (!client) throw new CannotCreate('Name the SDK client: --client @aws-sdk/client-<service>.');
        const written = await createResource(root, { type, awsType, client });
        return `${written.join('\n')}\n\nWrite the kind and its test first, then: npm run generate && npx vitest run test/resources/${type}`;
      },
    },
    args,
    out,
  );
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), dirname(import.meta.dirname), console);
