import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Log, Result, Run } from 'sarif';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sarif } from '../../cli/output/sarif.ts';
import { fitting } from '../../cli/output/sarif-limits.ts';
import { rules } from '../../generated/rules.ts';
import { exampleTrail } from '../../scripts/generate/example-trail.ts';
import { plumbline } from '../support/cli.ts';
import { iamUser, type TrailRecord, trailRecord } from '../support/events.ts';
import { reportOf } from '../support/reports.ts';

const manifest = { version: '0.1.0', homepage: 'https://github.com/plumbline-dev/plumbline#readme' };
const story = exampleTrail();

async function runOf(records: readonly unknown[], given: Parameters<typeof reportOf>[1] = {}): Promise<Run> {
  const { report } = await reportOf(records, given);
  return only(sarif(report, rules, manifest, new Map()));
}

function only(text: string): Run {
  const { runs } = JSON.parse(text) as Log;
  const [run] = runs;
  if (!run || runs.length !== 1) throw new Error('There is not one run.');
  return run;
}

describe('for GitHub', () => {
  test('every rule that judged is described, with its page', async () => {
    const { tool } = await runOf(story);
    expect(tool.driver).toMatchObject({ name: 'Plumbline', version: '0.1.0', informationUri: manifest.homepage });
    expect(tool.driver.rules?.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    for (const { id, shortDescription, fullDescription, help, helpUri, properties } of tool.driver.rules ?? []) {
      expect(shortDescription?.text.length).toBeLessThanOrEqual(1024);
      expect(fullDescription?.text.length).toBeLessThanOrEqual(1024);
      expect(help?.text).toContain('What to do:');
      expect(help?.markdown).toContain('## What to do');
      expect(helpUri).toBe(`https://github.com/plumbline-dev/plumbline/blob/main/docs/rules/${id}.md`);
      expect(Number(properties?.['security-severity'])).toBeGreaterThan(0);
      expect(properties?.tags).toContain('security');
    }
  });

  test('every result has a file, a line, a message and a level', async () => {
    const { results = [], tool, automationDetails } = await runOf(story);
    expect(automationDetails?.id).toBe('plumbline/replay/');
    expect(results.length).toBeGreaterThan(10);
    for (const { ruleId, ruleIndex = -1, level, message, locations = [] } of results) {
      expect(tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
      expect(message.text).toMatch(/Opened by .+ with \w+ at \d{4}-/);
      expect(locations).toHaveLength(1);
      expect(locations[0]?.physicalLocation).toMatchObject({
        artifactLocation: { uri: 'logs/a.json' },
        region: { startLine: 1 },
      });
    }
  });

  test('fingerprints are the same in any order of the records, with other records, and are unique', async () => {
    const prints = ({ results = [] }: Run) => results.map(({ partialFingerprints }) => partialFingerprints);
    const once = prints(await runOf(story));
    expect(prints(await runOf(story.toReversed()))).toEqual(once);
    const more = trailRecord('s3:DeleteBucketEncryption', { at: '2026-03-02T07:00:00Z', request: { bucketName: 'x' } });
    expect(prints(await runOf([more, ...story, ...story]))).toEqual(expect.arrayContaining(once));
    expect(new Set(once.map((print) => print?.['primaryLocationLineHash'])).size).toBe(once.length);
  });

  test('text in brackets does not become a link, and hidden characters are shown', async () => {
    const by = iamUser('[click](https://example.com)\u202e\u0085');
    const request = {
      policyName: 'p',
      userName: 'bob',
      policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    };
    const { report } = await reportOf([trailRecord('iam:PutUserPolicy', { request, by })]);
    const text = sarif(report, rules, manifest, new Map());
    expect(text).toMatch(/^[\n -~]*$/);
    expect(only(text).results?.[0]?.message.text).toContain('\\[click\\](https://example.com)\\u{202e}\\u{85}');
  });

  test('what rules could not decide is a notification about the rule', async () => {
    const { invocations = [] } = await runOf(story);
    expect(invocations[0]?.toolExecutionNotifications).toContainEqual(
      expect.objectContaining({
        level: 'note',
        associatedRule: { id: 'lambda-secret-in-environment', index: expect.any(Number) },
      }),
    );
    expect(invocations[0]?.executionSuccessful).toBe(true);
  });
});

describe('the limits of GitHub', () => {
  const result = (index: number): Result => ({ message: { text: `${index} ${Math.random()}` }, ruleId: 'a' });
  const many = Array.from({ length: 30_000 }, (_, index) => result(index));
  const logOf = (results: readonly Result[], left: number): Log => ({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'x' } }, results: [...results], properties: { left } }],
  });

  test('no more than 25,000 results, the first ones, and the rest is counted', () => {
    const { results = [], properties } = only(fitting(many, logOf));
    expect([results.length, results[0]?.message.text?.startsWith('0 '), properties?.['left']]).toEqual([
      25_000,
      true,
      5000,
    ]);
  });

  test('no more bytes than it takes', () => {
    const text = fitting(many, logOf, { mostBytes: 100_000 });
    const { results = [], properties } = only(text);
    expect(gzipSync(text).length).toBeLessThanOrEqual(100_000);
    expect(results.length).toBeGreaterThan(1000);
    expect(results.length + Number(properties?.['left'])).toBe(30_000);
  });

  test('all of a few', () => {
    expect(only(fitting(many.slice(0, 10), logOf)).results).toHaveLength(10);
  });
});

describe('the place of a record', () => {
  const open = (groupId: string, by = iamUser('Zoë 😀')): TrailRecord =>
    trailRecord('ec2:AuthorizeSecurityGroupIngress', {
      request: {
        groupId,
        ipPermissions: {
          items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
        },
      },
      by,
    });
  const [a, b, c, d] = ['sg-a', 'sg-b', 'sg-c', 'sg-d'].map((group) => JSON.stringify(open(group))) as [
    string,
    string,
    string,
    string,
  ];
  const lines = `${a}\n${b}\n`;
  const oneLine = `{"Records":[${c},${d}]}`;

  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sarif-test-'));
    mkdirSync(join(folder, 'my logs'));
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'my logs/a.jsonl'), lines);
    writeFileSync(join(folder, 'my logs/b.json.gz'), gzipSync(oneLine));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const placesIn = async (args: readonly string[], input = '', cwd = folder) => {
    const rest = ['--rules', 'sg-open-ingress', '-f', 'sarif'];
    const { stdout } = await plumbline(['replay', ...args, ...rest], { cwd, input });
    const { results = [] } = only(stdout);
    return Object.fromEntries(
      results.map(({ locations = [] }) => {
        const { physicalLocation, logicalLocations = [] } = locations[0] ?? {};
        const { startLine, startColumn } = physicalLocation?.region ?? {};
        return [logicalLocations[0]?.name, [physicalLocation?.artifactLocation?.uri, startLine, startColumn]];
      }),
    );
  };

  test('is the file, relative to the folder, with line and column; also in a packed file', async () => {
    expect(await placesIn(['my logs'])).toEqual({
      'sg-a': ['my%20logs/a.jsonl', 1, 1],
      'sg-b': ['my%20logs/a.jsonl', 2, 1],
      'sg-c': ['my%20logs/b.json.gz', 1, '{"Records":['.length + 1],
      'sg-d': ['my%20logs/b.json.gz', 1, `{"Records":[${c},`.length + 1],
    });
  });

  test('of a file elsewhere is absolute, and of standard input the first line', async () => {
    const { 'sg-b': found } = await placesIn([join('..', 'my logs', 'a.jsonl')], '', join(folder, 'elsewhere'));
    expect(found).toEqual([`${pathToFileURL(folder).href}/my%20logs/a.jsonl`, 2, 1]);
    expect(await placesIn(['-'], lines)).toEqual({
      'sg-a': ['stdin', 1, undefined],
      'sg-b': ['stdin', 1, undefined],
    });
  });
});
