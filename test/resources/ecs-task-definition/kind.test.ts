import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../shared/config/settings.ts';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE } from '../../../shared/core/kind.ts';
import { createTracker } from '../../../shared/replay/track.ts';
import { ecsTaskDefinition } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-secret-in-environment.ts';
import { deregister, register } from '../../rules/ecs/register.ts';

const SECRET = 'correct-Horse-9-battery';
const leaking = decodeEvent(
  register(4, [{ name: 'app', environment: [{ name: 'DB_PASSWORD', value: SECRET }, { name: 'STAGE' }] }]),
);

test('a value is in nothing that a registration leaves behind', async () => {
  const tracker = createTracker(defaultSettings([rule]));
  const { events } = await tracker.accept(leaking);
  const known = await evolve(ecsTaskDefinition, undefined, leaking, 'web');
  expect(events).toHaveLength(1);
  for (const left of [known, events, tracker.findings(), tracker.undetermined()]) {
    expect(JSON.stringify(left)).not.toContain(SECRET);
    expect(inspect(left, { depth: null, showHidden: true })).not.toContain(SECRET);
  }
});

test('a registration says everything of its revision', async () => {
  const known = await evolve(ecsTaskDefinition, undefined, leaking, 'web');
  expect(known).toMatchObject({
    revision: 4,
    arn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:4',
    windows: false,
    containers: [
      {
        name: 'app',
        privileged: false,
        user: null,
        repositoryCredentials: null,
        environment: [{ name: 'DB_PASSWORD' }, { name: 'STAGE' }],
      },
    ],
  });
  expect(await evolve(ecsTaskDefinition, known, decodeEvent(deregister(3)), 'web')).toEqual(known);
});

test('of a family never met, nothing is left to follow', async () => {
  expect(await evolve(ecsTaskDefinition, undefined, decodeEvent(deregister(3)), 'web')).toBe(GONE);
});
