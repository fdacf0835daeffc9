import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, objectOf } from '../../core/json.ts';
import type { Ref } from '../../core/ref.ts';
import { functionIn } from '../common/function-name.ts';

/**
 * The beginning of the names of Plumbline's components. A deployment knows its name and stage, so that two deployments
 * in one account do not judge each other's components. A replay judges the components of all stages.
 */
export const OWN_PREFIX = `${process.env['PLUMBLINE_PREFIX'] || 'plumbline'}-`;

/** The name of a deployment has no hyphens: the first hyphen is before the stage. */
const HEARTBEAT_GROUP = new RegExp(`^/${OWN_PREFIX.slice(0, OWN_PREFIX.indexOf('-'))}/[a-z][a-z0-9-]*/heartbeat$`);

/** Whether the log group is a stage's heartbeat group: it is changed once a day and holds no logs. */
export function isHeartbeatGroup(name: string): boolean {
  return HEARTBEAT_GROUP.test(name);
}

export type ComponentType = 'rule' | 'queue' | 'function' | 'mapping' | 'table' | 'topic';

/** The type and the name of a component, and of a mapping its UUID. The name of a mapping is that of its source. */
export function namesIn(id: string): { readonly type: ComponentType; readonly name: string; readonly uuid: string } {
  const [type = '', name = '', uuid = ''] = id.split('/');
  return { type: type as ComponentType, name, uuid };
}

/** No id for a resource that does not belong to Plumbline. */
export function idsOf(type: ComponentType, name: string, region: string, uuid?: string): string[] {
  return isOwn(type, name, region) ? [[type, name, ...(uuid ? [uuid] : [])].join('/')] : [];
}

/**
 * The names of a deployment's components in each region, without their prefix. Names of other stages can have the same
 * beginning.
 */
const OWN = ownIn(process.env['PLUMBLINE_COMPONENTS']);

/** From `eu-west-1:rule/ec2,queue/changes us-east-1:topic/forwarder-eu-west-1`. */
function ownIn(text: string | undefined): ReadonlyMap<string, readonly string[]> | undefined {
  if (!text) return undefined;
  return new Map(
    text.split(' ').map((part) => {
      const [region = '', parts = ''] = part.split(':');
      return [region, parts.split(',')];
    }),
  );
}

function isOwn(type: ComponentType, name: string, region: string): boolean {
  if (!name.startsWith(OWN_PREFIX)) return false;
  if (!OWN) return true;
  // A mapping has the name of its source.
  const types = type === 'mapping' ? ['queue', 'table'] : [type];
  const ids = types.map((each) => `${each}/${name.slice(OWN_PREFIX.length)}`);
  const own = OWN.get(region) ?? [];
  return own.some((each) => ids.some((id) => (each.endsWith('*') ? id.startsWith(each.slice(0, -1)) : id === each)));
}

export function componentArn(ref: Ref): string {
  const { type, name, uuid } = namesIn(ref.id);
  switch (type) {
    case 'rule':
      return arnOf('events', ref, `rule/${name}`);
    case 'queue':
      return arnOf('sqs', ref, name);
    case 'function':
      return arnOf('lambda', ref, `function:${name}`);
    case 'mapping':
      return arnOf('lambda', ref, `event-source-mapping:${uuid}`);
    case 'table':
      return arnOf('dynamodb', ref, `table/${name}`);
    case 'topic':
      return arnOf('sns', ref, name);
  }
}

/** Plumbline's rules are on the default bus. Another bus can have rules with the same names. */
export function rule(event: TrailEvent): string[] {
  const { requestParameters: request } = event;
  const bus = getText(request, 'eventBusName') ?? 'default';
  if (!/^(?:arn:.*:event-bus\/)?default$/.test(bus)) return [];
  return idsOf('rule', named(event, getText(request, 'name') ?? getText(request, 'rule')), event.awsRegion);
}

export function queue(event: TrailEvent): string[] {
  const { requestParameters: request } = event;
  return idsOf('queue', named(event, getText(request, 'queueUrl') ?? getText(request, 'queueName')), event.awsRegion);
}

export function lambda(event: TrailEvent): string[] {
  return idsOf('function', functionIn(event).name, event.awsRegion);
}

/** Of a change, only the response shows the source of the mapping. */
export function mapping(event: TrailEvent): string[] {
  const { requestParameters: request, responseElements: answer } = event;
  const source = getText(answer, 'eventSourceArn') ?? getText(request, 'eventSourceArn');
  const uuid = getText(answer, 'uUID') ?? getText(request, 'uUID');
  // A source that is no AWS resource, such as a Kafka cluster, has no ARN.
  if (!source && objectOf(answer)) return [];
  if (!source || !uuid) throw new UnreadableEvent(`${event.eventName} does not show what the mapping reads`);
  return idsOf('mapping', sourceName(source), event.awsRegion, uuid);
}

export function table(event: TrailEvent): string[] {
  return idsOf('table', named(event, getText(event.requestParameters, 'tableName')), event.awsRegion);
}

export function topic(event: TrailEvent): string[] {
  const { requestParameters: request } = event;
  return idsOf('topic', named(event, getText(request, 'topicArn') ?? getText(request, 'name')), event.awsRegion);
}

/** `NAME` of the queue `NAME`, or of the stream `table/NAME/stream/TIME`. */
export function sourceName(arn: string): string {
  const resource = parseArn(arn)?.resource ?? '';
  return resource.split('/')[1] ?? resource;
}

/** The name at the end of a URL or an ARN, or the name itself. */
function named({ eventName }: TrailEvent, given: string | undefined): string {
  if (!given) throw new UnreadableEvent(`${eventName} names nothing`);
  return given.split(/[/:]/).at(-1) ?? given;
}
