import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { type Candidate, emptyTally, type Tally, wantedBy } from '../../shared/logs/candidate.ts';
import { collectFiles, collectStream } from '../../shared/logs/collect.ts';
import { findLogs } from '../../shared/logs/files.ts';
import { createOrdering } from '../../shared/logs/order.ts';
import { notices as definitions } from '../../shared/notices/notices.ts';
import { createNoticeReplay, marksOf } from '../../shared/replay/notices.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';
import { byRoot, denied, HIDDEN, signIn } from '../support/activity.ts';
import { iamUser, type TrailRecord, trailRecord } from '../support/events.ts';

const SETTINGS = { ...defaultSettings(rules), notices: definitions.map((each) => ({ ...each })) };
const wanted = () => wantedBy(new Set(eventsOf(SETTINGS)), marksOf(SETTINGS));

/** The notices in a log, and what was done with its records. */
async function found(bytes: Buffer, times: { readonly since?: number; readonly until?: number } = {}) {
  const ordering = createOrdering();
  const tally = emptyTally();
  await collectStream('a log', Readable.from([bytes]), wanted(), {
    candidate: ordering.add,
    done: (collected) => Object.assign(tally, collected.tally),
  });
  return { ...counted(ordering.drain(), times), tally };
}

function counted(candidates: Iterable<Candidate>, times: { readonly since?: number; readonly until?: number } = {}) {
  const replay = createNoticeReplay({ settings: SETTINGS, ...times });
  const others: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.forNotices) replay.accept(candidate);
    if (candidate.forNotices !== 'only') others.push(candidate);
  }
  return {
    notices: replay.replayed().map(({ notice }) => `${notice.name} ${notice.count}`),
    followed: others.length,
  };
}

const log = (records: readonly TrailRecord[]) => Buffer.from(JSON.stringify({ Records: records }));
const lines = (records: readonly TrailRecord[]) =>
  Buffer.from(records.map((each) => `${JSON.stringify(each)}\n`).join(''));
const spaced = (records: readonly TrailRecord[]) => Buffer.from(JSON.stringify({ Records: records }, null, 2));
const envelopes = (records: readonly TrailRecord[]) =>
  Buffer.from(
    records
      .map(
        (detail) =>
          `${JSON.stringify({ version: '0', id: 'x', 'detail-type': 'AWS API Call via CloudTrail', account: '111122223333', region: 'eu-west-1', detail })}\n`,
      )
      .join(''),
  );

const second = (index: number) => `2026-03-02T09:00:${String(index).padStart(2, '0')}Z`;
const STORY: readonly TrailRecord[] = [
  byRoot({ event: 'sts:GetCallerIdentity', at: second(0) }),
  byRoot({ event: 'iam:CreateAccessKey', at: second(1), request: null }),
  signIn({ mfa: false, at: second(2) }),
  ...Array.from({ length: 6 }, (_, index) => signIn({ failed: true, by: HIDDEN, at: second(index + 10) })),
  ...Array.from({ length: 12 }, (_, index) => denied({ at: second(index + 20) })),
  denied({ event: 'ec2:AuthorizeSecurityGroupIngress', at: second(40), errorCode: 'Client.UnauthorizedOperation' }),
  trailRecord('ec2:CreateSecurityGroup', { by: iamUser('jane'), at: second(41), request: { groupName: 'web' } }),
  trailRecord('ec2:RunInstances', { by: iamUser('jane'), at: second(42) }),
  denied({ event: 'ec2:RunInstances', at: second(43), errorCode: 'Client.InstanceLimitExceeded' }),
];
const NOTICES = [
  'root-used 2',
  'sign-in-without-mfa 1',
  'sign-in-failures 6',
  'denied-calls 13',
  'security-group-changed 1',
];

describe('notices in logs', () => {
  test.each<[string, Buffer]>([
    ['a log file', log(STORY)],
    ['a packed log file', gzipSync(log(STORY))],
    ['lines', lines(STORY)],
    ['packed lines', gzipSync(lines(STORY))],
    ['records with spaces', gzipSync(spaced(STORY))],
    ['events of EventBridge', gzipSync(envelopes(STORY))],
    ['records in another order', gzipSync(log(STORY.toReversed()))],
    ['repeated records', gzipSync(log([...STORY, ...STORY]))],
  ])('are found in %s', async (_, bytes) => {
    expect((await found(bytes)).notices).toEqual(NOTICES);
  });

  test('each record is counted once, as without notices', async () => {
    const { tally, followed } = await found(gzipSync(log(STORY)));
    const without = emptyTally();
    const candidates: Candidate[] = [];
    await collectStream('a log', Readable.from([gzipSync(log(STORY))]), wantedBy(new Set(eventsOf(SETTINGS))), {
      candidate: (each) => void candidates.push(each),
      done: (collected) => Object.assign(without, collected.tally),
    });
    expect(tally).toEqual(without);
    expect(followed).toBe(candidates.length);
    expect(tally.records).toBe(STORY.length);
  });

  test('a user agent that looks like the record hides no call', async () => {
    const calls = Array.from({ length: 10 }, (_, index) =>
      denied({ at: second(index), userAgent: index % 2 ? 'x{"errorCode":"' : 'a {b} "errorCode":"Throttling"' }),
    );
    expect((await found(gzipSync(log(calls)))).notices).toEqual(['denied-calls 10']);
  });

  test('--since leaves out what ended before, and --until what came later', async () => {
    const at = (time: string) => Date.parse(time);
    expect((await found(log(STORY), { since: at(second(15)) })).notices).toEqual(NOTICES.slice(2));
    expect((await found(log(STORY), { until: at(second(15)) })).notices).toEqual(NOTICES.slice(0, 3));
  });

  test('a flood is one notice, and each of its records counts', async () => {
    const flood = Array.from({ length: 5000 }, (_, index) => denied({ at: second(index % 60), id: `f${index}` }));
    expect((await found(gzipSync(log(flood)))).notices).toEqual(['denied-calls 5000']);
  });
});

/** Real records, which are kept beside the project. */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus/aws_dataset', import.meta.url));

test.runIf(existsSync(CORPUS))('in real records, what is reported by default can be defended', async () => {
  const settings = defaultSettings(rules);
  const ordering = createOrdering();
  const tally: Tally = emptyTally();
  await collectFiles((await findLogs([CORPUS])).files, {
    events: eventsOf(settings),
    marks: marksOf(settings),
    workers: 1,
    candidate: ordering.add,
    done: (collected) => void (tally.records += collected.tally.records),
  });
  const replay = createNoticeReplay({ settings });
  for (const candidate of ordering.drain()) if (candidate.forNotices) replay.accept(candidate);
  const shown = replay.replayed().map(({ notice: { name, count, seen } }) => {
    const [first] = seen;
    return `${name} ${count}: ${first?.actor.role ?? first?.actor.name} ${first?.eventName}`;
  });
  expect(shown).toEqual([
    // Many calls in seconds, by roles that were made to try what they may.
    'denied-calls 29: stratus-red-team-ec2-get-password-data-role GetPasswordData',
    'denied-calls 15: stratus-red-team-get-usr-data-role DescribeInstanceAttribute',
    // A password without a second factor. The one sign-in with a device is not among these.
    'sign-in-without-mfa 1: stratus-red-team-nmfalu-gfjyeaypjt ConsoleLogin',
  ]);
});
