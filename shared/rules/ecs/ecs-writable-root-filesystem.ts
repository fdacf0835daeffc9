import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition, namesContainer } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-writable-root-filesystem',
  title: 'ECS containers cannot write to their root file system',
  severity: 'medium',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  reads: ['windows'],
  controls: ['ecs-writable-root-filesystem'],
  options: z.strictObject({
    writableTasks: z
      .array(z.string())
      .default([])
      .describe('Families, or family/container, that write to their root file system on purpose; * matches any text.'),
  }),
  messages: { writable: 'Container {{container}} can write to its root file system.' },
  fix: 'Register a revision with "readonlyRootFilesystem": true and a volume for what the container writes, and update the services that run this revision.',

  judge({ containers, windows }, { ref, options }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    // Windows has no root file system that can be made read-only.
    const judged = windows ? [] : containers.filter((each) => !namesContainer(options.writableTasks, ref.id, each));
    return conclude(
      judged
        .filter(({ readonlyRootFilesystem }) => readonlyRootFilesystem === false)
        .map(({ name }) => ({ message: 'writable' as const, path: name, data: { container: name } })),
      judged.some(({ readonlyRootFilesystem }) => readonlyRootFilesystem === undefined) &&
        unknown('No event showed whether a container can write to its root file system.'),
    );
  },
});
