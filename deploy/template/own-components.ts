import { forwarderDlqName, forwarderRegion, forwarderStack, forwardingRuleName } from '../forwarder-names.ts';
import type { Params } from '../params.ts';
import { functionsOf, ofType, type System } from '../system.ts';
import { forwardedPatterns } from './event-patterns.ts';
import { patternsToForward } from './forwarder.ts';
import { forwardedNoticeRules } from './notice-patterns.ts';

/** Whether events have to be brought in from the region of global services. */
export function forwards(params: Pick<Params, 'region' | 'scope' | 'forwarder' | 'prefix'>): boolean {
  const { scope, prefix } = params;
  const wanted = { ...forwardedPatterns(scope), ...forwardedNoticeRules(scope, prefix) };
  return params.forwarder === 'on' && forwarderRegion(params) !== undefined && Object.keys(wanted).length > 0;
}

/** Names by type. A name that ends in `*` is a prefix. */
export interface OwnNames {
  readonly rule: readonly string[];
  readonly queue: readonly string[];
  readonly function: readonly string[];
  readonly table: readonly string[];
  readonly topic: readonly string[];
}

/**
 * The names of a deployment's own components, at home and in the region of global services. Full names and no
 * common prefix, since names of the stage `prod-eu` begin like those of `prod`.
 */
export function ownNames(system: System, params: Params): { readonly home: OwnNames; readonly forwarder: OwnNames } {
  const named = (type: string, property: string) =>
    ofType(system, type).map(([, properties]) => String(properties[property]));
  return {
    home: {
      rule: named('Events::Rule', 'Name'),
      queue: named('SQS::Queue', 'QueueName'),
      function: functionsOf(system).map(([, { name }]) => name),
      // CloudFormation adds a suffix to the logical id. Stages have no capital letters.
      table: ofType(system, 'DynamoDB::Table').map(([id]) => `${params.prefix}-${id}-*`),
      topic: named('SNS::Topic', 'TopicName'),
    },
    forwarder: forwards(params) ? forwarderNames(params) : NONE,
  };
}

const NONE: OwnNames = { rule: [], queue: [], function: [], table: [], topic: [] };

function forwarderNames(params: Params): OwnNames {
  const services = Object.keys({ ...patternsToForward(params), ...forwardedNoticeRules(params.scope, params.prefix) });
  return {
    ...NONE,
    rule: services.map((service) => forwardingRuleName(params, service)),
    queue: [forwarderDlqName(params)],
    topic: [forwarderStack(params)],
  };
}

/** The names as the functions get them: `eu-west-1:rule/ec2,queue/changes`. Without prefix, since Lambda takes 4 kB of environment. */
export function ownComponentList(system: System, params: Params): string {
  const { home, forwarder } = ownNames(system, params);
  const there = forwards(params) ? forwarderRegion(params) : undefined;
  const start = params.prefix.length + 1;
  const listed = (names: OwnNames) =>
    Object.entries(names as unknown as Readonly<Record<string, readonly string[]>>)
      .flatMap(([type, each]) => each.map((name) => `${type}/${name.slice(start)}`))
      .join(',');
  return [`${params.region}:${listed(home)}`, ...(there ? [`${there}:${listed(forwarder)}`] : [])].join(' ');
}
