import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/config/settings.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { observe } from '../../shared/evaluate/observe.ts';
import { createTracker } from '../../shared/replay/track.ts';
import rule from '../../shared/rules/rds/rds-publicly-accessible.ts';
import unencrypted from '../../shared/rules/rds/rds-unencrypted.ts';
import { ACCOUNT, REGION, trailRecord } from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const settings = defaultSettings([rule, unencrypted]);

const modify = (request: object) =>
  decodeEvent(
    trailRecord('rds:ModifyDBInstance', {
      request: { dBInstanceIdentifier: 'shop', ...request },
      response: { dBInstanceIdentifier: 'shop', publiclyAccessible: true, storageEncrypted: false },
    }),
  );

const NOBODY = 'unknown (the event only shows it)';

describe('an event whose response shows what was there before', () => {
  test('in a log, opens a finding and blames nobody', async () => {
    const tracker = createTracker(settings);
    const { events } = await tracker.accept(modify({ allocatedStorage: 40 }));
    expect(events.map(({ type, finding, cause }) => [type, finding.rule, cause.actor.name, cause.eventName])).toEqual([
      ['opened', 'rds-publicly-accessible', NOBODY, 'ModifyDBInstance'],
      ['opened', 'rds-unencrypted', NOBODY, 'ModifyDBInstance'],
    ]);
  });

  test('in a log, blames the person for what the call asked for, and for nothing else', async () => {
    const tracker = createTracker(settings);
    const { events } = await tracker.accept(modify({ publiclyAccessible: true }));
    expect(events.map(({ finding, cause }) => [finding.rule, cause.actor.name])).toEqual([
      ['rds-publicly-accessible', 'jane@example.com'],
      ['rds-unencrypted', NOBODY],
    ]);
  });

  test.each([
    [{ allocatedStorage: 40 }, 'unknown (found by a scan)'],
    [{ publiclyAccessible: true }, 'jane@example.com'],
  ])('deployed, on a database that was never read: %j is put down to %s', async (request, name) => {
    const store = createMemoryStore();
    const ref = { kind: 'rds-database', account: ACCOUNT, region: REGION, id: 'db:shop' };
    await observe(ref, [modify(request)], {
      settings,
      store,
      read: async () => ({ publiclyAccessible: true, storageEncrypted: false, pending: [] }),
      refsOf: async () => [],
      tagsOf: async () => ({}),
      now: () => Date.parse('2026-03-02T09:01:00Z'),
    });
    const { findings } = await store.resource(ref);
    const found = new Map(findings.map(({ finding }) => [finding.rule, finding.cause.actor.name]));
    expect(found.get('rds-publicly-accessible')).toBe(name);
    expect(found.get('rds-unencrypted')).toBe('unknown (found by a scan)');
  });
});
