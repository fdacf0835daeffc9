import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getNumber, getText, objectOf } from '../../core/json.ts';
import { type Alias, defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { arnOf } from '../../core/ref.ts';
import { contentsAt, requestOf, responseOf } from '../common/ec2-wrapped.ts';

/**
 * All that is needed to make a flow log again, but its tags.
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
  /** `fl-…`; absent where one call made several and did not say which is whose. */
  readonly id?: string;
  /** Absent: no event showed how it was made. */
  readonly settings?: FlowLogSettings;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html */
export interface Vpc {
  readonly flowLogs: Listing<FlowLog>;
  /** Those deleted since one was last created, the latest last. */
  readonly deletedFlowLogs: readonly FlowLog[];
  /** `igw-…`, of which a VPC has at most one; `null`: none is attached. */
  readonly internetGateway?: string | null;
}

// The creating events do not have `creates`: EC2 never gives an id twice, and what is made inside
// a VPC within the same second may come first; it must not be forgotten.
export const vpc = defineKind<Vpc>()({
  name: 'vpc',
  type: 'AWS::EC2::VPC',
  title: 'VPC',
  blank: { flowLogs: UNSEEN, deletedFlowLogs: [] },
  arn: (ref) => arnOf('ec2', ref, ref.id.startsWith('fl-') ? `vpc-flow-log/${ref.id}` : `vpc/${ref.id}`),
  aliases: flowLogOwners,
  isAlias: (id) => id.startsWith('fl-'),
  holds: ({ flowLogs }, alias) => flowLogs.items.some(({ id }) => id === alias),
  events: {
    'ec2:CreateVpc': { ids: created, sets: ['internetGateway'], evolve: begin },
    // A default VPC is born with an internet gateway; which one, the answer does not show.
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

/** What names a flow log in a listing: its id, or how it was made. */
export function flowLogKey({ id, settings }: FlowLog): string {
  return id ?? JSON.stringify(settings);
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

/** Flow logs are also made for subnets, network interfaces and transit gateways. */
function watched(event: TrailEvent): string[] {
  return resourcesOf(event).filter((id) => id.startsWith('vpc-'));
}

function resourcesOf(event: TrailEvent): readonly string[] {
  const request = requestOf(event);
  // A record from before the wrapping is not to be had; its list is spelt as the SDKs spell it.
  const ids = [...contentsAt(request, 'ResourceId'), ...contentsAt(request, 'ResourceIds')];
  if (ids.length === 0) throw new UnreadableEvent('CreateFlowLogs names no resource');
  return successful(event, ids);
}

/** A flow log belongs to what the call was made for, VPC or not. */
function flowLogOwners(event: TrailEvent): readonly Alias[] {
  const made = event.eventName === 'CreateFlowLogs' ? onlyFlowLog(event) : undefined;
  return made ? [made] : [];
}

/** The flow log of a call that made a single one; of several it is not said which is whose. */
function onlyFlowLog(event: TrailEvent): Alias | undefined {
  const [id, ...otherResources] = resourcesOf(event);
  const [alias, ...otherLogs] = contentsAt(responseOf(event), 'flowLogIdSet');
  return id && alias && otherResources.length + otherLogs.length === 0 ? { alias, id } : undefined;
}

function addFlowLog(known: Vpc, event: TrailEvent): Vpc {
  const id = onlyFlowLog(event)?.alias;
  const settings = settingsOf(requestOf(event));
  const added: FlowLog = { ...(id ? { id } : {}), ...(settings ? { settings } : {}) };
  return { ...known, flowLogs: withItems(known.flowLogs, [added], flowLogKey), deletedFlowLogs: [] };
}

/** Without the kind of traffic and a destination, nothing could be made from the settings. */
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

/** `id` is as the event names it: the flow log's, also where its VPC is known. */
function removeFlowLog(known: Vpc, _: TrailEvent, id: string): Vpc {
  if (known.deletedFlowLogs.some((log) => log.id === id)) return known;
  const deleted = known.flowLogs.items.find((log) => log.id === id) ?? { id };
  return {
    ...known,
    flowLogs: withoutItems(known.flowLogs, (log) => log.id === id),
    deletedFlowLogs: [...known.deletedFlowLogs, deleted],
  };
}

/** A call succeeds as a whole although some of its resources were refused. */
function successful(event: TrailEvent, ids: readonly string[]): string[] {
  const refused = getList(responseOf(event), 'unsuccessful').map((item) => {
    const id = getText(item, 'resourceId');
    if (!id) throw new UnreadableEvent(`${event.eventName} shows no id of what was unsuccessful`);
    return id;
  });
  return ids.filter((id) => !refused.includes(id));
}
