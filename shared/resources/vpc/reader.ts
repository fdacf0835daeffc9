import {
  DescribeVpcsCommand,
  EC2Client,
  type Vpc as Ec2Vpc,
  paginateDescribeInternetGateways,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { everyItem } from '../../aws/every-page.ts';
import { defineReader, type Place, pageOfStates } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { flowLogsOf } from './api-flow-log.ts';
import { type Vpc, vpc } from './kind.ts';

const permissions = {
  'ec2:DescribeVpcs': '*',
  'ec2:DescribeFlowLogs': '*',
  'ec2:DescribeInternetGateways': '*',
} as const;

export default defineReader(vpc, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws, onTags) {
    // An event on a flow log names no VPC. For a deleted flow log AWS does not return the VPC.
    if (!ref.id.startsWith('vpc-')) return vpc.blank;
    const ec2 = aws.client(EC2Client, ref);
    const found = await absentOn(['InvalidVpcID.NotFound', 'InvalidVpcID.Malformed'], () =>
      Promise.all([ec2.send(new DescribeVpcsCommand({ VpcIds: [ref.id] })), besides([ref.id], ref, aws)]),
    );
    const own = found?.[0].Vpcs?.[0];
    if (!own || !found) return GONE;
    onTags?.(tagsIn(own.Tags));
    return vpcIn(own, ref.account, found[1]);
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeVpcsCommand({ MaxResults: MOST_VALUES, NextToken: from }));
    const ids = (found.Vpcs ?? []).flatMap(({ VpcId }) => VpcId ?? []);
    const beside = await besides(ids, place, aws);
    return pageOfStates(
      found.Vpcs,
      ({ VpcId }) => VpcId,
      (each) => vpcIn(each, place.account, beside),
      found.NextToken,
    );
  },
});

/** The most values of one filter. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const MOST_VALUES = 200;

type Besides = Readonly<Record<'flowLogs', ReadonlyMap<string, Vpc['flowLogs']['items']>>> & {
  readonly gateways: ReadonlyMap<string, string>;
};

/** What other calls show of some VPCs, by VPC. */
async function besides(ids: readonly string[], place: Pick<Place, 'region'>, aws: Aws): Promise<Besides> {
  if (ids.length === 0) return { flowLogs: new Map(), gateways: new Map() };
  const client = aws.client(EC2Client, place);
  const [flowLogs, gateways] = await Promise.all([
    flowLogsOf(ids, place, aws),
    everyItem(
      paginateDescribeInternetGateways({ client }, { Filters: [{ Name: 'attachment.vpc-id', Values: [...ids] }] }),
      ({ InternetGateways }) => InternetGateways,
    ),
  ]);
  const attached = gateways.flatMap(({ InternetGatewayId, Attachments = [] }) =>
    Attachments.flatMap(({ VpcId }) => (VpcId && InternetGatewayId ? [[VpcId, InternetGatewayId] as const] : [])),
  );
  return { flowLogs, gateways: new Map(attached) };
}

/** AWS also returns VPCs that another account shares. This account cannot change them. */
function vpcIn({ VpcId = '', OwnerId }: Ec2Vpc, account: string, { flowLogs, gateways }: Besides): Vpc | Gone {
  if ((OwnerId ?? account) !== account) return GONE;
  return {
    flowLogs: exactly(flowLogs.get(VpcId) ?? []),
    // AWS does not return deleted flow logs.
    deletedFlowLogs: [],
    internetGateway: gateways.get(VpcId) ?? null,
  };
}
