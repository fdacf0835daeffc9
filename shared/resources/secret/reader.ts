import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { known } from '../common/named.ts';
import { dayOf, daysIn, type Secret, secret } from './kind.ts';

const SECRETS = 'secretsmanager:{region}:{account}:secret:*';

export default defineReader(secret, {
  permissions: {
    read: { 'secretsmanager:DescribeSecret': SECRETS, 'secretsmanager:GetResourcePolicy': SECRETS },
    list: { 'secretsmanager:ListSecrets': '*' },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(SecretsManagerClient, ref);
    const SecretId = ref.id;
    const found = await absentOn('ResourceNotFoundException', () =>
      Promise.all([
        client.send(new DescribeSecretCommand({ SecretId })),
        client.send(new GetResourcePolicyCommand({ SecretId })),
      ]),
    );
    if (!found) return GONE;
    const [now, { ResourcePolicy: policy }] = found;
    onTags?.(tagsIn(now.Tags));
    return { ...secretIn(now), policy: policy ? parsedObject(policy) : null };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(SecretsManagerClient, place)
      .send(new ListSecretsCommand({ MaxResults: 100, NextToken: from, IncludePlannedDeletion: true }));
    return page(
      (found.SecretList ?? []).map(({ Name }) => Name),
      found.NextToken,
    );
  },
});

function secretIn(now: DescribeSecretCommandOutput): Secret {
  const { RotationRules: rules, CreatedDate: created } = now;
  const rotated = now.LastRotatedDate ?? created;
  return known<Secret>({
    rotates: now.RotationEnabled ?? false,
    rotatable: (now.RotationLambdaARN !== undefined || now.OwningService !== undefined) && rules !== undefined,
    rotationDays: rules && daysIn(rules.AutomaticallyAfterDays, rules.ScheduleExpression),
    rotated: rotated && dayOf(rotated),
    deleting: now.DeletedDate !== undefined,
    owner: now.OwningService ?? null,
    policy: undefined,
  });
}
