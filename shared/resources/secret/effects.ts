import {
  CancelRotateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  PutResourcePolicyCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putRotation, putSecretPolicy, restoreSecret, scheduleSecretDeletion, WINDOW_DAYS } from './actions.ts';
import { secret } from './kind.ts';
import type { Rotation } from './rotation.ts';

const SECRETS = 'secretsmanager:{region}:{account}:secret:*';

const REFUSALS = {
  InvalidRequestException:
    'The state of the secret does not allow it: it is scheduled for deletion, or is being rotated.',
  ResourceNotFoundException: 'The secret no longer exists, or its function does not.',
};

export default [
  effectOf(putRotation, {
    permissions: { 'secretsmanager:RotateSecret': SECRETS, 'secretsmanager:CancelRotateSecret': SECRETS },
    refusals: REFUSALS,
    async apply(ref, { after }, aws) {
      const client = aws.client(SecretsManagerClient, ref);
      const SecretId = secret.arn?.(ref);
      await (after.on
        ? client.send(new RotateSecretCommand({ SecretId, ...rotationFor(after) }))
        : client.send(new CancelRotateSecretCommand({ SecretId })));
    },
  }),
  effectOf(restoreSecret, {
    permissions: { 'secretsmanager:RestoreSecret': SECRETS },
    refusals: REFUSALS,
    async apply(ref, _, aws) {
      await aws.client(SecretsManagerClient, ref).send(new RestoreSecretCommand({ SecretId: secret.arn?.(ref) }));
    },
  }),
  effectOf(scheduleSecretDeletion, {
    permissions: { 'secretsmanager:DescribeSecret': SECRETS, 'secretsmanager:DeleteSecret': SECRETS },
    refusals: REFUSALS,
    // AWS refuses to schedule a deletion twice.
    async apply(ref, _, aws) {
      const client = aws.client(SecretsManagerClient, ref);
      const SecretId = secret.arn?.(ref);
      const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
      if (!DeletedDate) await client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: WINDOW_DAYS }));
    },
  }),
  effectOf(putSecretPolicy, {
    permissions: { 'secretsmanager:PutResourcePolicy': SECRETS, 'secretsmanager:DeleteResourcePolicy': SECRETS },
    refusals: REFUSALS,
    async apply(ref, { after }, aws) {
      const client = aws.client(SecretsManagerClient, ref);
      const SecretId = secret.arn?.(ref);
      const policy = writable(after);
      await (policy === null
        ? client.send(new DeleteResourcePolicyCommand({ SecretId }))
        : client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: policyText(policy) })));
    },
  }),
];

/** Without `RotateImmediately: false` AWS would rotate at once. */
function rotationFor({ function: RotationLambdaARN, days, schedule, window }: Rotation) {
  return {
    RotateImmediately: false,
    ...(RotationLambdaARN ? { RotationLambdaARN } : {}),
    ...(days === undefined && schedule === undefined
      ? {}
      : {
          RotationRules: {
            ...(schedule ? { ScheduleExpression: schedule } : { AutomaticallyAfterDays: days }),
            ...(window ? { Duration: window } : {}),
          },
        }),
  };
}
