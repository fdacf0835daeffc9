import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { definitionFrom, ecsTaskDefinition } from './kind.ts';

export default defineReader(ecsTaskDefinition, {
  permissions: {
    read: { 'ecs:DescribeTaskDefinition': '*', 'ecs:ListTaskDefinitions': '*' },
    list: { 'ecs:ListTaskDefinitionFamilies': '*' },
  },
  async read(ref, aws) {
    const ecs = aws.client(ECSClient, ref);
    const newest = await newestOf(ecs, ref.id);
    if (!newest) return GONE;
    // Older revisions are not read: each would need a call, and only the events of a log need them.
    return {
      ...(newest.revision === undefined ? {} : { revision: newest.revision }),
      ...(newest.taskDefinitionArn ? { arn: newest.taskDefinitionArn } : {}),
      ...(await definitionFrom(newest)),
    };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(ECSClient, place)
      .send(new ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE', nextToken: from }));
    return page(found.families ?? [], found.nextToken);
  },
});

/**
 * The newest active revision. For a family without one ECS returns the same error as for an invalid call, so only a
 * list proves that there is none.
 */
async function newestOf(ecs: ECSClient, family: string) {
  try {
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
    return taskDefinition?.status === 'ACTIVE' ? taskDefinition : undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ClientException' || (await isActive(ecs, family))) throw error;
    return undefined;
  }
}

async function isActive(ecs: ECSClient, family: string): Promise<boolean> {
  const { taskDefinitionArns = [] } = await ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: family, status: 'ACTIVE', maxResults: 1 }),
  );
  return taskDefinitionArns.length > 0;
}
