import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Aws } from '../../shared/aws/clients.ts';
import { putSecretPolicy, scheduleSecretDeletion } from '../../shared/resources/secret/actions.ts';
import { secret } from '../../shared/resources/secret/kind.ts';
import { allowing, policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const OPEN = policyDocument(allowing('Anyone', '*', 'secretsmanager:GetSecretValue'));
let count = 0;

async function make(aws: Aws): Promise<string | undefined> {
  count += 1;
  const { ARN } = await aws
    .client(SecretsManagerClient, PLACE)
    .send(new CreateSecretCommand({ Name: `e2e-${count}`, SecretString: 'a-value' }));
  return ARN?.split(':secret:')[1];
}

export const STORIES: readonly ActionStory[] = [
  story('secretsmanager.put-secret-policy', 'secret-policy-public', 'secret', {
    make,
    drift: () => [putSecretPolicy({ before: null, after: OPEN })],
    event: (ref) => [
      'secretsmanager:PutResourcePolicy',
      { secretId: secret.arn?.(ref), resourcePolicy: JSON.stringify(OPEN) },
      { arn: secret.arn?.(ref) },
    ],
  }),
  story('secretsmanager.restore-secret', 'secret-deletion-scheduled', 'secret', {
    make,
    drift: () => [scheduleSecretDeletion({})],
    event: (ref) => [
      'secretsmanager:DeleteSecret',
      { secretId: secret.arn?.(ref), recoveryWindowInDays: 30 },
      { arn: secret.arn?.(ref) },
    ],
  }),
];

const NO_ROTATION = 'moto ends a rotation at once, and is asked for none';
export const UNCALLED = {
  'secretsmanager:RotateSecret': NO_ROTATION,
  'secretsmanager:CancelRotateSecret': NO_ROTATION,
  'secretsmanager:ListSecretVersionIds': NO_ROTATION,
};
