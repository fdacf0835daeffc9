import { deployedFunctions, deployedQueues } from './deployed.ts';
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
import { NEEDS } from './needs.ts';
import { type Params, prefixOf } from './params.ts';
import { eventPatterns, forwardedOwnPatterns, forwardedPatterns } from './parts/patterns.ts';
import { SCHEDULES } from './schedules.ts';

/** Whether anything has to be brought in from the region of global services. */
export function forwards({ region, scope }: Pick<Params, 'region' | 'scope'>): boolean {
  return forwarderRegion({ region }) !== undefined && Object.keys(forwardedPatterns(scope)).length > 0;
}

/** Names by type; one that ends in `*` begins so. */
export interface OwnNames {
  readonly rule: readonly string[];
  readonly queue: readonly string[];
  readonly function: readonly string[];
  readonly table: readonly string[];
  readonly topic: readonly string[];
}

/**
 * Every name that a part of a deployment has, at home and where global services are. Names, and not how they
 * begin: those of the stage `prod-eu` begin like those of `prod`.
 */
export function ownNames(params: Params): { readonly home: OwnNames; readonly forwarder: OwnNames } {
  const functions = deployedFunctions(params);
  const schedules = Object.values(SCHEDULES).map(({ name }) => name);
  return {
    home: {
      rule: [...Object.keys(eventPatterns(params.scope)), ...schedules].map((what) => ruleName(params, what)),
      queue: [
        ...deployedQueues(params).flatMap((queue) => [queueName(params, queue), dlqName(params, queue)]),
        ...functions.filter((name) => NEEDS[name].follows).map((name) => streamDlqName(params, name)),
      ],
      function: functions.map((name) => functionName(params, name)),
      // CloudFormation makes the end of it; no stage has capital letters.
      table: [`${prefixOf(params)}-FindingsTable-*`],
      topic: [topicName(params)],
    },
    forwarder: forwards(params) ? forwarderNames(params) : NONE,
  };
}

const NONE: OwnNames = { rule: [], queue: [], function: [], table: [], topic: [] };

function forwarderNames(params: Params): OwnNames {
  const services = Object.keys({ ...forwardedPatterns(params.scope), ...forwardedOwnPatterns(params.scope) });
  return {
    ...NONE,
    rule: services.map((service) => forwardingRuleName(params, service)),
    queue: [forwarderDlqName(params)],
    topic: [forwarderStack(params)],
  };
}

/** As the functions are told it: without what every name begins with, since AWS takes 4 kB of all that they are told. */
export function ownParts(params: Params): string {
  const { home, forwarder } = ownNames(params);
  const there = forwards(params) ? forwarderRegion(params) : undefined;
  const start = prefixOf(params).length + 1;
  const listed = (names: OwnNames) =>
    Object.entries(names as unknown as Readonly<Record<string, readonly string[]>>)
      .flatMap(([type, each]) => each.map((name) => `${type}/${name.slice(start)}`))
      .join(',');
  return [`${params.region}:${listed(home)}`, ...(there ? [`${there}:${listed(forwarder)}`] : [])].join(' ');
}
