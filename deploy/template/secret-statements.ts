import { ownArn, type Statement, sub } from '../cloudformation.ts';
import type { Params } from '../params.ts';

/**
 * Where the webhook's URL is stored, as ARNs name it; empty where it is not. A secret is read through
 * Systems Manager: https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export function webhookPlaces({ slackWebhook }: Pick<Params, 'slackWebhook'>): {
  readonly parameter: string;
  readonly secret: string;
} {
  if (slackWebhook === '') return { parameter: '', secret: '' };
  if (slackWebhook.startsWith('ssm:')) return { parameter: slackWebhook.replace(/^ssm:\/?/, ''), secret: '' };
  const secret = slackWebhook.replace(/^.*:secret:/, '');
  return { parameter: `aws/reference/secretsmanager/${secret.replace(/-\w{6}$/, '')}`, secret };
}

/** Allows decrypting the webhook's URL and nothing else. Any key may encrypt it. */
export function webhookStatements(params: Params): readonly Statement[] {
  const { parameter, secret } = webhookPlaces(params);
  if (parameter === '') return [];
  const service = secret ? 'secretsmanager' : 'ssm';
  const context = secret
    ? { 'kms:EncryptionContext:SecretARN': ownArn('secretsmanager', `secret:${secret}`) }
    : { 'kms:EncryptionContext:PARAMETER_ARN': ownArn('ssm', `parameter/${parameter}`) };
  return [
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: ownArn('kms', 'key/*'),
      Condition: {
        StringEquals: { 'kms:ViaService': sub(`${service}.\${AWS::Region}.amazonaws.com`), ...context },
      },
    },
  ];
}

/**
 * Allows the customer's key, through the services whose data it protects.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function keyStatements({ kmsKey }: Params): readonly Statement[] {
  if (!kmsKey) return [];
  const via = (...services: readonly string[]) => ({
    'kms:ViaService': services.map((service) => sub(`${service}.\${AWS::Region}.amazonaws.com`)),
  });
  return [
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: kmsKey,
      Condition: { StringEquals: via('dynamodb', 'sns', 'sqs') },
    },
    {
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: kmsKey,
      Condition: { StringEquals: via('dynamodb'), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
