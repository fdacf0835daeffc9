import { describe, expect, test } from 'vitest';
import { actorOf } from '../../shared/core/actor.ts';
import { decodeEvent, type TrailEvent } from '../../shared/core/event.ts';
import { gzOf, ids, records, seenIn } from './logs.ts';
import { RENAMED, WHOLE } from './wrapped.ts';

const all = records();
const WATCHED = [0, 2, 5].map((index) => all[index]?.eventID);
const TALLY = { records: 6, unwatched: 2, failed: 1, unreadable: {} };
const sevenths = (content: string | Buffer) => Array.from({ length: content.length / 7 }, (_, index) => index * 7);

describe.each(Object.entries({ ...WHOLE, ...RENAMED }))('%s', (name, wrap) => {
  const content = wrap(all);

  test('every record is found, also packed and in small pieces', async () => {
    for (const [bytes, cuts] of [
      [content, []],
      [gzOf(content), []],
      [content, sevenths(content)],
    ] as const) {
      const seen = await seenIn(bytes, cuts);
      expect([ids(seen), seen.damage, seen.tally]).toEqual([WATCHED, [], TALLY]);
    }
  });

  test('a record says the same as before', async () => {
    const { candidates } = await seenIn(content);
    for (const { json, eventID } of candidates) {
      const event = decodeEvent(JSON.parse(json.toString()));
      const before = decodeEvent(all.find((record) => record.eventID === eventID));
      if (name in WHOLE) expect(event).toEqual(before);
      else expect(shown(event)).toEqual(shown(before));
    }
  });
});

/** What is judged and shown of an event. */
function shown(event: TrailEvent) {
  const { name, type, role, sourceIp } = actorOf(event);
  const { eventID, time, eventSource, eventName, awsRegion, account, requestParameters, responseElements } = event;
  const call = { eventID, time, eventSource, eventName, awsRegion, account };
  return { ...call, requestParameters, responseElements: responseElements ?? null, name, type, role, sourceIp };
}
