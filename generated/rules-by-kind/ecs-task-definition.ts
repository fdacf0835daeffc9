// Written by `npm run generate`. Do not edit.
import ecsPrivilegedContainer from '../../shared/rules/ecs/ecs-privileged-container.ts';
import ecsRepositoryCredentials from '../../shared/rules/ecs/ecs-repository-credentials.ts';
import ecsRootUser from '../../shared/rules/ecs/ecs-root-user.ts';
import ecsSecretInEnvironment from '../../shared/rules/ecs/ecs-secret-in-environment.ts';

export { ecsTaskDefinition as kind } from '../../shared/resources/ecs-task-definition/kind.ts';
export default [ecsPrivilegedContainer, ecsRepositoryCredentials, ecsRootUser, ecsSecretInEnvironment];
