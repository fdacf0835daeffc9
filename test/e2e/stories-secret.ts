import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Aws } from '../../shared/aws/clients.ts';
import { putDeletion, putSecretPolicy } from '../../shared/resources/secret/actions.ts';
import { allowing, policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const OPEN = policyDocument(allowing('Anyone', '*', 'secretsmanager:GetSecretValue'));

const make = (Name: string) => async (aws: Aws) => {
  const client = aws.client(SecretsManagerClient, PLACE);
  await client.send(new CreateSecretCommand({ Name, SecretString: 'not-read' }));
  return Name;
};

export const STORIES: readonly ActionStory[] = [
  story('secretsmanager.put-deletion', 'secret-deletion-scheduled', 'secret', {
    make: make('e2e/deleted'),
    drift: () => [putDeletion({ before: false, after: true })],
    event: ({ id }) => ['secretsmanager:DeleteSecret', { secretId: id, recoveryWindowInDays: 30 }, { name: id }],
  }),
  story('secretsmanager.put-secret-policy', 'secret-policy-public', 'secret', {
    make: make('e2e/open'),
    drift: () => [putSecretPolicy({ before: null, after: OPEN })],
    event: ({ id }) => [
      'secretsmanager:PutResourcePolicy',
      { secretId: id, resourcePolicy: JSON.stringify(OPEN) },
      { name: id },
    ],
  }),
];

const NO_FUNCTION = 'a rotation needs a function that moto would run: test/resources/secret holds it against doubles';
export const UNCALLED = {
  'secretsmanager:RotateSecret': NO_FUNCTION,
  'secretsmanager:CancelRotateSecret': NO_FUNCTION,
};
