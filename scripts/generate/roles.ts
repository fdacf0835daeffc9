import { readdirSync } from 'node:fs';
import { FUNCTIONS, NEEDS, type Needs } from '../../deploy/needs.ts';
import { effects } from '../../generated/effects.ts';
import { readers } from '../../generated/readers.ts';
import { heartbeatPermissions } from '../../shared/aws/heartbeat.ts';
import type { Permissions } from '../../shared/aws/permissions.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import { tagPermissions } from '../../shared/aws/tags.ts';
import type { AnyKind } from '../../shared/core/kind.ts';
import { storePermissions } from '../../shared/store/dynamodb.ts';

/** The IAM actions of a role, each with its resources, in the words of `shared/aws/permissions.ts`. */
export type Role = Readonly<Record<string, readonly string[]>>;

/** What the code that each function runs declares that it calls. */
export async function roles(): Promise<Readonly<Record<string, Role>>> {
  return Object.fromEntries(
    await Promise.all(FUNCTIONS.map(async (name) => [name, await roleOf(NEEDS[name])] as const)),
  );
}

async function roleOf(needs: Needs): Promise<Role> {
  return merged([
    ...(needs.reads ? (await allReaders()).map(({ permissions }) => permissions.read) : []),
    ...(needs.lists ? (await listersFor(needs.lists)).map(({ permissions }) => permissions.list) : []),
    ...(needs.acts ? await ofEffects() : []),
    ...(needs.tags ? [tagPermissions] : []),
    ...(needs.store ?? []).map((method) => storePermissions[method]),
    ...(needs.beats ? [heartbeatPermissions] : []),
    ...(needs.tells ? await ofChannels() : []),
  ]);
}

async function allReaders(): Promise<readonly AnyReader[]> {
  const modules = await Promise.all(Object.values(readers).map((load) => load()));
  return modules.map(({ default: reader }) => reader);
}

async function listersFor(which: NonNullable<Needs['lists']>): Promise<readonly AnyReader[]> {
  const all = await allReaders();
  return which === 'every kind' ? all : all.filter(({ kind }) => (kind as AnyKind).isAlias);
}

async function ofEffects(): Promise<readonly Permissions[]> {
  const modules = await Promise.all(Object.values(effects).map((load) => load()));
  return modules.flatMap(({ default: each }) => each.map(({ permissions }) => permissions));
}

async function ofChannels(): Promise<readonly Permissions[]> {
  const folder = new URL('../../shared/notify/', import.meta.url);
  const modules = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => import(new URL(file, folder).href) as Promise<{ readonly permissions?: Permissions }>),
  );
  return modules.flatMap(({ permissions }) => permissions ?? []);
}

function merged(all: readonly Permissions[]): Role {
  const each = all.flatMap((permissions) => Object.entries(permissions));
  return Object.fromEntries(
    [...Map.groupBy(each, ([action]) => action)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, entries]) => [action, [...new Set(entries.flatMap(([, resources]) => resources))].sort()]),
  );
}
