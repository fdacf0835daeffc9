import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { type Check, type Notice, stopping, warning } from './checks.ts';

/** Whether the customer's key can encrypt, and its policy names the services that use it by themselves. */
export const key: Check = {
  what: 'Whether the KMS key can be used',
  async look({ kmsKey, region }, config) {
    if (!kmsKey) return [];
    const client = new KMSClient(config);
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: kmsKey })).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotFoundException') return { KeyMetadata: undefined };
      throw error;
    });
    if (!KeyMetadata) return [stopping(`There is no KMS key ${kmsKey}.`)];
    const { KeyState, KeySpec = 'SYMMETRIC_DEFAULT' } = KeyMetadata;
    if (KeyState !== 'Enabled')
      return [stopping(`The KMS key ${kmsKey} is ${KeyState}. Nothing can be encrypted with it.`)];
    if (KeySpec !== 'SYMMETRIC_DEFAULT')
      return [stopping(`The KMS key ${kmsKey} is ${KeySpec}. AWS's services need a symmetric key.`)];
    return policyNotices(
      kmsKey,
      region,
      await client.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata.KeyId, PolicyName: 'default' })),
    );
  },
};

function policyNotices(kmsKey: string, region: string, { Policy = '' }: { Policy?: string | undefined }): Notice[] {
  const without: Readonly<Record<string, string>> = {
    'events.amazonaws.com': 'no event reaches the queues',
    'cloudwatch.amazonaws.com': 'no alarm reaches the topic',
    [`logs.${region}.amazonaws.com`]: 'no log group can be made, and the deployment fails',
  };
  return Object.entries(without)
    .filter(([service]) => !Policy.includes(`"${service}`))
    .map(([service, effect]) =>
      warning(`The policy of the KMS key ${kmsKey} does not name ${service}. Without it, ${effect}.`),
    );
}
