import { globalRegionOf } from '../shared/core/ref.ts';
import type { FunctionName, QueueName } from './needs.ts';
import { type Params, prefixOf } from './params.ts';

type Place = Pick<Params, 'name' | 'stage'>;

/** Slack takes one message a second, in the order of the alerts. */
const ORDERED: readonly QueueName[] = ['slack'];

export function isOrdered(queue: QueueName): boolean {
  return ORDERED.includes(queue);
}

/** Of a service whose changes it matches, or of a schedule. */
export function ruleName(place: Place, what: string): string {
  return `${prefixOf(place)}-${what}`;
}

export function functionName(place: Place, name: FunctionName): string {
  return `${prefixOf(place)}-${name}`;
}

export function queueName(place: Place, queue: QueueName): string {
  return `${prefixOf(place)}-${queue}${isOrdered(queue) ? '.fifo' : ''}`;
}

export function dlqName(place: Place, queue: QueueName): string {
  return `${prefixOf(place)}-${queue}-dlq${isOrdered(queue) ? '.fifo' : ''}`;
}

export function streamDlqName(place: Place, name: FunctionName): string {
  return `${prefixOf(place)}-${name}-stream-dlq`;
}

export function topicName(place: Place): string {
  return `${prefixOf(place)}-findings`;
}

/**
 * Where the events of global services are, such as IAM's; `undefined`: where Plumbline is itself.
 * @see https://repost.aws/knowledge-center/use-eventbridge-rule-across-regions
 */
export function forwarderRegion({ region }: Pick<Params, 'region'>): string | undefined {
  const global = globalRegionOf(region);
  return global === region ? undefined : global;
}

/** One a deployment and home region, so that each brings in its own. Its topic is named so, too. */
export function forwarderStack(place: Pick<Params, 'name' | 'stage' | 'region'>): string {
  return `${prefixOf(place)}-forwarder-${place.region}`;
}

export function forwardingRuleName(place: Pick<Params, 'name' | 'stage' | 'region'>, service: string): string {
  return `${forwarderStack(place)}-${service}`;
}

/** Of what could not be brought home. */
export function forwarderDlqName(place: Pick<Params, 'name' | 'stage' | 'region'>): string {
  return `${forwarderStack(place)}-dlq`;
}
