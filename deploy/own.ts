import {
  dlqName,
  forwarderDlqName,
  forwarderRegion,
  forwarderStack,
  forwardingRuleName,
  functionName,
  queueName,
  ruleName,
  streamDlqName,
  topicName,
} from './names.ts';
import { FUNCTIONS, NEEDS, QUEUES } from './needs.ts';
import { type Params, prefixOf } from './params.ts';
import { eventPatterns, forwardedOwnPatterns, forwardedPatterns } from './parts/patterns.ts';
import { SCHEDULES } from './schedules.ts';
import { EVERYTHING } from './scope.ts';

type Place = Pick<Params, 'name' | 'stage' | 'region'>;

/** Names by type; one that ends in `*` begins so. */
export interface OwnNames {
  readonly rule: readonly string[];
  readonly queue: readonly string[];
  readonly function: readonly string[];
  readonly table: readonly string[];
  readonly topic: readonly string[];
}

/**
 * Every name that a part of a deployment may have, at home and where global services are. Whatever is chosen: what
 * it had under other parameters and settings has to be looked at, too. Names, and not how they begin:
 * those of the stage `prod-eu` begin like those of `prod`.
 */
export function ownNames(place: Place): { readonly home: OwnNames; readonly forwarder: OwnNames } {
  const forwarded = { ...forwardedPatterns(EVERYTHING), ...forwardedOwnPatterns(EVERYTHING) };
  const schedules = Object.values(SCHEDULES).map(({ name }) => name);
  return {
    home: {
      rule: [...Object.keys(eventPatterns(EVERYTHING)), ...schedules].map((what) => ruleName(place, what)),
      queue: [
        ...QUEUES.flatMap((queue) => [queueName(place, queue), dlqName(place, queue)]),
        ...FUNCTIONS.filter((name) => NEEDS[name].follows).map((name) => streamDlqName(place, name)),
      ],
      function: FUNCTIONS.map((name) => functionName(place, name)),
      // CloudFormation makes the end of it; no stage has capital letters.
      table: [`${prefixOf(place)}-FindingsTable-*`],
      topic: [topicName(place)],
    },
    forwarder: {
      rule: Object.keys(forwarded).map((service) => forwardingRuleName(place, service)),
      queue: [forwarderDlqName(place)],
      function: [],
      table: [],
      topic: [forwarderStack(place)],
    },
  };
}

/** As the functions are told it: without what every name begins with, since AWS takes 4 kB of all that they are told. */
export function ownParts(place: Place): string {
  const { home, forwarder } = ownNames(place);
  const there = forwarderRegion(place);
  const start = prefixOf(place).length + 1;
  const listed = (names: OwnNames) =>
    Object.entries(names as unknown as Readonly<Record<string, readonly string[]>>)
      .flatMap(([type, each]) => each.map((name) => `${type}/${name.slice(start)}`))
      .join(',');
  return [`${place.region}:${listed(home)}`, ...(there ? [`${there}:${listed(forwarder)}`] : [])].join(' ');
}
