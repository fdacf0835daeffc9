import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitsOf } from '../../bench/path/units.ts';
import { ROOT } from '../../scripts/build/common.ts';
import { eventItem } from '../../shared/store/dynamodb/finding-events.ts';
import { bodyOf } from '../../shared/store/items.ts';
import { pack, unpack } from '../../shared/store/packed.ts';
import { eventInStream } from '../../shared/store/stream.ts';
import { createWorld, opened, SSH } from '../support/world.ts';

/** A text as it is in tables. */
const STORED = 'eLt2JucBg+ZkA2Mjc8Ok5DQLA2OzFEPDJF1D/AUaNP8gFQjQgqA4XRekXjczL70otbgYIxfW1gIAsAkkWw==';
const TEXT =
  '{"id":"03271bcf8036d11b-1","type":"opened","severity":"high","finding":{"rule":"sg-open-ingress","status":"open"}}';

test('what tables hold since the first version that packs is still read', () => {
  expect(unpack(Buffer.from(STORED, 'base64'))).toBe(TEXT);
});

test('every text comes back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => unpack(pack(text)) === text.toWellFormed()));
});

test.each([
  ['is damaged', /incorrect|invalid/, () => pack(TEXT).map((byte, index) => (index === 20 ? byte ^ 1 : byte))],
  ['ends too early', /unexpected end/, () => pack(TEXT).slice(0, -5)],
  [
    'was packed with another dictionary',
    /Bad dictionary/,
    () => deflateSync(TEXT, { dictionary: Buffer.from('{"id":"') }),
  ],
  ['was not packed', /incorrect header/, () => Buffer.from(TEXT)],
])('a text that %s is an error', (_, message, bytes) => {
  expect(() => unpack(bytes())).toThrow(message);
});

test('the events of a port that is opened, closed and opened again take one KiB each', async () => {
  const world = createWorld({ remediation: 'auto' });
  for (const hour of ['09', '10']) {
    world.change('Authorize', SSH, `2026-03-02T${hour}:00:00Z`);
    await world.settle();
  }
  expect(world.eventTypes()).toEqual(['opened', 'remediated', 'reopened', 'remediated']);
  const items = world.store.events().map((event) => inJson(eventItem(bodyOf(event))));
  const table = { indexes: new Map() } as never;
  expect(items.map((after) => unitsOf({ table, after, isTransaction: false } as never))).toEqual([1, 1, 1, 1]);
});

test('the stream shows what was packed', async () => {
  const { event } = await opened();
  expect(eventInStream(inJson(eventItem(bodyOf(event))))).toEqual(event);
});

test('a person can read it', () => {
  const input = Buffer.from(pack(TEXT)).toString('base64');
  const shown = execFileSync(process.execPath, [join(ROOT, 'scripts/unpack.ts')], { input, encoding: 'utf8' });
  expect(JSON.parse(shown)).toEqual(JSON.parse(TEXT));
});

/** An item as it is in JSON: binary values in base64. */
function inJson(item: object): Record<string, { S?: string; B?: string }> {
  const text = JSON.stringify(item, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  return JSON.parse(text) as Record<string, { S?: string; B?: string }>;
}
