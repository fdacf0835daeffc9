import {
  AttachInternetGatewayCommand,
  CreateFlowLogsCommand,
  DeleteFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DetachInternetGatewayCommand,
  EC2Client,
  type UnsuccessfulItem,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { Unmet } from '../../aws/failure.ts';
import { attachInternetGateway, createFlowLog, deleteFlowLog, detachInternetGateway } from './actions.ts';
import { fingerprintOf, flowLogsOf, requestFor } from './api-flow-log.ts';
import type { FlowLog } from './kind.ts';

const VPCS = 'ec2:{region}:{account}:vpc/*';
const FLOW_LOGS = 'ec2:{region}:{account}:vpc-flow-log/*';
const GATEWAYS = 'ec2:{region}:{account}:internet-gateway/*';
const THERE_ALREADY = 'FlowLogAlreadyExists';
const NO_SUCH_FLOW_LOG = 'InvalidFlowLogId.NotFound';

export default [
  effectOf(createFlowLog, {
    // Besides its own permission, those that each destination type needs.
    // See https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    permissions: {
      'ec2:CreateFlowLogs': [VPCS, FLOW_LOGS],
      'iam:PassRole': 'iam::{account}:role/*',
      'logs:CreateLogDelivery': '*',
      'firehose:TagDeliveryStream': 'firehose:{region}:{account}:deliverystream/*',
    },
    refusals: {
      FlowLogsLimitExceeded: 'The VPC has as many flow logs as AWS allows.',
      LogDestinationNotFound: 'The destination of the flow log no longer exists.',
      LogDestinationPermissionIssue: 'The destination no longer lets flow logs write to it.',
    },
    async apply(ref, log, aws) {
      const { settings } = log;
      if (!settings) throw new Unmet('What the flow log recorded, and where to, is not known.');
      const made = await absentOn(THERE_ALREADY, () =>
        aws.client(EC2Client, ref).send(new CreateFlowLogsCommand(requestFor(ref.id, settings))),
      );
      throwUnsuccessful(made?.Unsuccessful, THERE_ALREADY);
      return (made?.FlowLogIds ?? []).map((id) => `${id} for the flow log${log.id ? ` that was ${log.id}` : ''}`);
    },
  }),
  effectOf(deleteFlowLog, {
    permissions: { 'ec2:DescribeFlowLogs': '*', 'ec2:DeleteFlowLogs': FLOW_LOGS, 'logs:DeleteLogDelivery': '*' },
    async apply(ref, log, aws) {
      const id = idAmong((await flowLogsOf([ref.id], ref, aws)).get(ref.id) ?? [], log);
      if (!id) return;
      const deleted = await absentOn(NO_SUCH_FLOW_LOG, () =>
        aws.client(EC2Client, ref).send(new DeleteFlowLogsCommand({ FlowLogIds: [id] })),
      );
      throwUnsuccessful(deleted?.Unsuccessful, NO_SUCH_FLOW_LOG);
    },
  }),
  effectOf(detachInternetGateway, {
    permissions: { 'ec2:DetachInternetGateway': [GATEWAYS, VPCS] },
    refusals: { DependencyViolation: 'The VPC still has public addresses. Release them first.' },
    async apply(ref, { gateway }, aws) {
      await absentOn(['Gateway.NotAttached', 'InvalidInternetGatewayID.NotFound'], () =>
        aws
          .client(EC2Client, ref)
          .send(new DetachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: ref.id })),
      );
    },
  }),
  effectOf(attachInternetGateway, {
    permissions: { 'ec2:DescribeInternetGateways': '*', 'ec2:AttachInternetGateway': [GATEWAYS, VPCS] },
    refusals: { 'InvalidInternetGatewayID.NotFound': 'The internet gateway no longer exists.' },
    async apply(ref, { gateway }, aws) {
      const ec2 = aws.client(EC2Client, ref);
      // AWS returns one error for a gateway that is attached to this VPC and to another.
      const { InternetGateways = [] } = await ec2.send(
        new DescribeInternetGatewaysCommand({ InternetGatewayIds: [gateway] }),
      );
      const attachments = InternetGateways.flatMap(({ Attachments = [] }) => Attachments);
      if (attachments.some(({ VpcId }) => VpcId === ref.id)) return;
      await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: ref.id }));
    },
  }),
];

/** The answer to the call is a success, and that for the flow log a refusal. */
const REFUSED = { httpStatusCode: 400 };

/** A flow log that was created again has another id and the same settings. */
function idAmong(logs: readonly FlowLog[], { id, settings }: FlowLog): string | undefined {
  if (logs.some((log) => log.id === id)) return id;
  const wanted = settings && fingerprintOf(settings);
  return logs.find((log) => log.settings && fingerprintOf(log.settings) === wanted)?.id;
}

/** A call on flow logs succeeds although AWS refused it for some resources. */
function throwUnsuccessful(items: readonly UnsuccessfulItem[] = [], harmless: string): void {
  for (const { Error: refusal } of items) {
    const code = refusal?.Code?.replace(/^Client\./, '') ?? 'Unsuccessful';
    if (code !== harmless) throw Object.assign(new Error(refusal?.Message ?? code), { name: code, $metadata: REFUSED });
  }
}
