// Written by `npm run generate`. Do not edit.
import kmsKeyDeletionScheduled from '../../shared/rules/kms/kms-key-deletion-scheduled.ts';
import kmsKeyDisabled from '../../shared/rules/kms/kms-key-disabled.ts';
import kmsPolicyPublic from '../../shared/rules/kms/kms-policy-public.ts';
import kmsRotationOff from '../../shared/rules/kms/kms-rotation-off.ts';

export { kmsKey as kind } from '../../shared/resources/kms-key/kind.ts';
export default [kmsKeyDeletionScheduled, kmsKeyDisabled, kmsPolicyPublic, kmsRotationOff];
