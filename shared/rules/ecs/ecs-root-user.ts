import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition, namesContainer } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-root-user',
  title: 'ECS containers run as a user other than root',
  severity: 'high',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  reads: ['windows'],
  controls: { fsbp: ['ECS.1'], 'ellipsis-drive': ['ED-L9.2'] },
  options: z.strictObject({
    rootTasks: z
      .array(z.string())
      .default([])
      .describe('Families, or family/container, that run as root on purpose; * stands for any text.'),
    requireUser: z
      .boolean()
      .default(false)
      .describe('Also report containers that name no user and so leave it to their image, which mostly means root.'),
  }),
  messages: {
    root: 'Container {{container}} runs as root ("{{user}}").',
    unset: {
      text: 'Container {{container}} names no user, so it runs as root unless its image says otherwise.',
      severity: 'low',
    },
  },
  fix: 'Register a revision in which "user" names somebody other than root, and update the services that run this one.',

  judge({ containers, windows }, { ref, options }) {
    if (!containers) return unknown('The containers of this task definition were not shown by any event.');
    // Windows has no root, and ECS takes no user there.
    const judged = windows ? [] : containers.filter((each) => !namesContainer(options.rootTasks, ref.id, each));
    const roots = judged.flatMap(({ name, user }) =>
      isRoot(user) ? [{ message: 'root' as const, path: name, data: { container: name, user } }] : [],
    );
    const unset = judged
      .filter(({ user }) => isUnset(user))
      .map(({ name }) => ({ message: 'unset' as const, path: name, data: { container: name } }));
    return conclude(
      options.requireUser ? [...roots, ...unset] : roots,
      unset.length > 0 && unknown('A container names no user, and a log does not show as whom its image runs.'),
    );
  },
});

/** `root`, `0`, each with or without a group. The group alone gives no root power. */
function isRoot(user: string | null): user is string {
  return user !== null && /^\s*(root|[+-]?0+)\s*(:|$)/.test(user);
}

function isUnset(user: string | null): boolean {
  return user === null || /^\s*(:|$)/.test(user);
}
