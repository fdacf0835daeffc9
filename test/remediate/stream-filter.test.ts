import { expect, test } from 'vitest';
import { FINDING_EVENT_TYPES } from '../../shared/core/finding.ts';
import { remediate } from '../../shared/remediate/machine.ts';
import { eventItem } from '../../shared/store/dynamodb/finding-events.ts';
import { bodyOf } from '../../shared/store/items.ts';
import { eventInStream } from '../../shared/store/stream.ts';
import { REMEDIATION_FILTERS } from '../../shared/store/table.ts';
import { meets } from '../e2e/template.ts';
import { opened } from '../support/world.ts';

const MODES = ['auto', 'approve', 'manual'] as const;
const isStarted = (NewImage: object) =>
  REMEDIATION_FILTERS.some((filter) =>
    meets(filter, { eventName: 'INSERT', dynamodb: { Keys: { sk: { S: 'event' } }, NewImage } }),
  );

test.each(FINDING_EVENT_TYPES.flatMap((type) => MODES.map((mode) => [type, mode] as const)))(
  'the stream starts remediate for %s with a plan that is %s exactly where remediate looks at anything',
  async (type, mode) => {
    const { world, event } = await opened();
    const one = { ...event, type, finding: { ...event.finding, plan: { ...event.finding.plan, mode } } };
    world.calls.length = 0;
    await remediate(one, world.ports());
    expect(world.calls.length > 0).toBe(isStarted(eventItem(bodyOf(one))));
  },
);

test('an event that an earlier version has written, without its type, starts remediate', async () => {
  const { event } = await opened();
  const { type: _type, mode: _mode, ...item } = eventItem(bodyOf(event));
  const old = { ...item, body: { S: JSON.stringify(event) } } as Record<string, { S?: string }>;
  expect(isStarted(old)).toBe(true);
  expect(eventInStream(old)).toEqual(event);
});
