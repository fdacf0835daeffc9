import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  paginateListSecretVersionIds,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { parseArn } from '../../core/arn.ts';
import { dayOf } from '../../core/day.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { type Secret, secret, type Unfinished } from './kind.ts';
import { rotationOf } from './rotation.ts';

const SECRETS = 'secretsmanager:{region}:{account}:secret:*';

/** The value of a secret is never read, and the role is not allowed to. */
export default defineReader(secret, {
  permissions: {
    read: {
      'secretsmanager:DescribeSecret': SECRETS,
      'secretsmanager:GetResourcePolicy': SECRETS,
      'secretsmanager:ListSecretVersionIds': SECRETS,
    },
    list: { 'secretsmanager:ListSecrets': '*' },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(SecretsManagerClient, ref);
    const SecretId = secret.arn?.(ref);
    const found = await absentOn('ResourceNotFoundException', () =>
      client.send(new DescribeSecretCommand({ SecretId })),
    );
    if (!found) return GONE;
    onTags?.(tagsIn(found.Tags));
    const [policy, unfinished] = await Promise.all([policyOf(client, SecretId), unfinishedOf(client, SecretId, found)]);
    return { ...described(found, ref.region), ...policy, ...(unfinished === undefined ? {} : { unfinished }) };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(SecretsManagerClient, place)
      .send(new ListSecretsCommand({ IncludePlannedDeletion: true, MaxResults: 100, NextToken: from }));
    return page(
      (found.SecretList ?? []).map(({ ARN }) => parseArn(ARN ?? '')?.resource.replace(/^secret:/, '')),
      found.NextToken,
    );
  },
});

function described(found: DescribeSecretResponse, region: string): Secret {
  const { RotationRules: rules, LastRotatedDate, CreatedDate, PrimaryRegion } = found;
  return {
    rotation: rotationOf(found.RotationEnabled ?? false, {
      function: found.RotationLambdaARN,
      days: rules?.AutomaticallyAfterDays,
      schedule: rules?.ScheduleExpression,
      window: rules?.Duration,
    }),
    lastRotated: LastRotatedDate ? dayOf(LastRotatedDate) : null,
    ...(CreatedDate ? { created: dayOf(CreatedDate) } : {}),
    scheduledForDeletion: found.DeletedDate !== undefined,
    replica: PrimaryRegion !== undefined && PrimaryRegion !== region,
  };
}

/** AWS can refuse to show the policy and the versions of a secret that is scheduled for deletion. */
async function policyOf(client: SecretsManagerClient, SecretId: string | undefined): Promise<Pick<Secret, 'policy'>> {
  const found = await absentOn('InvalidRequestException', () =>
    client.send(new GetResourcePolicyCommand({ SecretId })),
  );
  if (!found) return {};
  return { policy: found.ResourcePolicy ? parsedObject(found.ResourcePolicy) : null };
}

/**
 * A rotation is going on, or has failed, while a version is pending that is not the current one. `undefined`: AWS does not
 * show since when.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
 */
async function unfinishedOf(
  client: SecretsManagerClient,
  SecretId: string | undefined,
  { VersionIdsToStages = {}, LastChangedDate }: DescribeSecretResponse,
): Promise<Unfinished | null | undefined> {
  const pending = Object.entries(VersionIdsToStages).find(
    ([, stages]) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT'),
  )?.[0];
  if (pending === undefined) return null;
  const versions = await absentOn('InvalidRequestException', () =>
    everyItem(paginateListSecretVersionIds({ client }, { SecretId }), ({ Versions }) => Versions),
  );
  const since = versions?.find(({ VersionId }) => VersionId === pending)?.CreatedDate ?? LastChangedDate;
  return since && { since: since.toISOString() };
}
