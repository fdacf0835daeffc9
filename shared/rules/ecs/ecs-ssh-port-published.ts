import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition, namesContainer } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-ssh-port-published',
  title: 'ECS containers offer no SSH and carry no SSH keys',
  severity: 'medium',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  controls: ['ecs-ssh-port-published'],
  options: z.strictObject({
    ports: z.array(z.number().int().min(1).max(65535)).default([22, 2222]).describe('Ports of SSH.'),
    sshTasks: z
      .array(z.string())
      .default([])
      .describe('Families, or family/container, that use SSH on purpose; * matches any text.'),
  }),
  messages: {
    port: {
      text: 'Container {{container}} publishes port {{port}}, which is for SSH.',
      resolved: 'Container {{container}} no longer publishes port {{port}}.',
    },
    key: 'Variable {{variable}} of container {{container}} has the name of an SSH key.',
  },
  fix: 'Register a revision without the port and the key, and update the services that run this revision. Use ECS Exec where a person needs a shell.',

  judge({ containers }, { ref, options }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    const judged = containers.filter((each) => !namesContainer(options.sshTasks, ref.id, each));
    const violations = judged.flatMap(({ name: container, ports = [], environment = [], secrets = [] }) => [
      ...[...new Set(options.ports)]
        .filter((port) => ports.some(([first, last]) => first <= port && port <= last))
        .map((port) => ({ message: 'port' as const, path: `${container}:${port}`, data: { container, port } })),
      ...[...new Set([...environment.map(({ name }) => name), ...secrets])].filter(isNameOfKey).map((variable) => ({
        message: 'key' as const,
        path: `${container}/${variable}`,
        data: { container, variable },
      })),
    ]);
    return conclude(
      violations,
      judged.some(({ ports, environment, secrets }) => !ports || !environment || !secrets) &&
        unknown('No event showed all ports and variables of this task definition.'),
    );
  },
});

/** `DEPLOY_SSH_PRIVATE_KEY`. A public key opens nothing. */
function isNameOfKey(name: string): boolean {
  return /(^|[^a-z])ssh.*key/i.test(name) && !/pub(lic)?[^a-z]*key|key[^a-z]*pub/i.test(name);
}
