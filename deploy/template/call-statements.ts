import { globalRegionOf } from '../../shared/core/ref.ts';
import { arn, ownArn, ref, type Statement } from '../cloudformation.ts';
import { forwarderRegion } from '../forwarder-names.ts';
import type { Params } from '../params.ts';
import { propertiesOf, type System } from '../system.ts';
import type { Role } from './needed-permissions.ts';
import { forwards, type OwnNames, ownNames } from './own-components.ts';
import { PASSED_TO } from './remediate-guard.ts';
import { webhookPlaces } from './secret-statements.ts';

/** Statements that allow the declared calls on resources of this deployment: one for each set of resources. */
export function callStatements(role: Role, system: System, params: Params): readonly Statement[] {
  const own = ownNames(system, params);
  const values = placeholders(system, params);
  const entries = Object.entries(role).flatMap(([action, { on, notIn }]) => {
    const there = on.flatMap((resource) => named(resource, own)).flatMap((resource) => filled(resource, values) ?? []);
    if (there.length === 0) return [];
    const list = there.map((resource) => (resource === '*' ? resource : arn(resource)));
    const condition = { ...conditionOf(action, there, own.home, params), ...exceptIn(notIn) };
    const where = {
      Resource: list.length === 1 ? list[0] : list,
      ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
    };
    return [{ action, where }];
  });
  return [...Map.groupBy(entries, ({ where }) => JSON.stringify(where)).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    return [{ Effect: 'Allow', Action: [first, ...others].map(({ action }) => action), ...first.where }];
  });
}

/** The condition that restricts a call where its resource cannot. */
function conditionOf(action: string, resources: readonly string[], home: OwnNames, params: Params): object | undefined {
  if (action === 'lambda:UpdateEventSourceMapping') {
    // The name of a mapping is a UUID; only its function shows whose it is.
    return { ArnLike: { 'lambda:FunctionArn': home.function.map((name) => ownArn('lambda', `function:${name}`)) } };
  }
  if (action === 'iam:PassRole') return { StringEquals: { 'iam:PassedToService': PASSED_TO } };
  // ARNs of buckets contain no account. Nor do those of images and snapshots, but only their owner can change attributes.
  if (resources.some((resource) => resource.startsWith('s3:::'))) {
    return { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } };
  }
  if (!resources.includes('*')) return undefined;
  const regions = new Set([params.region, globalRegionOf(params.region)]);
  return { StringEquals: { 'aws:RequestedRegion': [...regions] } };
}

/** Excludes accounts, since a template does not know its own. */
function exceptIn(accounts: readonly string[]): object {
  return accounts.length > 0 ? { StringNotEquals: { 'aws:PrincipalAccount': accounts } } : {};
}

/** The type of own components, by the IAM prefix of their service. */
const TYPES: Readonly<Record<string, keyof OwnNames>> = {
  events: 'rule',
  sqs: 'queue',
  lambda: 'function',
  dynamodb: 'table',
  sns: 'topic',
};

/** One resource for each own component that `{component}` matches. */
function named(resource: string, own: Readonly<Record<'home' | 'forwarder', OwnNames>>): readonly string[] {
  if (!resource.includes('{component}')) return [resource];
  const [service = '', where] = resource.split(':');
  const names = own[where === '{forwarder}' ? 'forwarder' : 'home'][TYPES[service] ?? 'rule'];
  return names.map((name) => resource.replace('{component}', name));
}

/** A resource with its placeholders filled in; `undefined` where this deployment has no such resource. */
function filled(resource: string, values: Readonly<Record<string, string>>): string | undefined {
  const names = [...resource.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => values[name] === '')) return undefined;
  return resource.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`deploy/template/call-statements.ts: placeholders has no {${name}}, which ${resource} needs.`);
    return value;
  });
}

/** Values for the placeholders of `shared/aws/permissions.ts`; empty where this deployment has none. */
function placeholders(system: System, params: Params): Readonly<Record<string, string>> {
  const { parameter, secret } = webhookPlaces(params);
  return {
    region: '${AWS::Region}',
    forwarder: (forwards(params) && forwarderRegion(params)) || '',
    account: '${AWS::AccountId}',
    table: '${FindingsTable}',
    topic: '${Topic.TopicName}',
    prefix: params.prefix,
    heartbeat: String(propertiesOf(system, 'HeartbeatLogGroup')['LogGroupName']),
    webhook: parameter,
    secret,
  };
}
