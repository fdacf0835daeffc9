import { expect, test } from 'vitest';
import type { Ref } from '../../shared/core/ref.ts';
import { wayBack } from '../../shared/evaluate/way-back.ts';
import { updateTrail } from '../../shared/resources/cloudtrail-trail/actions.ts';
import type { CloudTrailTrail } from '../../shared/resources/cloudtrail-trail/kind.ts';
import type { ResourceRecord, Run } from '../../shared/store/store.ts';
import { ACCOUNT, REGION } from '../support/events.ts';
import { createWorld } from '../support/world.ts';

/* A run has switched on two settings of a trail, both of which were off; somebody has changed one of them meanwhile. */

const TRAIL: Ref = { kind: 'cloudtrail-trail', account: ACCOUNT, region: REGION, id: 'audit' };
const NOW: CloudTrailTrail = {
  logging: true,
  multiRegion: true,
  globalServices: true,
  validation: true,
  kmsKey: null,
  managementEvents: { included: true, readWrite: 'All', excludedSources: [] },
  bucket: 'logs',
};
const actions = (['multiRegion', 'globalServices', 'validation'] as const).map((setting) =>
  updateTrail({ setting, before: false, after: true }),
);

async function back(field: string, meant: unknown, now: object = NOW) {
  const before = { ...NOW, multiRegion: false, globalServices: false, validation: false };
  const run: Run = {
    version: 1,
    leaseUntil: 0,
    id: 'run',
    finding: 'finding',
    rule: 'cloudtrail-scope-reduced',
    ref: TRAIL,
    purpose: 'remediate',
    status: 'done',
    plan: { steps: [], mode: 'auto', actions, undo: [] },
    before,
    violations: [],
    completedSteps: actions.length,
    startedAt: 0,
  };
  const record: ResourceRecord = { ref: TRAIL, version: 1, state: NOW, findings: [] };
  return wayBack({ field, meant }, run, { record, now }, createWorld().ports());
}

test('the step is the one that writes the field, also where another had the same earlier value', async () => {
  const { text, plan } = await back('globalServices', false);
  expect(text).toContain('(Switch the recording of global services off)');
  expect(text).toContain('because a rule objects to that');
  expect(plan).toBeUndefined();
});

test('what no rule objects to has a plan with its inverse, which needs an approval', async () => {
  const { text, plan } = await back('globalServices', true, { ...NOW, globalServices: false });
  expect(text).toBe('To bring it back: Switch the recording of global services on.');
  expect(plan).toEqual({
    steps: ['Switch the recording of global services on'],
    mode: 'approve',
    actions: [updateTrail({ setting: 'globalServices', before: false, after: true })],
    undo: [updateTrail({ setting: 'globalServices', before: true, after: false })],
  });
});

test.each([
  ['that no step of the run replaces', 'bucket', 'other', NOW],
  ['with a secret, of which only the fingerprint is stored', 'validation', { fingerprint: '0123456789abcdef' }, NOW],
  ['over a secret', 'validation', true, { ...NOW, validation: [{ fingerprint: '0123456789abcdef' }] }],
])('a field %s is only named', async (_, field, meant, now) => {
  expect(await back(field, meant, now)).toEqual({ text: `It was a change of ${field}.` });
});
