import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListKeysCommand,
  paginateListAliases,
} from '@aws-sdk/client-kms';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { keyIn, showsRotation } from './api-metadata.ts';
import { kmsKey, type Rotation, rotationEvery } from './kind.ts';

const KEYS = 'kms:{region}:{account}:key/*';

export default defineReader(kmsKey, {
  permissions: {
    read: { 'kms:DescribeKey': KEYS, 'kms:GetKeyPolicy': KEYS, 'kms:GetKeyRotationStatus': KEYS },
    list: { 'kms:ListKeys': '*', 'kms:ListAliases': '*' },
  },
  async read(ref, aws) {
    const kms = aws.client(KMSClient, ref);
    const KeyId = ref.id;
    const found = await absentOn('NotFoundException', () => kms.send(new DescribeKeyCommand({ KeyId })));
    if (!found?.KeyMetadata) return GONE;
    const [{ Policy }, rotation] = await Promise.all([
      kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
      showsRotation(found.KeyMetadata) ? rotationOf(kms, KeyId) : undefined,
    ]);
    return {
      ...keyIn(found.KeyMetadata),
      ...(rotation ? { rotation } : {}),
      ...(Policy === undefined ? {} : { policy: parsedObject(Policy) }),
    };
  },
  async list(place, aws, from) {
    const client = aws.client(KMSClient, place);
    const [found, managed] = await Promise.all([
      client.send(new ListKeysCommand({ Limit: 1000, Marker: from })),
      managedByAws(client),
    ]);
    const own = (found.Keys ?? []).filter(({ KeyId }) => !managed.has(KeyId));
    return page(
      own.map(({ KeyId }) => KeyId),
      found.NextMarker,
    );
  },
});

async function rotationOf(kms: KMSClient, KeyId: string): Promise<Rotation> {
  const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  return status.KeyRotationEnabled ? rotationEvery(status.RotationPeriodInDays) : { on: false };
}

/**
 * The AWS managed keys, which the account cannot change. The list of keys does not show them, their aliases do.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
 */
async function managedByAws(client: KMSClient): Promise<ReadonlySet<string | undefined>> {
  const aliases = await everyItem(paginateListAliases({ client }, {}), ({ Aliases }) => Aliases);
  const managed = aliases.filter(({ AliasName }) => AliasName?.startsWith('alias/aws/'));
  return new Set(managed.map(({ TargetKeyId }) => TargetKeyId));
}
