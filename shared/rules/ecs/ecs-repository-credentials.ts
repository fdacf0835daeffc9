import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ecsTaskDefinition } from '../../resources/ecs-task-definition/kind.ts';

export default defineRule({
  id: 'ecs-repository-credentials',
  title: 'ECS tasks pull images from ECR with their execution role',
  severity: 'medium',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers'],
  controls: ['ecs-repository-credentials'],
  options: z.strictObject({}),
  messages: {
    credentials:
      'Container {{container}} pulls {{image}} from ECR with stored registry credentials. Its execution role needs none.',
  },
  fix: 'Register a revision without "repositoryCredentials", allow the execution role to pull the image, update the services that run this revision, and delete the stored credentials.',

  judge({ containers }) {
    if (!containers) return unknown('No event showed the containers of this task definition.');
    return containers.flatMap(({ name, image, repositoryCredentials }) =>
      repositoryCredentials && image && isInEcr(image)
        ? [{ message: 'credentials' as const, path: name, data: { container: name, image } }]
        : [],
    );
  },
});

/**
 * Whether an image is in a private or public registry of ECR, also by a dual-stack or FIPS name.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
function isInEcr(image: string): boolean {
  return /^(\d{12}\.dkr[.-]ecr(-fips)?\.[^/]+|public\.ecr\.aws|ecr-public\.aws\.com)\//i.test(image);
}
