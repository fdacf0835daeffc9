import type { NoticeEvent, NoticeRecord } from '../../core/notice.ts';
import { unnoticed } from '../../core/notice.ts';
import type { NoticeStore } from '../store.ts';
import { bodyIn, type Calls, everyItem, type Item, keyOf, NEW, packedBody, RETENTION, type Write } from './calls.ts';

/** All notices have one partition, so that one query shows them. */
const NOTICES = 'A';
/** What was not reported is kept until no event of that time can arrive any more. Seconds. */
const UNREPORTED = 7 * 24 * 60 * 60;
/** What was reported is kept longer than its events, whose ids have its number. Seconds. */
const REPORTED = RETENTION + 30 * 24 * 60 * 60;

export function noticeStore(calls: Calls): NoticeStore {
  return {
    async notice(key) {
      const item = await calls.get(keyOf(NOTICES, key));
      return item ? recordIn(item) : unnoticed(key);
    },

    async notices() {
      const items = await everyItem(calls, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: NOTICES } },
      });
      return items.map(recordIn);
    },

    async saveNotice(record, events, now) {
      await calls.transact([{ Update: writeOf(record, now) }, ...events.map(eventItem)]);
    },

    async countNotice({ key, number }, { count, lastAt }, now) {
      const further = {
        Key: keyOf(NOTICES, key),
        ExpressionAttributeNames: { '#count': 'count', '#version': 'version', '#number': 'number', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':count': { N: String(count) },
          ':one': { N: '1' },
          ':number': { N: String(number) },
          ':ttl': { N: String(Math.floor(now / 1000) + REPORTED) },
        },
      };
      const { met } = await calls.update({
        ...further,
        UpdateExpression: 'SET lastAt = :last, #ttl = :ttl ADD #count :count, #version :one',
        ConditionExpression: '#number = :number AND lastAt <= :last',
        ExpressionAttributeValues: { ...further.ExpressionAttributeValues, ':last': { N: String(lastAt) } },
      });
      if (met) return true;
      // Another process has counted something later, or it was reported anew.
      const second = await calls.update({
        ...further,
        UpdateExpression: 'SET #ttl = :ttl ADD #count :count, #version :one',
        ConditionExpression: '#number = :number',
      });
      return second.met;
    },
  };
}

function recordIn(item: Item): NoticeRecord {
  const numberIn = (name: string) => Number(item[name]?.N ?? 0);
  const { remembered, seen, notice } = JSON.parse(bodyIn(item)) as Pick<NoticeRecord, 'remembered' | 'seen' | 'notice'>;
  return {
    key: item['sk']?.S ?? '',
    version: numberIn('version'),
    number: numberIn('number'),
    remembered,
    seen,
    ...(notice ? { notice: { ...notice, count: numberIn('count'), lastAt: numberIn('lastAt') } } : {}),
  };
}

/** `count` and `lastAt` are attributes of their own, so that a flood can be counted without a read. */
function writeOf({ key, version, number, remembered, seen, notice }: NoticeRecord, now: number) {
  const ttl = Math.floor(now / 1000) + (notice ? REPORTED : UNREPORTED);
  return {
    Key: keyOf(NOTICES, key),
    UpdateExpression:
      'SET #version = :version, #number = :number, #count = :count, lastAt = :last, body = :body, #ttl = :ttl',
    ConditionExpression: version === 0 ? NEW : '#version = :before',
    ExpressionAttributeNames: { '#version': 'version', '#number': 'number', '#count': 'count', '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':version': { N: String(version + 1) },
      ':number': { N: String(number) },
      ':count': { N: String(notice?.count ?? 0) },
      ':last': { N: String(notice?.lastAt ?? 0) },
      ':body': { S: JSON.stringify({ remembered, seen, notice }) },
      ':ttl': { N: String(ttl) },
      ...(version === 0 ? {} : { ':before': { N: String(version) } }),
    },
  };
}

/** `type` is there for the filters of the stream: nothing remediates what has happened. */
function eventItem(event: NoticeEvent): Write {
  return {
    Put: {
      Item: {
        ...keyOf(`E#${event.id}`, 'event'),
        type: { S: event.type },
        body: packedBody(JSON.stringify(event)),
        ttl: { N: String(Math.floor(event.recordedAt / 1000) + RETENTION) },
      },
      ConditionExpression: NEW,
    },
  };
}
