import {
  type CreateFlowLogsRequest,
  type DestinationOptionsRequest,
  EC2Client,
  type FlowLog as Ec2FlowLog,
  type LogDestinationType,
  paginateDescribeFlowLogs,
  type TrafficType,
} from '@aws-sdk/client-ec2';
import type { Aws } from '../../aws/clients.ts';
import { everyItem } from '../../aws/every-page.ts';
import { inOrder } from '../../aws/in-order.ts';
import { getFlag, getText } from '../../core/json.ts';
import type { Ref } from '../../core/ref.ts';
import { type FlowLog, type FlowLogSettings, flowLogKey } from './kind.ts';

/** The flow logs of some VPCs themselves, without those of their subnets and network interfaces; by VPC. */
export async function flowLogsOf(
  ids: readonly string[],
  place: Pick<Ref, 'region'>,
  aws: Aws,
): Promise<ReadonlyMap<string, readonly FlowLog[]>> {
  const client = aws.client(EC2Client, place);
  const pages = paginateDescribeFlowLogs({ client }, { Filter: [{ Name: 'resource-id', Values: [...ids] }] });
  const found = await everyItem(pages, ({ FlowLogs }) => FlowLogs);
  // The answer to a question about one VPC is of that VPC.
  const [only = ''] = ids.length === 1 ? ids : [];
  const byVpc = Map.groupBy(found, ({ ResourceId = only }) => ResourceId);
  return new Map([...byVpc].map(([id, logs]) => [id, inOrder(logs.map(flowLogFrom), flowLogKey)]));
}

/**
 * A flow log is `ACTIVE` also while its delivery fails.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
 */
function flowLogFrom(log: Ec2FlowLog): FlowLog {
  const settings = settingsFrom(log);
  const failure = log.DeliverLogsStatus === 'FAILED' ? (log.DeliverLogsErrorMessage ?? 'unknown error') : undefined;
  return {
    ...(log.FlowLogId ? { id: log.FlowLogId } : {}),
    ...(settings ? { settings } : log.TrafficType ? { traffic: log.TrafficType } : {}),
    ...(failure ? { failure } : {}),
  };
}

/**
 * `undefined`: a flow log with these settings would differ, because the traffic type or the destination is missing or a
 * field is read from a tag.
 */
function settingsFrom(log: Ec2FlowLog): FlowLogSettings | undefined {
  if (!log.TrafficType || !(log.LogDestination || log.LogGroupName)) return undefined;
  if (log.TagFieldSpecifications?.length) return undefined;
  return {
    traffic: log.TrafficType,
    ...(log.LogDestinationType ? { destinationType: log.LogDestinationType } : {}),
    ...(log.LogDestination ? { destination: log.LogDestination } : {}),
    ...(log.LogGroupName ? { logGroup: log.LogGroupName } : {}),
    ...(log.DeliverLogsPermissionArn ? { role: log.DeliverLogsPermissionArn } : {}),
    ...(log.DeliverCrossAccountRole ? { crossAccountRole: log.DeliverCrossAccountRole } : {}),
    ...(log.LogFormat ? { format: log.LogFormat } : {}),
    ...(log.MaxAggregationInterval ? { interval: log.MaxAggregationInterval } : {}),
    ...(log.DestinationOptions ? { destinationOptions: optionsFrom(log.DestinationOptions) } : {}),
  };
}

/** The request that creates a flow log with these settings. AWS refuses a destination together with a log group. */
export function requestFor(vpc: string, settings: FlowLogSettings): CreateFlowLogsRequest {
  const { traffic, destinationType, destination, logGroup, role, crossAccountRole, format, interval } = settings;
  return {
    ResourceType: 'VPC',
    ResourceIds: [vpc],
    TrafficType: traffic as TrafficType,
    ...(destinationType ? { LogDestinationType: destinationType as LogDestinationType } : {}),
    ...(destination ? { LogDestination: destination } : { LogGroupName: logGroup }),
    ...(role ? { DeliverLogsPermissionArn: role } : {}),
    ...(crossAccountRole ? { DeliverCrossAccountRole: crossAccountRole } : {}),
    ...(format ? { LogFormat: format } : {}),
    ...(interval ? { MaxAggregationInterval: interval } : {}),
    ...(settings.destinationOptions ? { DestinationOptions: optionsFrom(settings.destinationOptions) } : {}),
  };
}

const DEFAULT_FORMAT =
  '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}';

/**
 * A text that is unique among the flow logs of a VPC. A setting that is left out is the default.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
export function fingerprintOf(settings: FlowLogSettings): string {
  const { destination = settings.logGroup ?? '', destinationType = 'cloud-watch-logs' } = settings;
  const options = optionsFrom(settings.destinationOptions);
  return JSON.stringify([
    settings.traffic,
    destinationType,
    // EC2 returns the name of a log group, also if the request had its ARN.
    destinationType === 'cloud-watch-logs'
      ? destination.replace(/^arn:.*:log-group:([^:]+)(:\*)?$/, '$1')
      : destination,
    settings.role ?? '',
    settings.crossAccountRole ?? '',
    settings.format ?? DEFAULT_FORMAT,
    settings.interval ?? 600,
    [options.FileFormat ?? 'plain-text', options.HiveCompatiblePartitions ?? false, options.PerHourPartition ?? false],
  ]);
}

/** The destination options for a request, from those of a record or a response. */
function optionsFrom(options: unknown): DestinationOptionsRequest & Record<string, unknown> {
  const format = getText(options, 'FileFormat');
  const [hive, hourly] = [getFlag(options, 'HiveCompatiblePartitions'), getFlag(options, 'PerHourPartition')];
  return {
    ...(format ? { FileFormat: format as NonNullable<DestinationOptionsRequest['FileFormat']> } : {}),
    ...(hive === undefined ? {} : { HiveCompatiblePartitions: hive }),
    ...(hourly === undefined ? {} : { PerHourPartition: hourly }),
  };
}
