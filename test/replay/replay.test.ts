import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { compareEvents } from '../../shared/core/event.ts';
import type { Finding, FindingEventDraft } from '../../shared/core/finding.ts';
import { type Candidate, classifyRecord, emptyTally } from '../../shared/logs/candidate.ts';
import { exposureOf, type ReplayOptions, replay, simulatedMode } from '../../shared/replay/replay.ts';
import { type TrailRecord, trailRecord } from '../support/events.ts';
import { EVERY_EVENT } from '../support/wanted.ts';

const everything = defaultSettings(rules);
const settings = { ...everything, rules: everything.rules.filter(({ rule }) => rule.id === 'sg-open-ingress') };
const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);

function change(verb: 'Authorize' | 'Revoke', time: string, port = 22, groupId = 'sg-1'): TrailRecord {
  return trailRecord(`ec2:${verb}SecurityGroupIngress`, {
    at: `2026-03-02T${time}Z`,
    request: {
      groupId,
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
      },
    },
  });
}

async function replayed(records: readonly TrailRecord[], options: Omit<ReplayOptions, 'settings'> = {}) {
  const tally = emptyTally();
  const candidates = records
    .map((record, offset) => classifyRecord({ record, envelope: {} }, EVERY_EVENT, tally, { source: 'a', offset }))
    .filter((candidate): candidate is Candidate => candidate !== undefined)
    .sort(compareEvents);
  const events: FindingEventDraft[] = [];
  const onEvent = (event: FindingEventDraft) => events.push(event);
  const result = await replay(candidates, tally, { settings, onEvent, ...options });
  return { ...result, tally, types: events.map(({ type }) => type) };
}

const day = [
  change('Authorize', '09:00:00'),
  change('Revoke', '11:00:00'),
  change('Authorize', '13:00:00', 22, 'sg-2'),
];

describe('the time range', () => {
  test('without limits, all events count', async () => {
    const { findings, from, to, followed, types } = await replayed(day);
    expect(findings.map(({ resource, status }) => [resource.id, status])).toEqual([
      ['sg-1', 'resolved'],
      ['sg-2', 'open'],
    ]);
    expect([from, to, followed]).toEqual([at('09:00:00'), at('13:00:00'), 3]);
    expect(types).toEqual(['opened', 'resolved', 'opened']);
  });

  test('since: findings that were resolved before are left out; findings resolved at that time or open are not', async () => {
    const none = await replayed(day, { since: at('11:00:01') });
    expect([none.findings.length, none.types, none.followed]).toEqual([1, ['opened'], 3]);
    const ends = await replayed(day, { since: at('11:00:00') });
    expect([ends.findings.length, ends.types]).toEqual([2, ['resolved', 'opened']]);
    const open = await replayed(day.slice(0, 1), { since: at('23:00:00') });
    expect([open.findings.length, open.types]).toEqual([1, []]);
  });

  test('until: later events are counted and not followed', async () => {
    const { findings, later, to } = await replayed(day, { until: at('10:59:59') });
    expect([findings.map(({ status }) => status), later, to]).toEqual([['open'], 2, at('09:00:00')]);
    expect((await replayed(day, { until: at('11:00:00') })).later).toBe(1);
  });
});

test('a record that occurs twice counts once', async () => {
  const once = await replayed(day);
  const twice = await replayed([...day, ...day]);
  expect([twice.repeated, twice.followed, twice.findings]).toEqual([3, 3, once.findings]);
});

test('a record that is not JSON is damage, and the report contains its position but none of its text', async () => {
  const tally = emptyTally();
  const json = Buffer.from('{"secret');
  const broken = {
    time: 1,
    event: 'ec2:x' as const,
    eventName: 'x',
    eventID: 'x',
    json,
    place: { source: 'b.gz', offset: 7 },
  };
  const { damage } = await replay([broken], tally, { settings });
  expect(damage).toEqual([{ source: 'b.gz', offset: 7, reason: 'this record is not valid JSON' }]);
  expect(tally.unreadable).toEqual({ damaged: 1 });
});

describe('exposure', () => {
  test('two findings, open for two hours and for one hour until 14:00, with remediation after a minute each', async () => {
    const result = await replayed(day);
    const exposure = exposureOf(result, settings, 60_000, at('14:00:00'));
    expect(exposure).toEqual({ without: 3 * 3_600_000, withRemediation: 120_000, auto: 2, approve: 0, manual: 0 });
  });

  test('every episode counts, and none is longer with remediation than without', async () => {
    const { findings, fixable } = await replayed([
      change('Authorize', '09:00:00'),
      change('Revoke', '09:00:20'),
      change('Authorize', '10:00:00'),
      change('Revoke', '10:10:00'),
    ]);
    expect(exposureOf({ findings, fixable }, settings, 60_000, at('12:00:00'))).toMatchObject({
      without: 620_000,
      withRemediation: 80_000,
    });
  });

  test.each(['off', 'approve'] as const)('%s: nothing is remediated automatically', async (remediation) => {
    const allowed = { ...settings, rules: settings.rules.map((each) => ({ ...each, remediation })) };
    const exposure = exposureOf(await replayed(day), allowed, 60_000, at('14:00:00'));
    expect([exposure.withRemediation, exposure.auto]).toEqual([exposure.without, 0]);
    expect(remediation === 'off' ? exposure.manual : exposure.approve).toBe(2);
  });
});

test('the simulated mode is the strictest of the setting, the plan, and manual where the plan does not hold', () => {
  const mode = (plan: 'auto' | 'approve' | 'manual', allowed: 'off' | 'approve' | 'auto', holds = true) =>
    simulatedMode({ id: 'f', plan: { mode: plan } } as Finding, new Set(holds ? ['f'] : []), allowed);
  expect([mode('auto', 'auto'), mode('auto', 'approve'), mode('approve', 'auto'), mode('auto', 'off')]).toEqual([
    'auto',
    'approve',
    'approve',
    'manual',
  ]);
  expect([mode('manual', 'auto'), mode('auto', 'auto', false)]).toEqual(['manual', 'manual']);
});
