import { expect, test } from 'vitest';
import { defaultSettings } from '../../shared/config/settings.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { observe } from '../../shared/evaluate/observe.ts';
import { ownComponent } from '../../shared/resources/own-component/kind.ts';
import type { OwnComponent } from '../../shared/resources/own-component/state.ts';
import rule from '../../shared/rules/monitor/monitor-rule-tampered.ts';
import { ACCOUNT, REGION, ssoUser, through, trailRecord } from '../support/events.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const REF: Ref = { kind: 'own-component', account: ACCOUNT, region: REGION, id: 'function/plumbline-prod-detect' };
const NAME = { functionName: 'plumbline-prod-detect' };
const MISSING: OwnComponent = { ...ownComponent.blank, exists: false };
const running = (code: string): OwnComponent => ({
  ...ownComponent.blank,
  exists: true,
  concurrency: null,
  settings: { code, configuration: 'as deployed' },
});

/** The state that is read, after no event, or after an event by a person or a deployment. */
interface Step {
  readonly read: OwnComponent;
  readonly event?: 'CreateFunction20150331' | 'DeleteFunction20150331' | 'UpdateFunctionCode20150331v2';
  readonly deployed?: true;
}

/** The types of the finding events that Plumbline records at each step. Steps are a minute apart. */
async function recordedAt(...steps: readonly Step[]): Promise<readonly string[]> {
  const store = createMemoryStore();
  const recorded: string[] = [];
  let now = Date.parse('2026-03-02T09:00:00Z');
  for (const { read, event, deployed } of steps) {
    now += 60_000;
    const record = trailRecord(`lambda:${event ?? ''}`, {
      at: new Date(now - 5000).toISOString(),
      request: NAME,
      response: { ...NAME, codeSha256: read.settings['code'] },
      ...(deployed ? { by: through('cloudformation', ssoUser('jane@example.com', 'Deployer')) } : {}),
    });
    const { events } = await observe(REF, event ? [decodeEvent(record)] : [], {
      settings: defaultSettings([rule]),
      store,
      read: () => Promise.resolve(read),
      refsOf: () => Promise.resolve([]),
      tagsOf: () => Promise.resolve({}),
      now: () => now,
    });
    recorded.push(events.map(({ type }) => type).join(' and ') || 'nothing');
  }
  return recorded;
}

test('code that a person replaced is a finding until a deployment replaces it', async () => {
  expect(
    await recordedAt(
      { read: running('ours') },
      { read: running('theirs'), event: 'UpdateFunctionCode20150331v2' },
      { read: running('theirs') },
      { read: running('newer'), event: 'UpdateFunctionCode20150331v2', deployed: true },
    ),
  ).toEqual(['nothing', 'opened', 'nothing', 'resolved']);
});

test('the finding is resolved when a person restores the code', async () => {
  expect(
    await recordedAt(
      { read: running('ours') },
      { read: running('theirs'), event: 'UpdateFunctionCode20150331v2' },
      { read: running('ours'), event: 'UpdateFunctionCode20150331v2' },
    ),
  ).toEqual(['nothing', 'opened', 'resolved']);
});

test('a deployment of new code is no finding', async () => {
  expect(
    await recordedAt(
      { read: running('ours') },
      { read: running('newer'), event: 'UpdateFunctionCode20150331v2', deployed: true },
      { read: running('newer') },
    ),
  ).toEqual(['nothing', 'nothing', 'nothing']);
});

test('a component that a person deleted is a finding until it exists again', async () => {
  expect(
    await recordedAt(
      { read: running('ours') },
      { read: MISSING, event: 'DeleteFunction20150331' },
      { read: MISSING },
      { read: running('ours'), event: 'CreateFunction20150331', deployed: true },
    ),
  ).toEqual(['nothing', 'opened', 'nothing', 'resolved']);
});

test('a component that a deployment removed is no finding, and its findings are resolved', async () => {
  expect(
    await recordedAt({ read: running('ours') }, { read: MISSING, event: 'DeleteFunction20150331', deployed: true }),
  ).toEqual(['nothing', 'nothing']);
  expect(
    await recordedAt(
      { read: { ...running('ours'), concurrency: 0 } },
      { read: MISSING, event: 'DeleteFunction20150331', deployed: true },
    ),
  ).toEqual(['opened', 'resolved']);
});
