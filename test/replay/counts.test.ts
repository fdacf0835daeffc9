import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replayInThreads } from '../../cli/judging/threads.ts';
import { rules } from '../../generated/rules.ts';
import { exampleTrail } from '../../scripts/generate/example-trail.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { EventId } from '../../shared/core/event.ts';
import { type Candidate, emptyTally, type Tally, wantedBy } from '../../shared/logs/candidate.ts';
import { collectStream } from '../../shared/logs/collect.ts';
import { createOrdering } from '../../shared/logs/order.ts';
import { type Replayed, replay } from '../../shared/replay/replay.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';

const settings = defaultSettings(rules);
const story = exampleTrail().map((record) => ({ ...record }));

type Change = (record: Readonly<Record<string, unknown>>) => unknown;

/** What can be in a log instead of a record that is all right. */
const CHANGES: Readonly<Record<string, Change>> = {
  unchanged: (record) => record,
  'without parameters': (record) => ({ ...record, requestParameters: null, responseElements: null }),
  'parameters left out': (record) => ({ ...record, requestParameters: { omitted: true } }),
  refused: (record) => ({ ...record, errorCode: 'AccessDenied' }),
  'without a time': (record) => ({ ...record, eventTime: 'soon' }),
  'without an account': (record) => ({ ...record, recipientAccountId: undefined, userIdentity: {} }),
  'of no rule': (record) => ({ ...record, eventName: 'DescribeNothing' }),
  'an insight': () => ({ eventType: 'AwsCloudTrailInsight', eventTime: '2026-03-02T09:00:00Z' }),
  'no record': () => ({ name: 'package', version: '1.0.0' }),
  'a text': () => 'hello',
  'in an envelope': (detail) => ({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail }),
};

const line = fc
  .record({
    record: fc.constantFrom(...story),
    change: fc.constantFrom(...Object.values(CHANGES)),
    text: fc.constantFrom(
      (json: string) => json,
      (json: string) => json,
      (json: string) => json.slice(0, -40),
    ),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ record, change, text, times }) => `${text(JSON.stringify(change(record)))}\n`.repeat(times));

const logs = fc.array(line, { maxLength: 30 }).map((lines) => lines.join(''));
const until = fc.option(fc.constantFrom(...story.map(({ eventTime }) => Date.parse(String(eventTime)))), {
  nil: undefined,
});

interface Read {
  readonly tally: Tally;
  readonly candidates: readonly Candidate[];
  readonly weights: ReadonlyMap<EventId, number>;
}

async function read(text: string): Promise<Read> {
  const ordering = createOrdering();
  const tally = emptyTally();
  await collectStream('a log', Readable.from([Buffer.from(text)]), wantedBy(eventsOf(settings)), {
    candidate: ordering.add,
    done: ({ tally: all }) => Object.assign(tally, all),
  });
  const candidates = [...ordering.drain()];
  const weights = new Map(
    [...Map.groupBy(candidates, ({ event }) => event)].map(([event, all]) => [event, all.length] as const),
  );
  return { tally, candidates, weights };
}

function expectAllCounted({ records, unwatched, failed, unreadable }: Tally, replayed: Replayed): void {
  const { followed, repeated, later } = replayed;
  const notRead = Object.values(unreadable).reduce((sum, number) => sum + number, 0);
  expect(followed + repeated + later + unwatched + failed + notRead).toBe(records);
}

test('every record of a log is counted, and in one place only', async () => {
  await fc.assert(
    fc.asyncProperty(logs, until, async (text, limit) => {
      const { tally, candidates } = await read(text);
      const replayed = await replay(candidates, tally, { settings, ...(limit === undefined ? {} : { until: limit }) });
      expectAllCounted(tally, replayed);
    }),
    { numRuns: 150 },
  );
});

test('also where several threads judge', async () => {
  const lines = story.flatMap((record) =>
    Object.values(CHANGES).map((change) => `${JSON.stringify(change(record))}\n`.repeat(2)),
  );
  const { tally, candidates, weights } = await read(lines.join(''));
  const replayed = await replayInThreads(candidates, tally, { settings }, weights, 3);
  expectAllCounted(tally, replayed);
  expect([replayed.followed, replayed.repeated, tally.failed, tally.unwatched]).not.toContain(0);
});

test('a change that its kind cannot read is unreadable, and no change that was followed', async () => {
  const attached = { ...story[0], eventSource: 'iam.amazonaws.com', eventName: 'AttachUserPolicy' };
  const { tally, candidates } = await read(JSON.stringify({ ...attached, requestParameters: null }));
  const { followed } = await replay(candidates, tally, { settings });
  expect([tally.records, followed, tally.unreadable]).toEqual([1, 0, { 'AttachUserPolicy shows no userName': 1 }]);
});
