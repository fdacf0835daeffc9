import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyTally, wantedBy } from '../../shared/logs/candidate.ts';
import { readFileSource } from '../../shared/logs/read.ts';

const CASES = new URL('../../../shared/cases/logs/', import.meta.url);
const WANTED = wantedBy(new Set(['iam:AttachUserPolicy'] as const));

async function read(name: string) {
  const path = new URL(name, CASES).pathname;
  const tally = emptyTally();
  const events: string[] = [];
  const damage: string[] = [];
  await readFileSource({ path, bytes: readFileSync(path).length }, WANTED, {
    source: name,
    tally,
    candidate: ({ eventName }) => events.push(eventName),
    damage: ({ reason }) => damage.push(reason),
  });
  return { events, damage, tally };
}

describe.skipIf(!existsSync(CASES))('files that people have', () => {
  test.each([
    '04-es-source.ndjson',
    '04b-ecs.ndjson',
    '05-sqs-dlq.json',
    '06-logs-insights.json',
    '07-lake-eventjson.json',
    '08-athena-row.jsonl',
    '09-sentinel.jsonl',
    '10-splunk-raw.ndjson',
    '11-logs-tail.log',
    '12-payload-silent.jsonl',
    '13-utf16be.json',
  ])('%s is read', async (name) => {
    expect(await read(name)).toEqual({
      events: ['AttachUserPolicy'],
      damage: [],
      tally: { records: 1, unwatched: 0, failed: 0, unreadable: {} },
    });
  });

  test.each([
    ['03-athena.csv', 'a row of a table lacks eventID, awsRegion, recipientAccountId: export it too'],
    [
      '18-sentinel-real-header.csv',
      'a row of a table lacks awsRegion, recipientAccountId, requestParameters: export it too',
    ],
  ])('%s has one record, and what it lacks is named', async (name, reason) => {
    expect(await read(name)).toEqual({
      events: [],
      damage: [],
      tally: { records: 1, unwatched: 0, failed: 0, unreadable: { [reason]: 1 } },
    });
  });
});
