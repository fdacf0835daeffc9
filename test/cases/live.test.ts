import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readers } from '../../generated/readers.ts';
import { rules } from '../../generated/rules.ts';
import { type Aws, createAws } from '../../shared/aws/clients.ts';
import { reading } from '../../shared/aws/live.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { GONE } from '../../shared/core/kind.ts';
import { usedBy } from '../../shared/core/neighbour.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import { createNeighbourhood } from '../../shared/evaluate/neighbours.ts';
import { describeWithMoto, MOTO_ACCOUNT, withoutHostPrefix } from '../support/aws.ts';
import { type Moto, startMoto } from '../support/moto.ts';

/** Cases that are kept beside the project, each with a script that builds its state in AWS. */
const CASES = fileURLToPath(new URL('../../../shared/cases/bugs', import.meta.url));

interface Case {
  readonly kind: string;
  readonly region: string;
  /** A name that begins with `$` is the last line that the script prints. */
  readonly id: string;
}

interface Expected {
  /** The right answer, for people. */
  readonly right: string;
  /** By rule: the severities of its violations, or the severity and the message of one that must not be there. */
  readonly rules: Readonly<Record<string, readonly string[] | { readonly not: string }>>;
}

const names = existsSync(CASES)
  ? readdirSync(CASES)
      .filter((name) => existsSync(join(CASES, name, 'live.json')))
      .sort()
  : [];
const fileOf = (name: string, file: string): unknown => JSON.parse(readFileSync(join(CASES, name, file), 'utf8'));

(names.length === 0 ? describe.skip : describeWithMoto)('cases built in the stand-in, read and judged', () => {
  // A server of their own: some cases change settings of the whole account.
  let moto: Moto | undefined;
  const usual = process.env['AWS_ENDPOINT_URL'];
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    // Other files run in the same process.
    if (usual !== undefined) process.env['AWS_ENDPOINT_URL'] = usual;
    await moto?.stop();
  });
  beforeEach(async () => {
    if (moto) await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
  });

  test.each(names)('%s', { timeout: 120_000 }, async (name) => {
    for (const { said, wanted, why } of await verdictsOn(name, moto)) expect(said, why).toEqual(wanted);
  });
});

/** What each rule of a case says of its state, and what it should say. */
async function verdictsOn(name: string, moto: Moto = expect.fail('no moto_server')) {
  const { rules: expected, right: why } = fileOf(name, 'expected.json') as Expected;
  const { kind, region, id } = fileOf(name, 'live.json') as Case;
  const printed = await build(name, moto);
  const ref = { kind, account: MOTO_ACCOUNT, region, id: id.startsWith('$') ? printed : id };
  const verdicts = Object.entries(expected).map(async ([rule, wanted]) => {
    const found = await violationsOf(rule, ref, awsOf(moto));
    if (!('not' in wanted))
      return { said: [rule, ...found.map(({ severity }) => severity)], wanted: [rule, ...wanted], why };
    const said = found.map(({ severity, message }) => `${severity} ${message}`);
    return { said: said.filter((one) => one === wanted.not), wanted: [], why };
  });
  return Promise.all(verdicts);
}

/** @returns the last line that the script of the case prints. */
async function build(name: string, { url }: Moto): Promise<string> {
  const env = { ...process.env, AWS_ENDPOINT_URL: url };
  const { stdout } = await promisify(execFile)('python3', [join(CASES, name, 'setup.py')], { env, timeout: 60_000 });
  return stdout.trim().split('\n').at(-1) ?? '';
}

function awsOf({ url }: Moto): Aws {
  process.env['AWS_ENDPOINT_URL'] = url;
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  return withoutHostPrefix(createAws({ maxAttempts: 1, requestTimeout: 30_000 }));
}

async function violationsOf(id: string, ref: Ref, aws: Aws) {
  const { rules: settings, trusted } = defaultSettings(rules);
  const { rule, options } = settings.find((each) => each.rule.id === id) ?? expect.fail(`no rule ${id}`);
  const reader = (await readers[ref.kind]?.())?.default ?? expect.fail(`no reader of ${ref.kind}`);
  const state = await reader.read(ref, aws);
  if (state === GONE) return expect.fail(`${ref.id} is gone`);
  const { read, refsOf } = reading(aws, readers);
  const ports = {
    refsOf,
    // moto does not have this setting. The script of its case would switch it on.
    read: async (neighbour: Ref) =>
      neighbour.kind === 'snapshot-block-public-access' ? { mode: 'block-all-sharing' } : read(neighbour),
    onUnknown: (name: string, why: string) => expect.fail(`${name}: ${why}`),
  };
  const neighbours = await createNeighbourhood(ports).of(usedBy(rule), ref, [state]);
  return judge(rule, undefined, state, { ref, options, trusted, baseline: undefined, now: Date.now(), neighbours })
    .violations;
}
