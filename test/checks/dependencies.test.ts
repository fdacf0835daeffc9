import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from '../../scripts/build/common.ts';
import { expectByHand } from '../support/by-hand.ts';

/** The packages that the code of a folder imports, each with a file that does. */
function importedIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return new Map(
    files.flatMap((path) =>
      packagesIn(readFileSync(join(ROOT, folder, path), 'utf8')).map((name) => [name, `${folder}/${path}`] as const),
    ),
  );
}

/** Types are erased, so that nothing needs their packages to run. */
function packagesIn(code: string): readonly string[] {
  const specifiers = code.matchAll(
    /^(?:import|export)\s(?!type\s)(?:[^'"`;]*\sfrom\s)?'([^'.][^']*)'|\bimport\(\s*'([^'.][^']*)'/gm,
  );
  return [...specifiers]
    .map(([, name = '', dynamic]) => dynamic ?? name)
    .filter((name) => !isBuiltin(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

test('packages are found in every form of an import', () => {
  const code = [
    "import * as z from 'zod/mini';",
    "import type { Context } from 'aws-lambda';",
    "import { readFileSync } from 'node:fs';",
    "import { one } from './one.ts';",
    "import {\n  EC2Client,\n} from '@aws-sdk/client-ec2/dist';",
    "export { KMSClient } from '@aws-sdk/client-kms';",
    "import 'source-map-support';",
    "  const sdk = await import('@aws-sdk/client-s3');",
  ].join('\n');
  expect(packagesIn(code)).toEqual([
    'zod',
    '@aws-sdk/client-ec2',
    '@aws-sdk/client-kms',
    'source-map-support',
    '@aws-sdk/client-s3',
  ]);
});

describe('package.json names', () => {
  const needed = new Map(['cli', 'functions', 'shared'].flatMap((folder) => [...importedIn(folder)]));
  const dependencies: Readonly<Record<string, string>> = manifest.dependencies;

  test('every package that the command and the functions import, and no other', () => {
    expect(needed.size).toBeGreaterThan(20);
    expectByHand(
      {
        place: 'package.json, "dependencies"',
        when: '',
        line: (name) =>
          needed.has(name)
            ? `${name}, which ${needed.get(name)} imports: npm install ${name}`
            : `${name}: npm uninstall ${name}`,
      },
      Object.keys(dependencies),
      needed.keys(),
    );
  });

  test('none of them among those for development', () => {
    expect(Object.keys(manifest.devDependencies).filter((name) => needed.has(name))).toEqual([]);
  });
});
