import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-repository-credentials',
  title: 'ECS tasks pull images from ECR with their execution role alone',
  severity: 'medium',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  controls: { 'inrupt-ess': ['ESS-L42.1'] },
  options: z.strictObject({}),
  messages: {
    credentials:
      'Container {{container}} pulls {{image}} from ECR with stored registry credentials; its execution role needs none.',
  },
  fix: 'Register a revision without "repositoryCredentials", let the execution role pull the image, update the services that run this one, and delete the stored credentials.',

  judge({ containers }) {
    if (!containers) return unknown('The containers of this task definition were not shown by any event.');
    return containers.flatMap(({ name, image, repositoryCredentials }) =>
      repositoryCredentials && image && isInEcr(image)
        ? [{ message: 'credentials' as const, path: name, data: { container: name, image } }]
        : [],
    );
  },
});

/**
 * Private and public registries, dual-stack and FIPS names too.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
function isInEcr(image: string): boolean {
  return /^(\d{12}\.dkr[.-]ecr(-fips)?\.[^/]+|public\.ecr\.aws|ecr-public\.aws\.com)\//i.test(image);
}
