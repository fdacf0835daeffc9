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
import { putDeletion, putRotation, putSecretPolicy, UNDO_DAYS } from './actions.ts';

const SECRETS = 'secretsmanager:{region}:{account}:secret:*';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html */
const refusals = {
  ResourceNotFoundException: 'The secret no longer exists.',
  InvalidRequestException:
    'Secrets Manager refuses this for a secret that is being deleted, or that a service manages.',
  PublicPolicyException: 'Secrets Manager refuses a policy that lets the public in.',
} as const;

export default [
  effectOf(putRotation, {
    permissions: {
      'secretsmanager:RotateSecret': SECRETS,
      'secretsmanager:CancelRotateSecret': SECRETS,
    },
    refusals,
    async apply(ref, { after }, aws) {
      const client = aws.client(SecretsManagerClient, ref);
      // Otherwise the secret would be rotated at once.
      if (after) await client.send(new RotateSecretCommand({ SecretId: ref.id, RotateImmediately: false }));
      else await client.send(new CancelRotateSecretCommand({ SecretId: ref.id }));
    },
  }),
  effectOf(putDeletion, {
    permissions: {
      'secretsmanager:RestoreSecret': SECRETS,
      'secretsmanager:DeleteSecret': SECRETS,
      'secretsmanager:DescribeSecret': SECRETS,
    },
    refusals,
    async apply(ref, { after }, aws) {
      const client = aws.client(SecretsManagerClient, ref);
      const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: ref.id }));
      // A secret that is being deleted refuses to be deleted.
      if ((DeletedDate !== undefined) === after) return;
      if (after) await client.send(new DeleteSecretCommand({ SecretId: ref.id, RecoveryWindowInDays: UNDO_DAYS }));
      else await client.send(new RestoreSecretCommand({ SecretId: ref.id }));
    },
  }),
  effectOf(putSecretPolicy, {
    permissions: {
      'secretsmanager:PutResourcePolicy': SECRETS,
      'secretsmanager:DeleteResourcePolicy': SECRETS,
    },
    refusals,
    async apply(ref, { after }, aws) {
      const client = aws.client(SecretsManagerClient, ref);
      const policy = writable(after);
      if (policy === null) await client.send(new DeleteResourcePolicyCommand({ SecretId: ref.id }));
      else await client.send(new PutResourcePolicyCommand({ SecretId: ref.id, ResourcePolicy: policyText(policy) }));
    },
  }),
];
