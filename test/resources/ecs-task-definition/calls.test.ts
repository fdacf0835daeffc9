import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import ecsTaskDefinition from '../../../shared/resources/ecs-task-definition/reader.ts';
import secretInEnvironment from '../../../shared/rules/ecs/ecs-secret-in-environment.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, judgeRead } from '../../support/mend.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY';

describeWithMoto('ECS task definitions in AWS', () => {
  const aws = motoAws();
  const ecs = aws.client(ECSClient, PLACE);

  async function register(family: string, container: object): Promise<ReturnType<typeof refOn>> {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [{ name: 'app', image: 'nginx', memory: 64, ...container }],
      }),
    );
    return refOn(ecsTaskDefinition, family);
  }

  test('the newest revision, variables screened as they are read', async () => {
    await register('reader-web', { privileged: true });
    const ref = await register('reader-web', {
      user: '1000:1000',
      environment: [
        { name: 'AWS_SECRET_ACCESS_KEY', value: SECRET },
        { name: 'STAGE', value: 'prod' },
      ],
      repositoryCredentials: { credentialsParameter: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry' },
    });
    const state = await ecsTaskDefinition.read(ref, aws);
    expect(state).toMatchObject({
      revision: 2,
      arn: expect.stringMatching(/task-definition\/reader-web:2$/),
      windows: false,
      containers: [
        {
          name: 'app',
          image: 'nginx',
          privileged: false,
          user: '1000:1000',
          environment: [{ name: 'AWS_SECRET_ACCESS_KEY', detection: {} }, { name: 'STAGE' }],
          repositoryCredentials: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry',
        },
      ],
    });
    expect(JSON.stringify(state)).not.toContain(SECRET);
  });

  test('what a definition leaves out is off or absent', async () => {
    const ref = await register('reader-plain', {});
    expect(await ecsTaskDefinition.read(ref, aws)).toMatchObject({
      containers: [{ privileged: false, user: null, environment: [], repositoryCredentials: null }],
    });
  });

  test('a secret in a variable is found, and gone with the next revision', async () => {
    const ref = await register('reader-secret', { environment: [{ name: 'AWS_SECRET_ACCESS_KEY', value: SECRET }] });
    const drifted = await judgeRead(secretInEnvironment, ecsTaskDefinition, ref, aws);
    expect(drifted.violations).toMatchObject([{ path: 'app/AWS_SECRET_ACCESS_KEY' }]);
    expect(drifted.plan.mode).toBe('manual');
    await register('reader-secret', { environment: [{ name: 'STAGE', value: 'prod' }] });
    const mended = await judgeRead(secretInEnvironment, ecsTaskDefinition, ref, aws);
    expect(mended).toMatchObject({ violations: [] });
    expect(mended.unknown).toBeUndefined();
  });

  test('a family is listed by its name', async () => {
    const ref = await register('reader-listed', {});
    expect(await listed(ecsTaskDefinition, aws)).toContain(ref.id);
    // moto describes and lists families of which no revision is active, too.
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'reader-listed:1' }));
    expect(await ecsTaskDefinition.read(ref, aws)).toBe(GONE);
  });

  test('a family that never was is gone', async () => {
    expect(await ecsTaskDefinition.read(refOn(ecsTaskDefinition, 'reader-never'), aws)).toBe(GONE);
  });
});

describe('ECS task definitions (calls mocked: moto has no pages of them and no permissions)', () => {
  const aws = createAws();
  const ecs = mockClient(aws.client(ECSClient, PLACE));
  const ref = refOn(ecsTaskDefinition, 'web');

  beforeEach(() => ecs.reset());

  test('a family without an active revision is gone', async () => {
    ecs
      .on(DescribeTaskDefinitionCommand, { taskDefinition: 'web' })
      .rejects(awsError('ClientException'))
      .on(ListTaskDefinitionsCommand, { familyPrefix: 'web', status: 'ACTIVE' })
      .resolves({ taskDefinitionArns: [] });
    expect(await ecsTaskDefinition.read(ref, aws)).toBe(GONE);
  });

  test('a failed call proves nothing while a revision is active', async () => {
    ecs
      .on(DescribeTaskDefinitionCommand)
      .rejects(awsError('ClientException'))
      .on(ListTaskDefinitionsCommand)
      .resolves({ taskDefinitionArns: ['arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3'] });
    await expect(ecsTaskDefinition.read(ref, aws)).rejects.toThrow('ClientException');
  });

  test.each([DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand])(
    'a call that is denied proves nothing',
    async (denied) => {
      ecs.on(DescribeTaskDefinitionCommand).rejects(awsError('ClientException'));
      ecs.on(denied as typeof ListTaskDefinitionsCommand).rejects(awsError('AccessDeniedException'));
      await expect(ecsTaskDefinition.read(ref, aws)).rejects.toThrow('AccessDeniedException');
    },
  );

  test('every page of families that have an active revision', async () => {
    ecs
      .on(ListTaskDefinitionFamiliesCommand, { status: 'ACTIVE', nextToken: undefined })
      .resolves({ families: ['one'], nextToken: 'next' })
      .on(ListTaskDefinitionFamiliesCommand, { status: 'ACTIVE', nextToken: 'next' })
      .resolves({ families: ['two'] });
    expect(await listed(ecsTaskDefinition, aws)).toEqual(['one', 'two']);
  });
});
