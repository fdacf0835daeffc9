import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTally, type Candidate, emptyTally } from '../../shared/logs/candidate.ts';
import { type Collected, collectFiles } from '../../shared/logs/collect.ts';
import { findLogs } from '../../shared/logs/files.ts';
import { EVENTS, gzOf, records } from './logs.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trail-test-'));
  const content = JSON.stringify({ Records: records() });
  mkdirSync(join(folder, 'CloudTrail-Digest'));
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'CloudTrail-Digest', 'd.json.gz'), 'digest');
  writeFileSync(join(folder, 'a.json'), content);
  writeFileSync(join(folder, 'b.json.gz'), gzOf(content));
  writeFileSync(join(folder, 'c.json.gz'), gzOf(content).subarray(0, 300));
  writeFileSync(join(folder, 'deep', 'er', 'd.LOG'), content.slice(0, 900));
  writeFileSync(join(folder, 'deep', 'e.jsonl'), '');
  writeFileSync(join(folder, '.hidden.json'), 'x');
  writeFileSync(join(folder, 'notes.md'), 'x');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'f.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const names = (list: readonly { readonly path: string }[]) => list.map(({ path }) => relative(folder, path));

test('findLogs returns the logs in folders and the named files, each once', async () => {
  const found = await findLogs([folder, join(folder, 'notes.md'), `${folder}/deep/../a.json`]);
  expect(names(found.files)).toEqual([
    'a.json',
    'b.json.gz',
    'c.json.gz',
    'deep/e.jsonl',
    'deep/er/d.LOG',
    'f.json',
    'notes.md',
  ]);
  expect(found.ignored).toBe(2);
});

test('findLogs returns tables, packed files, files of Firehose, and what may be logs in another format', async () => {
  const other = mkdtempSync(join(tmpdir(), 'trail-test-'));
  const logs = ['a.csv', 'a.json.bz2', 'a.json.zst', 'a.parquet', 'a.tsv', 'a.zip'];
  const firehose = 'trail-1-2026-03-02-09-00-00-11111111-2222-4333-8444-555555555555';
  for (const name of [...logs, firehose, 'README', 'a.py', 'a.yml']) writeFileSync(join(other, name), 'x');
  const found = await findLogs([other]);
  rmSync(other, { recursive: true });
  expect(found.files.map(({ path }) => relative(other, path))).toEqual([...logs, firehose]);
  expect(found.ignored).toBe(3);
});

test('one thread and three threads give the same result, and damaged files are named', async () => {
  const { files } = await findLogs([folder]);
  const all = [...files, { path: join(folder, 'deep'), bytes: 0 }];
  const [one, three] = await Promise.all([1, 3].map((workers) => collected(all, workers)));
  expect(three).toEqual(one);
  expect(one?.map(({ source, damage }) => [relative(folder, source), damage.length])).toEqual([
    ['a.json', 0],
    ['b.json.gz', 0],
    ['c.json.gz', 1],
    ['deep', 1],
    ['deep/e.jsonl', 0],
    ['deep/er/d.LOG', 1],
    ['f.json', 1],
  ]);
  for (const { source, damage } of one ?? []) for (const found of damage) expect(found.source).toBe(source);
  const tally = emptyTally();
  for (const source of one ?? []) addTally(tally, source.tally);
  expect(tally.failed).toBeGreaterThanOrEqual(2);
});

test.each([1, 3])('with %i threads, an error of the collector stops all threads', async (workers) => {
  const { files } = await findLogs([folder]);
  const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  const run = collectFiles(files, {
    events: EVENTS,
    workers,
    candidate: () => {
      throw new Error('the disk is full');
    },
    done: () => undefined,
  });
  await expect(run).rejects.toThrow('the disk is full');
  expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length).toBe(before);
});

type CollectedSource = Collected & { readonly candidates: readonly Candidate[] };

async function collected(
  files: Awaited<ReturnType<typeof findLogs>>['files'],
  workers: number,
): Promise<CollectedSource[]> {
  const candidates: Candidate[] = [];
  const all: Collected[] = [];
  await collectFiles(files, {
    events: EVENTS,
    workers,
    candidate: (candidate) => candidates.push({ ...candidate, json: Buffer.from(candidate.json) }),
    done: (one) => all.push(one),
  });
  return all
    .map((one) => ({ ...one, candidates: candidates.filter(({ place }) => place.source === one.source) }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}

test('candidates of a large source are passed on while it is read', async () => {
  const line = `${JSON.stringify(records()[0])}\n`;
  const lines = Math.ceil((5 * 1024 * 1024) / line.length);
  const path = join(folder, 'large.jsonl');
  writeFileSync(path, line.repeat(lines));
  const arrived: string[] = [];
  await collectFiles([{ path, bytes: line.length * lines }], {
    events: EVENTS,
    workers: 1,
    candidate: ({ json }) => arrived.push(json.toString()),
    done: ({ damage }) => arrived.push(`done, ${damage.length}`),
  });
  rmSync(path);
  expect(arrived.pop()).toBe('done, 0');
  expect(arrived.length).toBe(lines);
  expect(arrived.every((json) => json === line.trim())).toBe(true);
});
