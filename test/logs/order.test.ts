import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { compareEvents } from '../../shared/core/event.ts';
import type { Candidate } from '../../shared/logs/candidate.ts';
import { createOrdering } from '../../shared/logs/order.ts';

const candidate = fc.record({
  time: fc.integer({ min: 0, max: 50 }),
  event: fc.constant('ec2:CreateVpc' as const),
  eventName: fc.constantFrom('CreateVpc', 'ModifyVpc', 'RevokeVpc', 'DeleteVpc'),
  eventID: fc.string({ maxLength: 4 }),
  json: fc
    .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a\nb', '\r', '\u2028\u2029', '\ufeff', '"\\'))
    .map((text) => Buffer.from(text)),
  place: fc.record({ source: fc.string(), offset: fc.nat() }),
});
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('plumbline-'));

function filled(all: readonly Candidate[], memoryLimit: number) {
  const ordering = createOrdering(memoryLimit);
  for (const one of all) ordering.add(one);
  return ordering;
}

function drainedOf(ordering: ReturnType<typeof createOrdering>): readonly Candidate[] {
  return [...ordering.drain()];
}

test('records that were written to disk have the order of a sort in memory', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(candidate, { maxLength: 40 }),
      fc.integer({ min: 0, max: 60 }),
      async (all, memoryLimit) => {
        const drained = drainedOf(filled(all, memoryLimit));
        const order = (list: readonly Candidate[]) =>
          list.map(({ time, eventName, eventID }) => [time, eventName, eventID]);
        expect(order(drained)).toEqual(order(all.toSorted(compareEvents)));
        const texts = (list: readonly Candidate[]) =>
          list.map((one) => JSON.stringify([one.eventID, one.json.toString(), one.place])).sort();
        expect(texts(drained)).toEqual(texts(all));
      },
    ),
    { numRuns: 150 },
  );
});

const many = Array.from({ length: 300 }, (_, index) => ({
  time: (index * 7) % 100,
  event: 'ec2:CreateVpc' as const,
  eventName: 'CreateVpc',
  eventID: `${index}`,
  json: Buffer.from(JSON.stringify({ password: 'MARKER-IN-THE-CLEAR', index, filler: 'x'.repeat(9000) })),
  place: { source: 'a', offset: index },
}));

describe('the disk', () => {
  /** Of nobody else: other tests make and remove folders at the same time. */
  const own = mkdtempSync(join(tmpdir(), 'order-'));
  let before: readonly string[];

  beforeAll(() => {
    vi.stubEnv('TMPDIR', own);
    before = folders();
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true });
  });

  test('has no folder of ours, before or after', async () => {
    const ordering = filled(many, 1_500_000);
    expect(folders()).toEqual(before);
    expect(drainedOf(ordering)).toEqual(many.toSorted(compareEvents));
    expect(folders()).toEqual(before);
  });

  test.runIf(existsSync('/proc/self/fd'))('has no unencrypted record while the ordering runs', async () => {
    const ordering = filled(many, 1_500_000);
    const drained = ordering.drain();
    drained.next();
    const files = spillFiles();
    expect(files.length).toBe(1);
    const bytes = readFileSync(files[0] ?? '');
    expect(bytes.length).toBeGreaterThan(300 * 9000);
    for (const marker of ['MARKER', 'password', 'CreateVpc', 'xxxxxxxx']) expect(bytes.includes(marker)).toBe(false);
    drained.return(undefined);
    expect(spillFiles()).toEqual([]);
  });

  test.runIf(existsSync('/proc/self/fd'))('is freed when the run ends early', async () => {
    filled(many, 1_500_000).dispose();
    const consumed = () => {
      for (const one of filled(many, 1_500_000).drain()) throw new Error(`enough after ${one.eventID}`);
    };
    expect(consumed).toThrow('enough after');
    for (const one of filled(many, 1_500_000).drain()) if (one.time > 3) break;
    expect([spillFiles(), folders()]).toEqual([[], before]);
  });
});

function spillFiles(): readonly string[] {
  return readdirSync('/proc/self/fd')
    .map((name) => `/proc/self/fd/${name}`)
    .filter((path) => {
      try {
        return readlinkSync(path).startsWith(join(tmpdir(), 'plumbline-'));
      } catch {
        return false;
      }
    });
}
