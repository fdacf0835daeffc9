import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replayInThreads } from '../../cli/judging/threads.ts';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { compareEvents, type EventId } from '../../shared/core/event.ts';
import { type Candidate, classifyRecord, emptyTally } from '../../shared/logs/candidate.ts';
import { replay } from '../../shared/replay/replay.ts';
import type { TrailRecord } from '../support/events.ts';
import { EVERY_EVENT } from '../support/wanted.ts';

const settings = defaultSettings(rules);
const { Records: story } = JSON.parse(readFileSync(new URL('../../examples/trail.json', import.meta.url), 'utf8')) as {
  readonly Records: readonly TrailRecord[];
};

/** The story of the example over and over, a day later each time. */
function candidatesOf(days: number): readonly Candidate[] {
  const tally = emptyTally();
  return Array.from({ length: days }, (_, day) =>
    story.map((record, index) => ({
      ...record,
      eventID: `${day}-${index}-${record.eventID}`,
      eventTime: new Date(Date.parse(String(record['eventTime'])) + day * 86_400_000).toISOString(),
    })),
  )
    .flat()
    .map((record, offset) => classifyRecord({ record, envelope: {} }, EVERY_EVENT, tally, { source: 'a', offset }))
    .filter((candidate): candidate is Candidate => candidate !== undefined)
    .sort(compareEvents);
}

function weightsOf(candidates: readonly Candidate[]): ReadonlyMap<EventId, number> {
  return new Map([...Map.groupBy(candidates, ({ event }) => event)].map(([event, all]) => [event, all.length]));
}

/** As it is told: values that are redacted are marks. */
const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
const running = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

describe('judging in threads', () => {
  test.each([
    [2, {}],
    [3, { since: Date.parse('2026-03-20T00:00:00Z'), until: Date.parse('2026-05-02T12:00:00Z') }],
  ])('%i threads find what one finds', async (threads, times) => {
    const candidates = candidatesOf(90);
    const before = running();
    const [alone, apart] = [emptyTally(), emptyTally()];
    const one = await replay(candidates, alone, { settings, ...times });
    const several = await replayInThreads(candidates, apart, { settings, ...times }, weightsOf(candidates), threads);
    expect(one.findings.length).toBeGreaterThan(10);
    expect(several.findings.map((finding) => told(finding)).sort((a, b) => byId(a as never, b as never))).toEqual(
      one.findings.toSorted(byId).map((finding) => told(finding)),
    );
    const { findings: _one, fixable, ...rest } = one;
    const { findings: _several, fixable: theirs, ...others } = several;
    expect(others).toEqual(rest);
    expect(theirs).toEqual(fixable);
    expect(apart).toEqual(alone);
    expect(running()).toBe(before);
  });

  test.each(['kms', 's3'])('what fails in the thread of %s is told, and nothing is left running', async (service) => {
    const before = running();
    // Two services, so that each has a thread of its own.
    const candidates = candidatesOf(40).filter(({ event }) => /^(kms|s3):/.test(event));
    const mine = candidates.filter(({ event }) => event.startsWith(service));
    const others = candidates.filter((candidate) => !mine.includes(candidate));
    const turned = [...others, ...mine.toReversed()];
    const run = replayInThreads(turned, emptyTally(), { settings }, weightsOf(candidates), 2);
    await expect(run).rejects.toThrow('in order of time');
    expect(running()).toBe(before);
  });

  test.each(['kms', 's3'])('a record of %s that is no JSON is damage, and the rest goes on', async (service) => {
    const candidates = candidatesOf(40).filter(({ event }) => /^(kms|s3):/.test(event));
    const broken = candidates.find(({ event }) => event.startsWith(service));
    const damaged = candidates.map((one) => (one === broken ? { ...one, json: Buffer.from('{"a":') } : one));
    const tally = emptyTally();
    const { damage, followed } = await replayInThreads(damaged, tally, { settings }, weightsOf(candidates), 2);
    expect(damage).toEqual([{ ...broken?.place, reason: 'this record is not valid JSON' }]);
    expect([tally.unreadable, followed]).toEqual([{ damaged: 1 }, candidates.length - 1]);
  });
});
