import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getNumber, getText, objectOf } from '../../core/json.ts';
import { type Alias, defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { contentsAt, requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/**
 * The settings to create a flow log again, without its tags.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
export interface FlowLogSettings {
  /** `ALL`, `ACCEPT` or `REJECT`. */
  readonly traffic: string;
  /** `cloud-watch-logs`, `s3` or `kinesis-data-firehose`. */
  readonly destinationType?: string;
  readonly destination?: string;
  readonly logGroup?: string;
  readonly role?: string;
  readonly crossAccountRole?: string;
  readonly format?: string;
  readonly interval?: number;
  readonly destinationOptions?: Readonly<Record<string, unknown>>;
}

export interface FlowLog {
  /** `fl-…`. Left out: one call created several flow logs, and does not show which VPC each belongs to. */
  readonly id?: string;
  /** Left out: no event showed them. */
  readonly settings?: FlowLogSettings;
  /** `ALL`, `ACCEPT` or `REJECT`, where the settings are not known. */
  readonly traffic?: string;
  /** Why AWS cannot deliver the records, such as `Access error`. Left out: no failure is known. */
  readonly failure?: string;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html */
export interface Vpc {
  readonly flowLogs: Listing<FlowLog>;
  /** The flow logs that were deleted, and that no later one replaces, the latest last. */
  readonly deletedFlowLogs: readonly FlowLog[];
  /** `igw-…`. A VPC has at most one. `null`: none is attached. */
  readonly internetGateway?: string | null;
}

// The creating events are without `creates`: within one second an event inside a VPC can come before them, and must not
// be forgotten. EC2 never uses an id twice.
export const vpc = defineKind<Vpc>()({
  name: 'vpc',
  type: 'AWS::EC2::VPC',
  title: 'VPC',
  blank: { flowLogs: UNSEEN, deletedFlowLogs: [] },
  arn: (ref) => arnOf('ec2', ref, ref.id.startsWith('fl-') ? `vpc-flow-log/${ref.id}` : `vpc/${ref.id}`),
  aliases: flowLogOwners,
  isAlias: (id) => id.startsWith('fl-'),
  holds: ({ flowLogs }, alias) => flowLogs.items.some(({ id }) => id === alias),
  tagging: taggedInEc2('vpc-'),
  events: {
    'ec2:CreateVpc': { ids: created, sets: ['internetGateway'], evolve: begin },
    // A new default VPC has an internet gateway. The response does not show its id.
    'ec2:CreateDefaultVpc': { ids: created },
    'ec2:CreateFlowLogs': { ids: watched, sets: ['flowLogs', 'deletedFlowLogs'], evolve: addFlowLog },
    'ec2:DeleteFlowLogs': { ids: unwatched, sets: ['flowLogs', 'deletedFlowLogs'], evolve: removeFlowLog },
    'ec2:AttachInternetGateway': { ids: named, sets: ['internetGateway'], evolve: attach },
    'ec2:DetachInternetGateway': {
      ids: named,
      sets: ['internetGateway'],
      evolve: (known) => ({ ...known, internetGateway: null }),
    },
    'ec2:DeleteVpc': { ids: named, evolve: () => GONE },
  },
});

/** Identifies a flow log in a collection: its id, else its settings. */
export function flowLogKey({ id, settings }: FlowLog): string {
  return id ?? JSON.stringify(settings);
}

/** `ALL`, `ACCEPT` or `REJECT`. `undefined`: not known. */
export function trafficOf({ settings, traffic }: FlowLog): string | undefined {
  return settings?.traffic ?? traffic;
}

function created(event: TrailEvent): string[] {
  const id = getText(event.responseElements, 'vpc', 'vpcId');
  if (!id) throw new UnreadableEvent(`${event.eventName} shows no vpcId`);
  return [id];
}

function named(event: TrailEvent): string[] {
  const id = getText(event.requestParameters, 'vpcId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no VPC`);
  return [id];
}

function begin(known: Vpc): Vpc {
  return known.internetGateway === undefined ? { ...known, internetGateway: null } : known;
}

function attach(known: Vpc, event: TrailEvent): Vpc {
  const gateway = getText(event.requestParameters, 'internetGatewayId');
  if (!gateway) throw new UnreadableEvent('AttachInternetGateway names no internet gateway');
  return { ...known, internetGateway: gateway };
}

/** A call can also create flow logs for subnets, network interfaces and transit gateways. */
function watched(event: TrailEvent): string[] {
  return resourcesOf(event).filter((id) => id.startsWith('vpc-'));
}

function resourcesOf(event: TrailEvent): readonly string[] {
  const request = requestOf(event);
  // No record without the wrapper was found. Its list would have the name of the SDK's parameter.
  const ids = [...contentsAt(request, 'ResourceId'), ...contentsAt(request, 'ResourceIds')];
  if (ids.length === 0) throw new UnreadableEvent('CreateFlowLogs names no resource');
  return successful(event, ids);
}

/** The flow log of a call belongs to the resource of the call, which can be a VPC or not. */
function flowLogOwners(event: TrailEvent): readonly Alias[] {
  const made = event.eventName === 'CreateFlowLogs' ? onlyFlowLog(event) : undefined;
  return made ? [made] : [];
}

/**
 * The flow log of a call that created exactly one. The record does not show which of several belongs to which resource.
 */
function onlyFlowLog(event: TrailEvent): Alias | undefined {
  const [id, ...otherResources] = resourcesOf(event);
  const [alias, ...otherLogs] = contentsAt(responseOf(event), 'flowLogIdSet');
  return id && alias && otherResources.length + otherLogs.length === 0 ? { alias, id } : undefined;
}

function addFlowLog(known: Vpc, event: TrailEvent): Vpc {
  const id = onlyFlowLog(event)?.alias;
  const settings = settingsOf(requestOf(event));
  const traffic = getText(requestOf(event), 'TrafficType');
  const added: FlowLog = {
    ...(id ? { id } : {}),
    ...(settings ? { settings } : traffic ? { traffic } : {}),
  };
  return {
    ...known,
    flowLogs: withItems(known.flowLogs, [added], flowLogKey),
    deletedFlowLogs: known.deletedFlowLogs.filter((log) => !replaces(added, log)),
  };
}

/** A flow log of all traffic, or of the same traffic. Where the traffic of one is not known, it may be the same. */
function replaces(added: FlowLog, deleted: FlowLog): boolean {
  const [now, then] = [trafficOf(added), trafficOf(deleted)];
  return now === undefined || now === 'ALL' || then === undefined || now === then;
}

/** `undefined`: the traffic type or the destination is missing, so no flow log can be created from the settings. */
function settingsOf(request: unknown): FlowLogSettings | undefined {
  const traffic = getText(request, 'TrafficType');
  const destination = getText(request, 'LogDestination');
  const logGroup = getText(request, 'LogGroupName');
  if (!traffic || (!destination && !logGroup)) return undefined;
  const destinationType = getText(request, 'LogDestinationType');
  const role = getText(request, 'DeliverLogsPermissionArn');
  const crossAccountRole = getText(request, 'DeliverCrossAccountRole');
  const format = getText(request, 'LogFormat');
  const interval = getNumber(request, 'MaxAggregationInterval');
  const destinationOptions = objectOf(get(request, 'DestinationOptions'));
  return {
    traffic,
    ...(destinationType ? { destinationType } : {}),
    ...(destination ? { destination } : {}),
    ...(logGroup ? { logGroup } : {}),
    ...(role ? { role } : {}),
    ...(crossAccountRole ? { crossAccountRole } : {}),
    ...(format ? { format } : {}),
    ...(interval === undefined ? {} : { interval }),
    ...(destinationOptions ? { destinationOptions } : {}),
  };
}

function unwatched(event: TrailEvent): string[] {
  const request = requestOf(event);
  const ids = [...contentsAt(request, 'FlowLogId'), ...contentsAt(request, 'FlowLogIds')];
  if (ids.length === 0) throw new UnreadableEvent('DeleteFlowLogs names no flow log');
  return successful(event, ids);
}

/** `id` is the id in the event: that of the flow log, also if its VPC is known. */
function removeFlowLog(known: Vpc, _: TrailEvent, id: string): Vpc {
  if (known.deletedFlowLogs.some((log) => log.id === id)) return known;
  const deleted = known.flowLogs.items.find((log) => log.id === id) ?? { id };
  return {
    ...known,
    flowLogs: withoutItems(known.flowLogs, (log) => log.id === id),
    deletedFlowLogs: [...known.deletedFlowLogs, deleted],
  };
}

/** A call succeeds although AWS refused it for some resources. Those are left out. */
function successful(event: TrailEvent, ids: readonly string[]): string[] {
  const refused = getList(responseOf(event), 'unsuccessful').map((item) => {
    const id = getText(item, 'resourceId');
    if (!id) throw new UnreadableEvent(`${event.eventName} shows no id of what was unsuccessful`);
    return id;
  });
  return ids.filter((id) => !refused.includes(id));
}
