import { expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import type { AnyKind } from '../../shared/core/kind.ts';
import { sweepMessage } from '../../shared/evaluate/sweep.ts';
import { iamAccount } from '../../shared/resources/iam-account/kind.ts';
import { ownComponent } from '../../shared/resources/own-component/kind.ts';
import { vpc } from '../../shared/resources/vpc/kind.ts';
import { createSweepWorld } from '../support/sweep-world.ts';

const KINDS: readonly AnyKind[] = [iamAccount, ownComponent, vpc];
const ACCOUNT = '111122223333';

const kindOf = (name: string) => KINDS.find((kind) => kind.name === name) ?? expect.fail(name);

/** The resources that a sweep of some kinds reads, where every place has the same two resources. */
async function sweptResources(region: string, hasTime = true): Promise<readonly string[]> {
  const names = KINDS.map(({ name }) => name);
  const world = createSweepWorld({ rules: rules.filter(({ kind }) => names.includes(kind.name)) });
  const read: string[] = [];
  const ports = {
    ...world.ports,
    kinds: KINDS,
    home: { account: ACCOUNT, region },
    list: async (_: string, __: object, from?: string) => (from ? { ids: ['two'] } : { ids: ['one'], next: 'more' }),
    read: async (ref: { readonly kind: string; readonly region: string; readonly id: string }) => {
      read.push(`${ref.kind} ${ref.region} ${ref.id}`);
      return kindOf(ref.kind).blank;
    },
    hasTime: () => hasTime,
  };
  await sweepMessage('{"sweep":"all"}', ports);
  for (let turns = 0; world.sweeps.length > 0 && turns < 100; turns += 1)
    await sweepMessage(world.sweeps.shift()?.body ?? '', { ...ports, hasTime: () => hasTime || turns % 2 === 1 });
  return [...new Set(read)].sort();
}

test("Plumbline's own components are swept in its region and in the region of its forwarding rules", async () => {
  expect(await sweptResources('eu-west-1')).toEqual([
    'iam-account us-east-1 one',
    'iam-account us-east-1 two',
    'own-component eu-west-1 one',
    'own-component eu-west-1 two',
    'own-component us-east-1 one',
    'own-component us-east-1 two',
    'vpc eu-west-1 one',
    'vpc eu-west-1 two',
  ]);
});

test('they are swept once if both are the same region', async () => {
  expect((await sweptResources('us-east-1')).filter((each) => each.startsWith('own-component'))).toEqual([
    'own-component us-east-1 one',
    'own-component us-east-1 two',
  ]);
});

test('a sweep that runs out of time continues in the same regions', async () => {
  expect(await sweptResources('eu-west-1', false)).toEqual(await sweptResources('eu-west-1'));
});
