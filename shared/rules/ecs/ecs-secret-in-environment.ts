import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { ecsTaskDefinition } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-secret-in-environment',
  title: 'ECS task definitions keep secrets out of environment variables',
  severity: 'critical',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  controls: ['ecs-secret-in-environment'],
  options: z.strictObject({
    ignore: z.array(z.string()).default([]).describe('Names of variables that hold no secret; * matches any text.'),
  }),
  messages: { secret: 'Variable {{variable}} of container {{container}} holds {{what}}.' },
  fix: 'Rotate the secret: it stays readable in the revision and in the log. Store the new secret in Secrets Manager, refer to it under "secrets", and deregister this revision.',

  judge({ containers }, { options }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    const variables = containers.flatMap(({ name: container, environment = [] }) =>
      environment
        .filter(({ name }) => !anyCovers(options.ignore, name))
        .map((variable) => ({ container, ...variable })),
    );
    const violations = variables.flatMap(({ container, name, detection }) =>
      detection
        ? [
            {
              message: 'secret' as const,
              path: `${container}/${name}`,
              data: { container, variable: name, what: detection.phrase },
            },
          ]
        : [],
    );
    // One name can occur twice in a list. A path must be unique.
    const once = [...new Map(violations.map((violation) => [violation.path, violation])).values()];
    const hidden = containers.some(({ environment }) => !environment) || variables.some(({ value }) => !value);
    return conclude(
      once,
      hidden &&
        unknown('Environment variables of this task definition are hidden by CloudTrail or could not be judged.'),
    );
  },
});
