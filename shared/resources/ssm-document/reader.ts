import { ListDocumentsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { permissionOf } from './api-permission.ts';
import { shareOf, ssmDocument } from './kind.ts';

export default defineReader(ssmDocument, {
  permissions: {
    read: { 'ssm:DescribeDocumentPermission': 'ssm:{region}:{account}:document/*' },
    list: { 'ssm:ListDocuments': '*' },
  },
  async read(ref, aws) {
    const found = await absentOn('InvalidDocument', () => permissionOf(aws.client(SSMClient, ref), ref.id));
    return found ? { sharedWith: exactly(inOrder(found.shares.map(shareOf), (share) => share)) } : GONE;
  },
  async list(place, aws, from) {
    const found = await aws
      .client(SSMClient, place)
      .send(
        new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: ['Self'] }], MaxResults: 50, NextToken: from }),
      );
    return page(
      (found.DocumentIdentifiers ?? []).map(({ Name }) => Name),
      found.NextToken || undefined,
    );
  },
});
