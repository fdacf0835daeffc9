import { expect } from 'vitest';
import type { Aws } from '../../shared/aws/clients.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import type { Judgement } from '../../shared/core/judgement.ts';
import { GONE } from '../../shared/core/kind.ts';
import { unseenNeighbours } from '../../shared/core/neighbour.ts';
import type { Ref } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import { applyAction } from './aws.ts';

/** What a rule says of a resource as it is read now, with nothing known from before. */
export async function judgeRead(rule: AnyRule, reader: AnyReader, ref: Ref, aws: Aws): Promise<Judgement> {
  const state = await reader.read(ref, aws);
  const options: unknown = rule.options.parse({});
  const trusted = { accounts: [], organizations: [] };
  return judge(rule, undefined, state, {
    ref,
    options,
    baseline: undefined,
    now: Date.now(),
    trusted,
    neighbours: unseenNeighbours(rule),
  });
}

/** A resource that has drifted is in order again once the rule's own plan is carried out. */
export async function expectMended(rule: AnyRule, reader: AnyReader, ref: Ref, aws: Aws): Promise<void> {
  const { violations, plan } = await judgeRead(rule, reader, ref, aws);
  expect(violations, `${rule.id} finds nothing`).not.toEqual([]);
  expect(plan.actions, `${rule.id} plans nothing`).not.toEqual([]);
  for (const action of plan.actions) await applyAction(ref, action, aws);
  expect(await reader.read(ref, aws)).not.toBe(GONE);
  const after = await judgeRead(rule, reader, ref, aws);
  expect(after, `${rule.id} is not satisfied`).toMatchObject({ violations: [] });
  expect(after.unknown).toBeUndefined();
}

/** An answer of AWS that is an error of this name. */
export function awsError(name: string): Error {
  return Object.assign(new Error(`${name} was the answer.`), { name });
}
