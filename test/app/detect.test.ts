import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { type DetectPorts, detect, type Message } from '../../shared/app/detect.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { exactly } from '../../shared/core/listing.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { ACCOUNT, REGION, trailRecord } from '../support/events.ts';

const QUIET = { name: 'web', ingress: exactly([]), egress: exactly([]) };
const group = (id: string): Ref => ({ kind: 'security-group', account: ACCOUNT, region: REGION, id });

function event(id: string, groupId: string): Message {
  const detail = trailRecord('ec2:DeleteSecurityGroup', { request: { groupId }, id });
  const envelope = { 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION };
  return { id, body: JSON.stringify({ ...envelope, detail }) };
}

function sweep(id: string, ...groups: readonly string[]): Message {
  return { id, body: JSON.stringify({ refs: groups.map(group) }) };
}

function portsWith(more: Partial<DetectPorts> = {}) {
  const read: string[] = [];
  const soon: string[] = [];
  const ports: DetectPorts = {
    settings: defaultSettings(rules),
    store: createMemoryStore(),
    async read({ id }) {
      read.push(id);
      return QUIET;
    },
    tagsOf: async () => ({}),
    listAll: async () => [],
    now: () => Date.parse('2026-03-02T09:00:05Z'),
    againSoon: async (messages) => void soon.push(...messages),
    ...more,
  };
  return { ports, read, soon };
}

describe('a sweep never starves live events', () => {
  test('in one batch, what changed is looked at before what a sweep lists', async () => {
    const { ports, read } = portsWith();
    await detect([sweep('a', ...Array.from({ length: 20 }, (_, nth) => `sg-${nth}`)), event('b', 'sg-live')], ports);
    expect(read[0]).toBe('sg-live');
    expect(read).toHaveLength(21);
  });

  test('when time runs out, the rest comes again soon, and nothing that was done is repeated', async () => {
    let looks = 0;
    const { ports, read, soon } = portsWith({ hasTime: () => (looks += 1) <= 2 });
    const failed = await detect(
      [event('a', 'sg-1'), sweep('b', 'sg-2'), sweep('c', 'sg-3'), sweep('d', 'sg-4')],
      ports,
    );
    expect(read).toEqual(['sg-1', 'sg-2']);
    expect([...failed]).toEqual(['c', 'd']);
    expect(soon).toEqual(['c', 'd']);
  });
});

describe('what is in the way of a message', () => {
  const failing = (error: Error) => portsWith({ read: async () => Promise.reject(error) });

  test('passes, such as throttling: it comes again soon', async () => {
    const { ports, soon } = failing(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    expect([...(await detect([event('a', 'sg-1')], ports))]).toEqual(['a']);
    expect(soon).toEqual(['a']);
  });

  test('stays, such as a refusal: it comes again in its time', async () => {
    const { ports, soon } = failing(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    expect([...(await detect([event('a', 'sg-1')], ports))]).toEqual(['a']);
    expect(soon).toEqual([]);
  });
});
