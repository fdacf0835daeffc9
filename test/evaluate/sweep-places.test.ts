import { expect, test } from 'vitest';
import type { AnyKind } from '../../shared/core/kind.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { type SweepPorts, type SweepTask, sweepMessage } from '../../shared/evaluate/sweep.ts';
import { iamAccount } from '../../shared/resources/iam-account/kind.ts';
import { ownComponent } from '../../shared/resources/own-component/kind.ts';
import { vpc } from '../../shared/resources/vpc/kind.ts';

const KINDS: readonly AnyKind[] = [iamAccount, ownComponent, vpc];
const ACCOUNT = '123456789012';

/** The resources that a sweep of all kinds sends, where every place has the same two resources. */
async function sweptResources(region: string, hasTime = true): Promise<readonly string[]> {
  const waiting: SweepTask[] = [];
  const sent: Ref[] = [];
  const ports: SweepPorts = {
    store: { unresolved: () => Promise.resolve({ refs: [] }), known: () => Promise.resolve({ refs: [] }) },
    rules: KINDS.map((kind) => ({ kind, watches: [] })),
    kinds: KINDS,
    place: { account: ACCOUNT, region },
    list: (_, __, from) => Promise.resolve(from ? { ids: ['two'] } : { ids: ['one'], next: 'more' }),
    send: async (messages) => void sent.push(...messages.flat()),
    continueWith: async (task) => void waiting.push(task),
    hasTime: () => hasTime,
    countOpen: async () => undefined,
    heartbeat: () => Promise.resolve(),
  };
  await sweepMessage('{"sweep":"all"}', ports);
  for (const task of waiting) await sweepMessage(JSON.stringify(task), ports);
  return sent.map((ref) => `${ref.kind} ${ref.region} ${ref.id}`).sort();
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
