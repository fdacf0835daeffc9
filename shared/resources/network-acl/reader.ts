import { DescribeNetworkAclsCommand, EC2Client, type NetworkAcl as Ec2NetworkAcl } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { entryIn } from './api-entry.ts';
import { type NetworkAcl, networkAcl } from './kind.ts';

const permissions = { 'ec2:DescribeNetworkAcls': '*' } as const;

export default defineReader(networkAcl, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws, onTags) {
    const found = await absentOn(['InvalidNetworkAclID.NotFound', 'InvalidNetworkAclID.Malformed'], () =>
      aws.client(EC2Client, ref).send(new DescribeNetworkAclsCommand({ NetworkAclIds: [ref.id] })),
    );
    const now = found?.NetworkAcls?.[0];
    if (!now) return GONE;
    onTags?.(tagsIn(now.Tags));
    return aclIn(now, ref.account);
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeNetworkAclsCommand({ MaxResults: 1000, NextToken: from }));
    return pageOfStates(
      found.NetworkAcls,
      ({ NetworkAclId }) => NetworkAclId,
      (each) => aclIn(each, place.account),
      found.NextToken,
    );
  },
});

/** AWS also returns network ACLs of subnets that another account shares. */
function aclIn(now: Ec2NetworkAcl, account: string): NetworkAcl | Gone {
  if ((now.OwnerId ?? account) !== account) return GONE;
  return {
    inbound: exactly(inOrder((now.Entries ?? []).flatMap(entryIn), ({ number }) => String(number).padStart(5, '0'))),
  };
}
