import { globalRegionOf } from '../../shared/core/ref.ts';
import { arn, ownArn, ref, type Statement } from '../cloudformation.ts';
import { heartbeatLogGroup } from '../functions.ts';
import { forwarderRegion } from '../names.ts';
import { type OwnNames, ownNames } from '../own.ts';
import { type Params, prefixOf } from '../params.ts';
import type { Role } from './needed.ts';
import { webhookPlaces } from './secrets.ts';

/** What the code declares that is there in this deployment, in as few statements as there are different resources. */
export function callStatements(role: Role, params: Params): readonly Statement[] {
  const entries = Object.entries(role).flatMap(([action, { on, notIn }]) => {
    const there = on
      .flatMap((resource) => named(resource, params))
      .flatMap((resource) => filled(resource, params) ?? []);
    if (there.length === 0) return [];
    const list = there.map((resource) => (resource === '*' ? resource : arn(resource)));
    const condition = { ...conditionOf(action, there, params), ...exceptIn(notIn) };
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

/** What narrows a call where its resource cannot. */
function conditionOf(action: string, resources: readonly string[], params: Params): object | undefined {
  if (action === 'lambda:UpdateEventSourceMapping') {
    // A mapping has a UUID for its name; its function tells whose it is.
    const { home } = ownNames(params);
    return { ArnLike: { 'lambda:FunctionArn': home.function.map((name) => ownArn('lambda', `function:${name}`)) } };
  }
  // Names of buckets tell no account. Attributes of images and snapshots, whose ARNs tell none either, are their owner's alone.
  if (resources.some((resource) => resource.startsWith('s3:::'))) {
    return { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } };
  }
  if (!resources.includes('*')) return undefined;
  const regions = new Set([params.region, globalRegionOf(params.region)]);
  return { StringEquals: { 'aws:RequestedRegion': [...regions] } };
}

/** A template does not know which account it will be in. */
function exceptIn(accounts: readonly string[]): object {
  return accounts.length > 0 ? { StringNotEquals: { 'aws:PrincipalAccount': accounts } } : {};
}

/** What parts are called, by the IAM prefix of their service. */
const TYPES: Readonly<Record<string, keyof OwnNames>> = {
  events: 'rule',
  sqs: 'queue',
  lambda: 'function',
  dynamodb: 'table',
  sns: 'topic',
};

/** A resource for each of Plumbline's own parts that it stands for. */
function named(resource: string, params: Params): readonly string[] {
  if (!resource.includes('{part}')) return [resource];
  const [service = '', where] = resource.split(':');
  const names = ownNames(params)[where === '{forwarder}' ? 'forwarder' : 'home'][TYPES[service] ?? 'rule'];
  return names.map((name) => resource.replace('{part}', name));
}

/** With its placeholders filled in; `undefined`: this deployment has no such thing. */
function filled(resource: string, params: Params): string | undefined {
  const values = placeholders(params);
  const names = [...resource.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => values[name] === '')) return undefined;
  return resource.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`There is nothing for {${name}} in ${resource}.`);
    return value;
  });
}

/** For those of `shared/aws/permissions.ts`; empty: not in this deployment. */
function placeholders(params: Params): Readonly<Record<string, string>> {
  const { parameter, secret } = webhookPlaces(params);
  return {
    region: '${AWS::Region}',
    forwarder: forwarderRegion(params) ?? '',
    account: '${AWS::AccountId}',
    table: '${FindingsTable}',
    topic: '${Topic.TopicName}',
    prefix: prefixOf(params),
    heartbeat: heartbeatLogGroup(params),
    webhook: parameter,
    secret,
  };
}
