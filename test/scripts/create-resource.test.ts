import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CannotCreate } from '../../scripts/create/command.ts';
import { createResource, main, type NewResource } from '../../scripts/create-resource.ts';
import { copyOf, runIn, said } from './copy.ts';

const FILES = [
  'shared/resources/example-rule/kind.ts',
  'shared/resources/example-rule/actions.ts',
  'shared/resources/example-rule/reader.ts',
  'shared/resources/example-rule/effects.ts',
  'test/resources/example-rule/kind.test.ts',
  'test/resources/example-rule/calls.test.ts',
  'test/e2e/stories-example-rule.ts',
];
const EXAMPLE: NewResource = {
  type: 'example-rule',
  awsType: 'AWS::Events::Rule',
  client: '@aws-sdk/client-eventbridge',
};
const LONG = 120_000;

let root = '';
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

beforeAll(() => {
  root = copyOf(['shared', 'generated', 'test/support', 'test/e2e/action-stories.ts', 'test/e2e/place.ts']);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a new resource type', () => {
  beforeAll(async () => {
    expect(await createResource(root, EXAMPLE)).toEqual(FILES);
  });

  test('has the names that AWS gives the type, its service and its client', () => {
    const kind = textOf('shared/resources/example-rule/kind.ts');
    expect(kind).toContain('export const exampleRule = defineKind<ExampleRule>()({');
    expect(kind).toContain("  name: 'example-rule',\n  type: 'AWS::Events::Rule',\n");
    expect(kind).toContain("arnOf('events', ref, ");
    expect(textOf('shared/resources/example-rule/reader.ts')).toContain(
      "import { EventBridgeClient } from '@aws-sdk/client-eventbridge';",
    );
  });

  test('follows each call of the client that changes one, and names those that read one', () => {
    const kind = textOf('shared/resources/example-rule/kind.ts');
    expect(kind.match(/'events:\w+': .*/g)).toEqual([
      "'events:DeleteRule': { ids: named, evolve: () => GONE },",
      "'events:DisableRule': { ids: named },",
      "'events:EnableRule': { ids: named },",
      "'events:PutRule': { ids: named },",
    ]);
    expect(textOf('shared/resources/example-rule/reader.ts')).toMatch(/TODO the calls, of DescribeRule, .*ListRules/);
  });

  test('is formatted as the project is, has nothing to lint and goes in no wrong direction', {
    timeout: LONG,
  }, async () => {
    const [format, lint, directions] = await Promise.all([
      runIn(root, '@biomejs/biome/bin/biome', 'ci', '--vcs-enabled=false', ...FILES),
      runIn(root, 'oxlint/bin/oxlint', '--deny-warnings', ...FILES),
      runIn(
        root,
        'dependency-cruiser/bin/dependency-cruise.mjs',
        'shared/resources/example-rule',
        'test/e2e',
        '--config',
        '.dependency-cruiser.cjs',
      ),
    ]);
    expect(format.code, format.output).toBe(0);
    expect(lint.code, lint.output).toBe(0);
    expect(directions.code, directions.output).toBe(0);
    expect(directions.output).toMatch(/no dependency violations found \(\d{2,} modules/);
  });

  test('compiles', { timeout: LONG }, async () => {
    const config = { extends: './tsconfig.json', include: [], files: [...FILES, 'test/support/moto.setup.ts'] };
    writeFileSync(join(root, 'tsconfig.resource.json'), JSON.stringify(config));
    const { code, output } = await runIn(root, 'typescript/bin/tsc', '-p', 'tsconfig.resource.json');
    expect(code, output).toBe(0);
  });

  test('fails every test of its own until it is written, with the file and what to do', { timeout: LONG }, async () => {
    // Without moto: what is left to be tested without it fails as well.
    writeFileSync(
      join(root, 'vitest.config.ts'),
      "export default { test: { include: ['test/resources/**/*.test.ts'], provide: { moto: 'http://127.0.0.1:9' } } };\n",
    );
    await runIn(root, 'vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=report.json');
    const { testResults } = JSON.parse(textOf('report.json')) as {
      readonly testResults: readonly {
        readonly assertionResults: readonly {
          readonly title: string;
          readonly status: string;
          readonly failureMessages: readonly string[];
        }[];
      }[];
    };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(tests.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['events:PutRule of {"request":{}}', 'is read', 'every page is listed']),
    );
    for (const { title, status, failureMessages } of tests) {
      expect(status, title).toBe('failed');
      expect(failureMessages.join('\n'), title).toMatch(
        /(?:shared|test)\/resources\/example-rule\/[\w.]+\.ts: (?:TODO \w+|named)/,
      );
    }
  });
});

describe('other types', () => {
  test.each<[NewResource, string]>([
    // Its calls have another name, so they are guessed.
    [
      { type: 'log-delivery', awsType: 'AWS::Logs::Teapot', client: '@aws-sdk/client-cloudwatch-logs' },
      "'logs:CreateTeapot': { ids: named, creates: true },\n    'logs:DeleteTeapot': { ids: named, evolve: () => GONE },",
    ],
    [
      { type: 's3-teapot', awsType: 'AWS::S3::AccessPoint', client: '@aws-sdk/client-s3-control' },
      "'s3:CreateAccessPoint': { ids: named, creates: true },",
    ],
    [
      { type: 'ec2-account-settings-of-a-very-long-name', awsType: 'AWS::::Account', client: '@aws-sdk/client-ec2' },
      "  type: 'AWS::::Account',\n",
    ],
  ])('%j', { timeout: LONG }, async (given, text) => {
    const files = await createResource(root, given);
    expect(textOf(files[0] ?? '')).toContain(text);
    const { code, output } = await runIn(root, '@biomejs/biome/bin/biome', 'ci', '--vcs-enabled=false', ...files);
    expect(code, output).toBe(0);
  });
});

describe('a resource type is refused', () => {
  const refused = (given: Partial<NewResource>) => createResource(root, { ...EXAMPLE, type: 'mq-broker', ...given });

  test.each<[Partial<NewResource>, RegExp]>([
    [{ type: 'snsTopic' }, /^"snsTopic" is not a resource type in kebab-case/],
    [{ type: '../sns' }, /is not a resource type/],
    [{ type: 'sns/topic' }, /is not a resource type/],
    [{ type: 'sns--topic' }, /is not a resource type/],
    [{ type: 'common' }, /^"common" is not a resource type/],
    [{ awsType: 'SNS::Topic' }, /^"SNS::Topic" is not a type as AWS names it, such as AWS::EC2::Subnet/],
    [{ awsType: 'AWS::SNS' }, /is not a type as AWS names it/],
    [{ awsType: "AWS::AmazonMQ::Broker'" }, /is not a type as AWS names it/],
    [{ client: 'client-sns' }, /^"client-sns" is not a client of the SDK, such as @aws-sdk\/client-ec2/],
    [{ client: '../../evil' }, /is not a client of the SDK/],
  ])('with %j', async (given, why) => {
    await expect(refused(given)).rejects.toThrow(CannotCreate);
    await expect(refused(given)).rejects.toThrow(why);
    expect(existsSync(join(root, 'shared/resources/mq-broker'))).toBe(false);
  });

  test('with a client that package.json lacks, or has for development only; it says how to add it', async () => {
    const why = (name: string) => `"dependencies" in package.json lack ${name}. Add it: npm install ${name}`;
    for (const client of ['@aws-sdk/client-teapot', '@aws-sdk/client-cloudformation'])
      await expect(refused({ client })).rejects.toThrow(why(client));
  });

  test('with a client that is not installed; it says how to install it', async () => {
    const manifest = textOf('package.json');
    writeFileSync(
      join(root, 'package.json'),
      manifest.replace('"dependencies": {', '$& "@aws-sdk/client-teapot": "^3",'),
    );
    await expect(refused({ client: '@aws-sdk/client-teapot' })).rejects.toThrow(
      '@aws-sdk/client-teapot is not installed. Install what package.json names: npm ci',
    );
    writeFileSync(join(root, 'package.json'), manifest);
  });

  test('where any of its files is there already; nothing is touched', async () => {
    const story = join(root, 'test/e2e/stories-mq-broker.ts');
    writeFileSync(story, 'mine');
    await expect(refused({})).rejects.toThrow('test/e2e/stories-mq-broker.ts is there already. Take another name.');
    expect(readFileSync(story, 'utf8')).toBe('mine');
    expect(existsSync(join(root, 'shared/resources/mq-broker'))).toBe(false);
    expect(existsSync(join(root, 'test/resources/mq-broker'))).toBe(false);
    rmSync(story);
  });
});

describe('the command', () => {
  const command = (...args: readonly string[]) => said(main, root, args);
  const options = ['--aws-type', 'AWS::AmazonMQ::Broker', '--client', '@aws-sdk/client-sns'];

  test('says which files it wrote, and what to do next', async () => {
    const { code, log, error } = await command('mq-broker', ...options);
    expect([code, error]).toEqual([0, '']);
    expect(log).toContain('shared/resources/mq-broker/kind.ts\n');
    expect(log).toContain('npm run generate && npx vitest run test/resources/mq-broker');
  });
  test('shows its usage', async () =>
    expect(await command('--help')).toMatchObject({ code: 0, log: /^Usage:/, error: '' }));
  test.each([
    [[], /^Name one resource type: <type>\./],
    [['mq-broker', 'more', ...options], /^Name one resource type/],
    [['mq-broker'], /^Name AWS's own type: --aws-type AWS::<service>::<type>\./],
    [['mq-broker', ...options.slice(0, 2)], /^Name the SDK client: --client @aws-sdk\/client-<service>\./],
    [['mq-broker', '--kind', 'x'], /^Unknown option '--kind'/],
    [['snsTopic', ...options], /^"snsTopic" is not/],
  ])('explains what is wrong with %j', async (args, why) => {
    const { code, log, error } = await command(...args);
    expect([code, log]).toEqual([1, '']);
    expect(error).toMatch(why);
    expect(error).toContain('Usage: npm run create-resource');
  });
});
