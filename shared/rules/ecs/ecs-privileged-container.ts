import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition, namesContainer } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-privileged-container',
  title: 'ECS containers run without privileges on their host',
  severity: 'high',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  controls: ['ecs-privileged-container'],
  options: z.strictObject({
    privilegedTasks: z
      .array(z.string())
      .default([])
      .describe('Families, or family/container, that are privileged on purpose; * matches any text.'),
  }),
  messages: { privileged: 'Container {{container}} is privileged: it has root access to its host.' },
  fix: 'Register a revision without "privileged", add only the Linux capabilities that the container needs, and update the services that run this revision.',

  judge({ containers }, { ref, options }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    return containers
      .filter((container) => container.privileged && !namesContainer(options.privilegedTasks, ref.id, container))
      .map(({ name }) => ({ message: 'privileged' as const, path: name, data: { container: name } }));
  },
});
