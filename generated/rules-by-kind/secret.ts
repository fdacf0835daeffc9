// Written by `npm run generate`. Do not edit.
import secretDeletionScheduled from '../../shared/rules/secretsmanager/secret-deletion-scheduled.ts';
import secretPolicyPublic from '../../shared/rules/secretsmanager/secret-policy-public.ts';
import secretRotationFailed from '../../shared/rules/secretsmanager/secret-rotation-failed.ts';
import secretRotationOff from '../../shared/rules/secretsmanager/secret-rotation-off.ts';

export { secret as kind } from '../../shared/resources/secret/kind.ts';
export default [secretDeletionScheduled, secretPolicyPublic, secretRotationFailed, secretRotationOff];
