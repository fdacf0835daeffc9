import { DescribeInternetGatewaysCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { flowLogsOf } from './api-flow-log.ts';
import { vpc } from './kind.ts';

export default defineReader(vpc, {
  permissions: {
    read: { 'ec2:DescribeVpcs': '*', 'ec2:DescribeFlowLogs': '*', 'ec2:DescribeInternetGateways': '*' },
    list: { 'ec2:DescribeVpcs': '*' },
  },
  async read(ref, aws, onTags) {
    // An event on a flow log names no VPC. For a deleted flow log AWS does not return the VPC.
    if (!ref.id.startsWith('vpc-')) return vpc.blank;
    const ec2 = aws.client(EC2Client, ref);
    const found = await absentOn(['InvalidVpcID.NotFound', 'InvalidVpcID.Malformed'], () =>
      Promise.all([
        ec2.send(new DescribeVpcsCommand({ VpcIds: [ref.id] })),
        ec2.send(new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [ref.id] }] })),
        flowLogsOf(ref, aws),
      ]),
    );
    if (!found) return GONE;
    const [{ Vpcs = [] }, { InternetGateways = [] }, flowLogs] = found;
    if (Vpcs.length === 0) return GONE;
    onTags?.(tagsIn(Vpcs[0]?.Tags));
    return {
      flowLogs: exactly(flowLogs),
      // AWS does not return deleted flow logs.
      deletedFlowLogs: [],
      internetGateway: InternetGateways[0]?.InternetGatewayId ?? null,
    };
  },
  // AWS also lists VPCs that another account shares. This account cannot change them.
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeVpcsCommand({ MaxResults: 1000, NextToken: from }));
    return page(
      (found.Vpcs ?? []).flatMap(({ VpcId, OwnerId = place.account }) => (OwnerId === place.account ? [VpcId] : [])),
      found.NextToken,
    );
  },
});
