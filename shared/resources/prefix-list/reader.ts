import { DescribeManagedPrefixListsCommand, EC2Client, paginateGetManagedPrefixListEntries } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { destinationOf } from '../common/destination.ts';
import { prefixList } from './kind.ts';

export default defineReader(prefixList, {
  permissions: {
    // The list may be AWS's own or another account's.
    read: { 'ec2:GetManagedPrefixListEntries': 'ec2:{region}:*:prefix-list/*' },
    list: { 'ec2:DescribeManagedPrefixLists': '*' },
  },
  async read(ref, aws) {
    const entries = await absentOn(['InvalidPrefixListID.NotFound', 'InvalidPrefixListId.Malformed'], () =>
      everyItem(
        paginateGetManagedPrefixListEntries({ client: aws.client(EC2Client, ref) }, { PrefixListId: ref.id }),
        ({ Entries }) => Entries,
      ),
    );
    if (!entries) return GONE;
    return { blocks: exactly(entries.flatMap(({ Cidr }) => (Cidr ? [destinationOf(Cidr)] : [])).sort()) };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeManagedPrefixListsCommand({ MaxResults: 100, NextToken: from }));
    return page(
      (found.PrefixLists ?? []).map(({ PrefixListId }) => PrefixListId),
      found.NextToken,
    );
  },
});
