import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition, namesContainer } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-logging-missing',
  title: 'ECS containers keep what they log',
  severity: 'medium',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  controls: ['ecs-logging-missing'],
  options: z.strictObject({
    silentTasks: z
      .array(z.string())
      .default([])
      .describe('Families, or family/container, whose logs are not needed; * matches any text.'),
  }),
  messages: { silent: 'Container {{container}} has no log driver: what it logs is lost when it ends.' },
  fix: 'Register a revision with "logConfiguration", such as the driver awslogs, and update the services that run this revision.',

  judge({ containers }, { ref, options }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    const judged = containers.filter((each) => !namesContainer(options.silentTasks, ref.id, each));
    return conclude(
      judged
        .filter(({ logDriver }) => logDriver === null || logDriver === 'none')
        .map(({ name }) => ({ message: 'silent' as const, path: name, data: { container: name } })),
      judged.some(({ logDriver }) => logDriver === undefined) &&
        unknown('No event showed the log driver of a container.'),
    );
  },
});
