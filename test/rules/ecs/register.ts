import { ACCOUNT, REGION, trailRecord } from '../../support/events.ts';

export const arnOfRevision = (revision: number, family = 'web') =>
  `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${family}:${revision}`;

interface Parts {
  readonly at?: string;
  readonly errorCode?: string;
  /** Members of the request beside its containers. */
  readonly more?: object;
}

/** A registration as ECS answers it: the whole revision again, with its number. */
export const register = (revision: number, containers: readonly object[], { more, ...parts }: Parts = {}) =>
  trailRecord('ecs:RegisterTaskDefinition', {
    at: `2026-03-02T09:0${revision}:00Z`,
    request: { family: 'web', networkMode: 'awsvpc', containerDefinitions: containers, ...more },
    response: {
      taskDefinition: {
        taskDefinitionArn: arnOfRevision(revision),
        family: 'web',
        revision,
        status: 'ACTIVE',
        containerDefinitions: containers,
        ...more,
      },
    },
    ...parts,
  });

export const deregister = (revision: number, at = '2026-03-02T10:00:00Z') =>
  trailRecord('ecs:DeregisterTaskDefinition', {
    at,
    request: { taskDefinition: `web:${revision}` },
    response: {
      taskDefinition: { taskDefinitionArn: arnOfRevision(revision), family: 'web', revision, status: 'INACTIVE' },
    },
  });

export const deleteRevisions = (revisions: readonly number[], failures: readonly object[] = []) =>
  trailRecord('ecs:DeleteTaskDefinitions', {
    at: '2026-03-02T11:00:00Z',
    request: { taskDefinitions: revisions.map((revision) => arnOfRevision(revision)) },
    response: { taskDefinitions: [], failures },
  });
