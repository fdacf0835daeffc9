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
  controls: ['ecs-root-user'],
  options: z.strictObject({
    rootTasks: z
      .array(z.string())
      .default([])
      .describe('Families, or family/container, that run as root on purpose; * matches any text.'),
    requireUser: z
      .boolean()
      .default(false)
      .describe('Also report containers that name no user. They run as the user of their image, which is mostly root.'),
  }),
  messages: {
    root: 'Container {{container}} runs as root ("{{user}}").',
    unset: {
      text: 'Container {{container}} names no user. It runs as root unless its image names another user.',
      severity: 'low',
    },
  },
  fix: 'Register a revision in which "user" names another user than root, and update the services that run this revision.',

  judge({ containers, windows }, { ref, options }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    // Windows has no root user, and ECS does not accept a user for Windows.
    const judged = windows ? [] : containers.filter((each) => !namesContainer(options.rootTasks, ref.id, each));
    const roots = judged.flatMap(({ name, user }) =>
      isRoot(user) ? [{ message: 'root' as const, path: name, data: { container: name, user } }] : [],
    );
    const unset = judged
      .filter(({ user }) => isUnset(user))
      .map(({ name }) => ({ message: 'unset' as const, path: name, data: { container: name } }));
    return conclude(
      options.requireUser ? [...roots, ...unset] : roots,
      unset.length > 0 && unknown('A container names no user, and a log does not show the user of its image.'),
    );
  },
});

/** `root` or `0`, with or without a group. A group alone does not make the user root. */
function isRoot(user: string | null): user is string {
  return user !== null && /^\s*(root|[+-]?0+)\s*(:|$)/.test(user);
}

function isUnset(user: string | null): boolean {
  return user === null || /^\s*(:|$)/.test(user);
}
