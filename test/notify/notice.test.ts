import { expect, test } from 'vitest';
import { defaultSettings } from '../../shared/config/settings.ts';
import { acknowledge } from '../../shared/core/notice.ts';
import { noticeDetail } from '../../shared/notify/event-schema.ts';
import { fanOut } from '../../shared/notify/fan-out.ts';
import { noticeDetailOf } from '../../shared/notify/notice-event.ts';
import { eventsIn } from '../../shared/notify/records.ts';
import { payloadOf } from '../../shared/notify/slack-payload.ts';
import { subjectOf, textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { packedBody } from '../../shared/store/dynamodb/calls.ts';
import type { DeliverableEvent } from '../../shared/store/store.ts';
import { eventInStream } from '../../shared/store/stream.ts';
import { aNotice, NOW, reported } from '../store/things.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { surroundings } from './finding-events.ts';

const seen = [
  {
    service: 'iam',
    eventName: 'CreateAccessKey',
    region: 'us-east-1',
    actor: { type: 'root', name: 'root', sourceIp: '203.0.113.9' } as const,
    count: 2,
  },
];
const record = aNotice('0123456789abcdef', { count: 4, lastAt: NOW + 60_000, seen });
const event = reported(record);
const seenBy = { by: 'lee', identity: 'arn:aws:sts::111122223333:assumed-role/Admin/lee', at: NOW + 90_000 };
const acknowledged = acknowledge(record, record.notice, seenBy).event;

/** The record of the stream, as the table writes it. */
const inStream = (of: typeof event) => {
  const { B } = packedBody(JSON.stringify(of)) as { readonly B: Uint8Array };
  const pk = { S: `E#${of.id}` };
  return {
    eventName: 'INSERT' as const,
    dynamodb: {
      SequenceNumber: of.id,
      NewImage: { pk, sk: { S: 'event' }, type: { S: of.type }, body: { B: Buffer.from(B).toString('base64') } },
    },
  };
};

async function sentOn(of: typeof event, slack: 'low' | 'critical' = 'low') {
  const sent: string[] = [];
  const take = (event: Pick<DeliverableEvent, 'id'>, channels: readonly string[]) =>
    void sent.push(...channels.map((channel) => `${channel} ${event.id}`));
  await fanOut(eventsIn([inStream(of)]), {
    store: createMemoryStore(),
    channels: ['sns', 'slack', 'bus'],
    settings: { ...defaultSettings([]).channels, slack: { minimumSeverity: slack } },
    deliver: async (one, channels) => {
      take(one, channels);
      return [];
    },
    queue: async (jobs) => {
      for (const job of jobs) take({ id: job.event }, job.channels);
      return [];
    },
  });
  return sent.sort();
}

test('what is reported is sent on every channel that receives its severity', async () => {
  expect(await sentOn(event)).toEqual([`bus ${event.id}`, `slack ${event.id}`, `sns ${event.id}`]);
  expect(await sentOn(event, 'critical')).toEqual([`bus ${event.id}`, `sns ${event.id}`]);
});

test('that somebody has acknowledged it is sent to the bus only', async () => {
  expect(await sentOn(acknowledged)).toEqual([`bus ${acknowledged.id}`]);
});

test('the function that acts takes it for no finding event', () => {
  expect(eventInStream(inStream(event).dynamodb.NewImage)).toBeUndefined();
});

test('people read who, from where, what, how often and when, and how to acknowledge it', () => {
  const notification = notificationOf(event, NOW, surroundings);
  expect(subjectOf(notification)).toBe('HIGH: The root user was used (4 times) - root from 203.0.113.9');
  expect(textOf(notification)).toBe(
    [
      'The root user was used.',
      'Further occurrences are counted and not reported, until there was none for 1 h.',
      '',
      'Who:',
      '  root from 203.0.113.9: iam CreateAccessKey in us-east-1, 2 times',
      '  … and 2 more.',
      'How often:',
      '  4 times, from 2026-03-02 08:00:00 to 2026-03-02 08:01:00 UTC',
      'Account:',
      '  111122223333',
      'Controls:',
      '  cis-5.0 4.3, cis-6.0 5.3',
      '',
      'To acknowledge it:',
      `echo '{"do":"acknowledge","notice":"0123456789abcdef-1","by":"<you>"}' | aws lambda invoke --region eu-west-1 --function-name plumbline-prod-respond --payload fileb:///dev/stdin /dev/stdout`,
      '',
      `Notice root-used, event ${event.id}`,
    ].join('\n'),
  );
  expect(JSON.stringify(payloadOf(notification))).toContain('The root user was used');
});

test('text from the account hides nothing and mentions nobody', () => {
  const actor = { type: 'user', name: 'jane\u202e\n<!channel>', sourceIp: '203.0.113.9' } as const;
  const notice = {
    ...record.notice,
    seen: [{ ...seen[0], actor, count: 4 } as (typeof seen)[0] & { actor: typeof actor }],
  };
  const notification = notificationOf({ ...event, notice }, NOW, surroundings);
  expect(textOf(notification)).not.toMatch(/\u202e|\n<!/);
  expect(JSON.stringify(payloadOf(notification).blocks.slice(1))).not.toContain('<!channel>');
});

test.each([event, acknowledged])('machines receive what the schema describes: $type', (each) => {
  const detail = noticeDetailOf(each, surroundings.shown);
  expect(noticeDetail.parse(detail)).toEqual(detail);
  expect(detail).toMatchObject({ id: each.id, notice: '0123456789abcdef-1', name: 'root-used', count: 4 });
});
