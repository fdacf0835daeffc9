import {
  AllocateAddressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DescribeFlowLogsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  EnableEbsEncryptionByDefaultCommand,
  RegisterImageCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Aws } from '../../shared/aws/clients.ts';
import { shareImage } from '../../shared/resources/ami/actions.ts';
import { disableEncryptionByDefault } from '../../shared/resources/ebs-account-defaults/actions.ts';
import { shareEbsSnapshot } from '../../shared/resources/ebs-snapshot/actions.ts';
import { createRoute, replaceRoute } from '../../shared/resources/route-table/actions.ts';
import { authorizeEgress, authorizeIngress } from '../../shared/resources/security-group/actions.ts';
import { attachInternetGateway, createFlowLog, deleteFlowLog } from '../../shared/resources/vpc/actions.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const ANYWHERE = '0.0.0.0/0';
const LOGS = 'e2e-flow-logs';
const FLOW_LOG = {
  settings: {
    traffic: 'ALL',
    destinationType: 's3',
    destination: `arn:aws:s3:::${LOGS}`,
    format: '${version} ${action}',
    interval: 600,
  },
} as const;
/** Names that are known only once a story has made them. */
const made = { gateway: '', nat: '', spare: '', flowLog: '' };

const ec2 = (aws: Aws) => aws.client(EC2Client, PLACE);

async function vpc(aws: Aws): Promise<string> {
  const { Vpc } = await ec2(aws).send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  return Vpc?.VpcId ?? '';
}

async function gateway(aws: Aws): Promise<string> {
  const { InternetGateway } = await ec2(aws).send(new CreateInternetGatewayCommand());
  return InternetGateway?.InternetGatewayId ?? '';
}

async function table(aws: Aws, VpcId: string): Promise<string | undefined> {
  return (await ec2(aws).send(new CreateRouteTableCommand({ VpcId }))).RouteTable?.RouteTableId;
}

const items = (...each: readonly unknown[]) => ({ items: each });

export const EC2_STORIES: readonly ActionStory[] = [
  story('ec2.revoke-ingress', 'sg-open-ingress', 'security-group', {
    make: async (aws) =>
      (await ec2(aws).send(new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' }))).GroupId,
    drift: () => [authorizeIngress({ protocol: 'tcp', from: 3389, to: 3389, cidr: ANYWHERE })],
    event: ({ id }) => [
      'ec2:AuthorizeSecurityGroupIngress',
      {
        groupId: id,
        ipPermissions: items({
          ipProtocol: 'tcp',
          fromPort: 3389,
          toPort: 3389,
          ipRanges: items({ cidrIp: ANYWHERE }),
        }),
      },
    ],
  }),
  story('ec2.revoke-egress', 'sg-default-allows-traffic', 'security-group', {
    async make(aws) {
      const Filters = [{ Name: 'vpc-id', Values: [await vpc(aws)] }];
      const { SecurityGroups } = await ec2(aws).send(new DescribeSecurityGroupsCommand({ Filters }));
      const { GroupId, IpPermissionsEgress } = SecurityGroups?.[0] ?? {};
      await ec2(aws).send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress }));
      return GroupId;
    },
    drift: () => [authorizeEgress({ protocol: '-1', cidr: ANYWHERE })],
    event: ({ id }) => [
      'ec2:AuthorizeSecurityGroupEgress',
      { groupId: id, ipPermissions: items({ ipProtocol: '-1', ipRanges: items({ cidrIp: ANYWHERE }) }) },
    ],
  }),
  story('ec2.unshare-image', 'ami-public', 'ami', {
    make: async (aws) => (await ec2(aws).send(new RegisterImageCommand({ Name: 'base' }))).ImageId,
    drift: () => [shareImage({ share: 'all' })],
    event: ({ id }) => [
      'ec2:ModifyImageAttribute',
      { imageId: id, launchPermission: { add: items({ group: 'all' }) }, attributeType: 'launchPermission' },
    ],
  }),
  story('ebs.unshare-snapshot', 'ebs-snapshot-public', 'ebs-snapshot', {
    async make(aws) {
      const { VolumeId } = await ec2(aws).send(
        new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 1, Encrypted: true }),
      );
      return (await ec2(aws).send(new CreateSnapshotCommand({ VolumeId }))).SnapshotId;
    },
    drift: () => [shareEbsSnapshot({ share: 'all' })],
    event: ({ id }) => [
      'ec2:ModifySnapshotAttribute',
      {
        snapshotId: id,
        createVolumePermission: { add: items({ group: 'all' }) },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      },
    ],
  }),
  story('ebs.enable-encryption-by-default', 'ebs-default-encryption-off', 'ebs-account-defaults', {
    async make(aws) {
      await ec2(aws).send(new EnableEbsEncryptionByDefaultCommand({}));
      return PLACE.region;
    },
    drift: () => [disableEncryptionByDefault({})],
    event: () => ['ec2:DisableEbsEncryptionByDefault', { DisableEbsEncryptionByDefaultRequest: '' }],
  }),
  story('vpc.delete-route', 'route-to-internet-added', 'route-table', {
    async make(aws) {
      made.gateway = await gateway(aws);
      return table(aws, await vpc(aws));
    },
    drift: () => [createRoute({ destination: ANYWHERE, target: made.gateway })],
    event: ({ id }) => [
      'ec2:CreateRoute',
      { routeTableId: id, destinationCidrBlock: ANYWHERE, gatewayId: made.gateway },
    ],
  }),
  story('vpc.replace-route', 'route-to-internet-added', 'route-table', {
    async make(aws) {
      const VpcId = await vpc(aws);
      const { Subnet } = await ec2(aws).send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
      const { AllocationId } = await ec2(aws).send(new AllocateAddressCommand({ Domain: 'vpc' }));
      const SubnetId = Subnet?.SubnetId;
      const { NatGateway } = await ec2(aws).send(new CreateNatGatewayCommand({ SubnetId, AllocationId }));
      made.nat = NatGateway?.NatGatewayId ?? '';
      made.spare = await gateway(aws);
      const id = (await table(aws, VpcId)) ?? '';
      const ref = { kind: 'route-table', ...PLACE, id };
      await applyAction(ref, createRoute({ destination: ANYWHERE, target: made.nat }), aws);
      return id;
    },
    drift: () => [replaceRoute({ destination: ANYWHERE, before: made.nat, after: made.spare })],
    event: ({ id }) => [
      'ec2:ReplaceRoute',
      { routeTableId: id, destinationCidrBlock: ANYWHERE, gatewayId: made.spare },
    ],
  }),
  story('vpc.create-flow-log', 'vpc-flow-logs-disabled', 'vpc', {
    async make(aws) {
      const CreateBucketConfiguration = { LocationConstraint: PLACE.region };
      await aws.client(S3Client, PLACE).send(new CreateBucketCommand({ Bucket: LOGS, CreateBucketConfiguration }));
      const id = await vpc(aws);
      await applyAction({ kind: 'vpc', ...PLACE, id }, createFlowLog(FLOW_LOG), aws);
      const { FlowLogs } = await ec2(aws).send(new DescribeFlowLogsCommand({}));
      made.flowLog = FlowLogs?.find(({ ResourceId }) => ResourceId === id)?.FlowLogId ?? '';
      return id;
    },
    drift: () => [deleteFlowLog(FLOW_LOG)],
    event: () => ['ec2:DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: made.flowLog } } }],
  }),
  story('vpc.detach-internet-gateway', 'vpc-internet-gateway-attached', 'vpc', {
    make: vpc,
    drift: () => [attachInternetGateway({ gateway: made.spare })],
    event: ({ id }) => ['ec2:AttachInternetGateway', { vpcId: id, internetGatewayId: made.spare }],
  }),
];
