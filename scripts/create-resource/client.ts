import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotCreate } from '../create/command.ts';

/** What a client of the SDK says of itself. */
export interface Client {
  /** `@aws-sdk/client-ec2`. */
  readonly package: string;
  /** `EC2Client`. */
  readonly name: string;
  /** As CloudTrail, IAM and ARNs name it: `ec2`, `logs`. */
  readonly service: string;
  /** Every call: `DescribeSubnets`. */
  readonly calls: readonly string[];
}

/**
 * A client that the project has.
 * @throws {CannotCreate} that says how to get it.
 */
export async function clientIn(root: string, name: string): Promise<Client> {
  if (!/^@aws-sdk\/client-[a-z0-9-]+$/.test(name))
    throw new CannotCreate(`"${name}" is not a client of the SDK, such as @aws-sdk/client-ec2.`);
  const manifest = join(root, 'package.json');
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly dependencies?: object };
  if (!Object.hasOwn(dependencies, name))
    throw new CannotCreate(`"dependencies" in package.json lack ${name}. Add it: npm install ${name}`);
  return { package: name, ...clientOf((await imported(manifest, name)) as Readonly<Record<string, unknown>>) };
}

async function imported(manifest: string, name: string): Promise<unknown> {
  let file: string;
  try {
    file = createRequire(manifest).resolve(name);
  } catch (cause) {
    throw new CannotCreate(`${name} is not installed. Install what package.json names: npm ci`, { cause });
  }
  return import(pathToFileURL(file).href);
}

type ClientClass = new (config: {
  readonly region: string;
}) => {
  readonly config: { readonly defaultSigningName: string };
};

function clientOf(exports: Readonly<Record<string, unknown>>): Omit<Client, 'package'> {
  const names = Object.keys(exports);
  const name = names.find((each) => /^[A-Za-z]\w*Client$/.test(each)) ?? '';
  const make = exports[name] as ClientClass;
  return {
    name,
    // No other member of a client has the name that events and permissions begin with.
    service: new make({ region: 'us-east-1' }).config.defaultSigningName,
    calls: names.filter((each) => each.endsWith('Command')).map((each) => each.slice(0, -'Command'.length)),
  };
}
