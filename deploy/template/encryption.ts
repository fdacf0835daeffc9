import { logicalId, type Resource, type Resources } from '../cloudformation.ts';

/**
 * The properties by which a resource is encrypted: with the customer's key, or, without one, as AWS does by itself.
 * Of these services, only SQS has to be asked for it. SNS does not get AWS's own KMS key, which alarms cannot use:
 * https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
 */
const ENCRYPTION: Readonly<Record<string, (key: string) => Resource['Properties']>> = {
  'AWS::SQS::Queue': (key) =>
    key ? { KmsMasterKeyId: key, KmsDataKeyReusePeriodSeconds: 3600 } : { SqsManagedSseEnabled: true },
  'AWS::DynamoDB::Table': (key) =>
    key ? { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key } } : {},
  'AWS::SNS::Topic': (key) => (key ? { KmsMasterKeyId: key } : {}),
  'AWS::Events::EventBus': (key) => (key ? { KmsKeyIdentifier: key } : {}),
  'AWS::Logs::LogGroup': (key) => (key ? { KmsKeyId: key } : {}),
};

/** The topic of alarms, which have to arrive where the customer's key is disabled. They hold no findings. */
export const ALARM_TOPIC = 'AlarmTopic';

/** Resources with the encryption of each added. `key`: the ARN of a KMS key, or empty. */
export function encrypted(resources: Resources, key: string): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => {
      const added = id === ALARM_TOPIC ? undefined : ENCRYPTION[resource.Type]?.(key);
      return [id, added ? { ...resource, Properties: { ...resource.Properties, ...added } } : resource];
    }),
  );
}

/** The same for the log groups that the framework adds for functions, by logical id. */
export function encryptedLogGroups(
  functions: readonly string[],
  key: string,
): Readonly<Record<string, { readonly Properties: Resource['Properties'] }>> {
  if (!key) return {};
  return Object.fromEntries(functions.map((name) => [`${logicalId(name)}LogGroup`, { Properties: { KmsKeyId: key } }]));
}
