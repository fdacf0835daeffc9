import { globalRegionOf } from '../shared/core/ref.ts';
import type { Params } from './params.ts';

type Place = Pick<Params, 'prefix' | 'region'>;

/**
 * Where the events of global services are, such as IAM's; `undefined`: where Plumbline is itself.
 * @see https://repost.aws/knowledge-center/use-eventbridge-rule-across-regions
 */
export function forwarderRegion({ region }: Pick<Params, 'region'>): string | undefined {
  const global = globalRegionOf(region);
  return global === region ? undefined : global;
}

/** How the second stack of a deployment describes itself; the region of Plumbline and a full stop follow. */
export const FORWARDS_TO = 'Sends events of global services to Plumbline in ';

/** One stack for each deployment and home region. Its topic has the same name. */
export function forwarderStack({ prefix, region }: Place): string {
  return `${prefix}-forwarder-${region}`;
}

/** Characters of a rule's name. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const LONGEST_NAME = 64;

/** Where name, stage and region are long, the end of the service's name is left out. */
export function forwardingRuleName(place: Place, service: string): string {
  return `${forwarderStack(place)}-${service}`.slice(0, LONGEST_NAME);
}

/** The queue for events that could not be sent home. */
export function forwarderDlqName(place: Place): string {
  return `${forwarderStack(place)}-dlq`;
}
