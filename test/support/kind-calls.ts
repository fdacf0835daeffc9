import { expect, test } from 'vitest';
import type { AnyReader } from '../../shared/aws/reader.ts';
import type { Action } from '../../shared/core/action.ts';
import { GONE } from '../../shared/core/kind.ts';
import type { Ref } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { applyAction, expectConforming, listed, motoAws, refOn } from './aws.ts';
import { expectDenialsThrown } from './denied.ts';
import { expectMended } from './mend.ts';

interface Calls {
  /** Makes a new resource and returns its id. */
  make(): Promise<string>;
  /** How a new one is read. */
  readonly starts: object;
  /** Each is done to a new one and undone: what it says is what it does. */
  readonly does?: readonly Action[];
  /** What makes a new one drift, and the rule that mends it. */
  readonly mends?: readonly (readonly [AnyRule, ...drift: readonly Action[]])[];
  /** Deletes it. Left out: what cannot be deleted. */
  remove?(id: string): Promise<unknown>;
  readonly region?: string;
  /** Whether moto, like AWS, answers a repetition as one; say where it is used why not. */
  readonly motoRepeats?: boolean;
}

/** The tests that are the same for every kind whose calls moto has. */
export function callsOf(
  reader: AnyReader,
  { make, starts, does = [], mends = [], remove, region, motoRepeats = true }: Calls,
): void {
  const aws = motoAws();
  const made = async (): Promise<Ref> => refOn(reader, await make(), region);
  const place = ({ account, region: its }: Ref) => ({ account, region: its });

  test('a new one is read', async () => expect(await reader.read(await made(), aws)).toEqual(starts));

  for (const action of does) {
    test(`${action.type} does what it says, and is undone`, async () =>
      expectConforming(reader, await made(), action, aws, { motoRepeats }));
  }

  for (const [rule, ...drift] of mends) {
    test(`what ${rule.id} finds is mended`, async () => {
      const ref = await made();
      for (const action of drift) await applyAction(ref, action, aws);
      await expectMended(rule, reader, ref, aws);
    });
  }

  test.runIf(remove)('one that is deleted is gone, and listed no more', async () => {
    const ref = await made();
    expect(await listed(reader, aws, place(ref))).toContain(ref.id);
    await remove?.(ref.id);
    expect(await reader.read(ref, aws)).toBe(GONE);
    expect(await listed(reader, aws, place(ref))).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => expectDenialsThrown(reader, await made(), motoAws()));
}
