import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { RETENTION } from '../../shared/store/dynamodb/calls.ts';
import { OFF } from './off.ts';

const PAGE = readFileSync(new URL('../../docs/data.md', import.meta.url), 'utf8');
const DAY = 86_400;

const [, kept = ''] = /<!-- kept -->([\s\S]*)<!-- \/kept -->/.exec(PAGE) ?? [];
const rows = [...kept.matchAll(/^\| `(\w+)` \|.*\| (?:at most )?(\d+) days \|$/gm)];

const { resources } = deployedWith(paramsFrom({ ...OFF, remediation: 'auto', slackWebhook: '/plumbline/slack' }));
const queues = Object.entries(resources.Resources).filter(([, { Type }]) => Type === 'AWS::SQS::Queue');

test('the page names every queue, and how long it keeps messages', () => {
  expect(Object.fromEntries(rows.map(([, id, days]) => [id, Number(days)]))).toEqual(
    Object.fromEntries(queues.map(([id, { Properties }]) => [id, Number(Properties['MessageRetentionPeriod']) / DAY])),
  );
});

test('every queue is encrypted, with the key of the owner where there is one', () => {
  for (const [id, { Properties }] of queues) expect(Properties['SqsManagedSseEnabled'], id).toBe(true);
  const kmsKey = 'arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c';
  const own = deployedWith(paramsFrom({ ...OFF, kmsKey })).resources.Resources;
  for (const type of ['SQS::Queue', 'DynamoDB::Table', 'SNS::Topic', 'Events::EventBus', 'Logs::LogGroup']) {
    const some = Object.entries(own).filter(([, { Type }]) => Type === `AWS::${type}`);
    expect(some, type).not.toEqual([]);
    for (const [id, { Properties }] of some) expect(JSON.stringify(Properties), id).toContain(kmsKey);
  }
});

test('the page says how long finding events are kept', () => {
  expect(PAGE).toContain(`finding events for ${RETENTION / DAY} days`);
});
