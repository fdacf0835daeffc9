import { readdirSync } from 'node:fs';
import type { Declared, DeclaredKind, DeclaredNotice, DeclaredRule, Permissions } from '../../deploy/declared.ts';
import { FUNCTIONS, NEEDS, type Needs } from '../../deploy/needs.ts';
import { actionTypes } from '../../generated/actions.ts';
import { effects } from '../../generated/effects.ts';
import { readers } from '../../generated/readers.ts';
import { fingerprintKeyPermissions } from '../../shared/aws/fingerprint-key.ts';
import { heartbeatPermissions } from '../../shared/aws/heartbeat.ts';
import { organizationPermissions } from '../../shared/aws/organization.ts';
import type { Permissions as Asked } from '../../shared/aws/permissions.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import { tagPermissions } from '../../shared/aws/tags.ts';
import { type AnyKind, eventsFollowedBy } from '../../shared/core/kind.ts';
import { usedBy } from '../../shared/core/neighbour.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import type { NoticeDefinition } from '../../shared/notices/definition.ts';
import { notices } from '../../shared/notices/notices.ts';
import { storePermissions } from '../../shared/store/dynamodb.ts';

/** What the code of rules, kinds, actions and functions declares. */
export async function declarations(rules: readonly AnyRule[]): Promise<Declared> {
  return {
    rules: Object.fromEntries(rules.map((rule) => [rule.id, declaredRule(rule)])),
    kinds: Object.fromEntries((await allReaders()).map((reader) => [reader.kind.name, kindOf(reader)])),
    actions: await ofEffects(),
    notices: Object.fromEntries(notices.map((each) => [each.name, noticeOf(each)])),
    functions: Object.fromEntries(
      await Promise.all(FUNCTIONS.map(async (name) => [name, await ofFunction(NEEDS[name])] as const)),
    ) as Declared['functions'],
  };
}

function noticeOf({ enabled, watched }: NoticeDefinition): DeclaredNotice {
  return 'calls' in watched ? { enabled, calls: watched.calls } : { enabled, records: watched };
}

function declaredRule(rule: AnyRule): DeclaredRule {
  const { kind, remediation } = rule;
  const types = (remediation?.actions ?? []).flatMap(({ type, undoneBy }) => {
    if (!actionTypes.has(undoneBy)) throw new Error(`${type} is undone by ${undoneBy}, which is no action`);
    return [type, undoneBy];
  });
  const beside = Object.values(usedBy(rule)).map(({ kind: other, of }) => [other.name, of ? 'named' : 'all'] as const);
  return {
    kind: kind.name,
    actions: [...new Set(types)].sort(),
    ...(beside.length > 0 ? { neighbours: Object.fromEntries(beside) } : {}),
  };
}

function kindOf({ kind, permissions }: AnyReader): DeclaredKind {
  const { global, alsoGlobal, isAlias, arn } = kind;
  return {
    events: [...eventsFollowedBy(kind)].sort(),
    ...(kind.tagging ? { tagging: Object.keys(kind.tagging).sort() } : {}),
    ...(global ? { global } : {}),
    ...(alsoGlobal ? { alsoGlobal } : {}),
    ...(isAlias ? { aliases: true } : {}),
    read: listed(permissions.read),
    list: listed(permissions.list),
    // What has no ARN is asked for no tags.
    tags: arn ? listed(tagPermissions[serviceIn(kind)] ?? tagPermissions.others) : {},
  };
}

/** As an ARN names it. */
function serviceIn(kind: AnyKind): string {
  const ref = { kind: kind.name, account: '123456789012', region: 'eu-west-1', id: 'rule/plumbline' };
  return kind.arn?.(ref).split(':')[2] ?? '';
}

async function allReaders(): Promise<readonly AnyReader[]> {
  const modules = await Promise.all(Object.values(readers).map((load) => load()));
  return modules.map(({ default: reader }) => reader);
}

async function ofEffects(): Promise<Readonly<Record<string, Permissions>>> {
  const modules = await Promise.all(Object.values(effects).map((load) => load()));
  return Object.fromEntries(
    modules
      .flatMap(({ default: each }) => each.map(({ type, permissions }) => [type, listed(permissions)] as const))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function ofFunction({
  store = [],
  sendsHeartbeat,
  learnsOrganization,
  storesFingerprints,
  notifies,
}: Needs): Promise<Permissions> {
  return listed(
    ...store.map((method) => storePermissions[method]),
    ...(sendsHeartbeat ? [heartbeatPermissions] : []),
    ...(learnsOrganization ? [organizationPermissions] : []),
    ...(storesFingerprints ? [fingerprintKeyPermissions] : []),
    ...(notifies ? await ofChannels() : []),
  );
}

async function ofChannels(): Promise<readonly Asked[]> {
  const folder = new URL('../../shared/notify/', import.meta.url);
  const modules = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => import(new URL(file, folder).href) as Promise<{ readonly permissions?: Asked }>),
  );
  return modules.flatMap(({ permissions }) => permissions ?? []);
}

/** Together, in the order of their names. */
function listed(...all: readonly Asked[]): Permissions {
  const each = all.flatMap((permissions) => Object.entries(permissions));
  return Object.fromEntries(
    [...Map.groupBy(each, ([action]) => action)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, entries]) => [action, [...new Set(entries.flatMap(([, resources]) => resources))].sort()]),
  );
}
