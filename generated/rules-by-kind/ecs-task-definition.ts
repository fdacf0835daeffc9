// Written by `npm run generate`. Do not edit.
import ecsHostAccess from '../../shared/rules/ecs/ecs-host-access.ts';
import ecsLoggingMissing from '../../shared/rules/ecs/ecs-logging-missing.ts';
import ecsPrivilegedContainer from '../../shared/rules/ecs/ecs-privileged-container.ts';
import ecsRepositoryCredentials from '../../shared/rules/ecs/ecs-repository-credentials.ts';
import ecsRootUser from '../../shared/rules/ecs/ecs-root-user.ts';
import ecsSecretInEnvironment from '../../shared/rules/ecs/ecs-secret-in-environment.ts';
import ecsSshPortPublished from '../../shared/rules/ecs/ecs-ssh-port-published.ts';
import ecsWritableRootFilesystem from '../../shared/rules/ecs/ecs-writable-root-filesystem.ts';

export { ecsTaskDefinition as kind } from '../../shared/resources/ecs-task-definition/kind.ts';
export default [ecsHostAccess, ecsLoggingMissing, ecsPrivilegedContainer, ecsRepositoryCredentials, ecsRootUser, ecsSecretInEnvironment, ecsSshPortPublished, ecsWritableRootFilesystem];
