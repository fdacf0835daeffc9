import { expect, test } from 'vitest';
import { defaultSettings } from '../../shared/config/settings.ts';
import { controlDetailOf } from '../../shared/notify/control-event.ts';
import { controlDetail } from '../../shared/notify/event-schema.ts';
import { fanOut } from '../../shared/notify/fan-out.ts';
import { eventsIn } from '../../shared/notify/records.ts';
import { payloadOf } from '../../shared/notify/slack-payload.ts';
import { subjectOf, textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { eventInStream } from '../../shared/store/stream.ts';
import { AUDIT_FILTER } from '../../shared/store/table.ts';
import { auditRecord } from '../store/things.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { NOW, surroundings } from './finding-events.ts';

const paused = auditRecord('pause', { by: 'lee', note: 'Migration of the network.' });
const reset = auditRecord('reset', {
  by: 'kim',
  identity: 'arn:aws:sts::111122223333:assumed-role/Admin/kim',
  of: { rule: 'sg-open-ingress', account: '111122223333' },
  note: 'sg-open-ingress may remediate by itself again in 111122223333.',
});

/** The record of the stream for an audit record, as the table writes it. */
const inStream = (record: typeof paused, eventName: 'INSERT' | 'MODIFY' = 'INSERT') => ({
  eventName,
  dynamodb: {
    SequenceNumber: '1',
    Keys: { pk: { S: 'D' }, sk: { S: record.id } },
    NewImage: { pk: { S: 'D' }, sk: { S: record.id }, body: { S: JSON.stringify(record) } },
  },
});

test('a pause is sent on every channel, whatever severities they receive', async () => {
  const records = eventsIn([inStream(paused), inStream(reset, 'MODIFY')]);
  expect(records).toEqual([{ sequenceNumber: '1', id: paused.id, event: paused }]);
  const jobs: unknown[] = [];
  const critical = { minimumSeverity: 'critical' } as const;
  await fanOut(records, {
    store: createMemoryStore(),
    channels: ['sns', 'slack', 'bus'],
    settings: { ...defaultSettings([]).channels, sns: critical, slack: critical, bus: critical },
    deliver: async (event, channels) => {
      jobs.push({ event: event.id, channels });
      return [];
    },
    queue: async (queued) => {
      jobs.push(...queued);
      return [];
    },
  });
  const sent = jobs as readonly { readonly event: string; readonly channels: readonly string[] }[];
  expect(sent.map(({ event }) => event).every((id) => id === paused.id)).toBe(true);
  expect(sent.flatMap(({ channels }) => channels).sort()).toEqual(['bus', 'slack', 'sns']);
});

test('the function that acts takes it for no finding event', () => {
  expect(eventInStream(inStream(paused).dynamodb.NewImage)).toBeUndefined();
  expect(inStream(paused).dynamodb.Keys.pk).toEqual({ S: AUDIT_FILTER.dynamodb.Keys.pk.S[0] });
});

test('an email says who paused, when, why, and how to resume', () => {
  const notification = notificationOf(paused, NOW, surroundings);
  expect(subjectOf(notification)).toBe('Remediation paused: Migration of the network. - by lee');
  expect(textOf(notification)).toBe(
    `Remediation is paused: Plumbline changes nothing until somebody resumes it.

Why:
  Migration of the network.
Requested by:
  lee
  This is the name in the request. Lambda does not say who invoked it.
At:
  2026-03-02 08:00:00 UTC

To resume remediation:
echo '{"do":"resume","by":"<you>"}' | aws lambda invoke --region eu-west-1 --function-name plumbline-prod-respond --payload fileb:///dev/stdin /dev/stdout

Audit record ${paused.id}`,
  );
});

test('Slack is told who reset what, with their identity', () => {
  const payload = payloadOf(notificationOf(reset, NOW, surroundings));
  expect(payload.text).toBe('Limit reset: sg-open-ingress in 111122223333 - by kim');
  expect(JSON.stringify(payload.blocks)).toContain('arn:aws:sts::111122223333:assumed-role/Admin/kim');
});

test.each([paused, reset, auditRecord('resume')])('the bus gets $action in its own shape', (record) => {
  expect(controlDetail.parse(controlDetailOf(record))).toEqual(controlDetailOf(record));
  expect(controlDetailOf(record)).toMatchObject({ id: record.id, by: record.by });
});
