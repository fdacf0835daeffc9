import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve } from '../../../shared/core/kind.ts';
import { type KmsKey, kmsKey } from '../../../shared/resources/kms-key/kind.ts';
import { type RecordParts, trailRecord } from '../../support/events.ts';

const KEY = 'mrk-0123456789abcdef0123456789abcdef';
const PENDING = { windowDays: 7, date: '2026-03-09' };

const after = (name: string, parts: RecordParts, known?: KmsKey) =>
  evolve<KmsKey>(kmsKey, known, decodeEvent(trailRecord(`kms:${name}`, { request: { keyId: KEY }, ...parts })), KEY);

test('a new key shows what it is; rotation and the default policy stay unknown', async () => {
  const keyMetadata = { keyId: KEY, enabled: true, keyState: 'Enabled', origin: 'AWS_KMS', keyManager: 'CUSTOMER' };
  const response = { keyMetadata: { ...keyMetadata, keySpec: 'SYMMETRIC_DEFAULT' } };
  expect(await after('CreateKey', { request: { description: '' }, response })).toEqual({
    enabled: true,
    deletion: null,
    spec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
    manager: 'CUSTOMER',
  });
});

test('whether a replica that is still being made is enabled is unknown', async () => {
  const response = { keyMetadata: { keyId: KEY, enabled: false, keyState: 'Creating' } };
  expect(await after('CreateKey', { response })).toEqual({ deletion: null });
});

test('a new key for imported material awaits it, and is enabled by its import', async () => {
  const response = { keyMetadata: { keyId: KEY, enabled: false, keyState: 'PendingImport', origin: 'EXTERNAL' } };
  const awaiting = await after('CreateKey', { response });
  expect(awaiting).toMatchObject({ enabled: false, material: 'awaited' });
  expect(await after('ImportKeyMaterial', {}, awaiting as KmsKey)).toMatchObject({
    enabled: true,
    material: 'imported',
  });
});

test('a key that lacked its material is enabled by an import, whether it had any before or not', async () => {
  const known: KmsKey = { enabled: false, material: 'lacking', deletion: null };
  expect(await after('ImportKeyMaterial', {}, known)).toEqual({ enabled: true, material: 'imported', deletion: null });
});

test('a rotation every year is one and the same, asked for or not', async () => {
  const every = (rotationPeriodInDays?: number) =>
    after('EnableKeyRotation', { request: { keyId: KEY, rotationPeriodInDays } });
  expect(await every(365)).toEqual(await every());
  expect(await every(90)).toEqual({ rotation: { on: true, days: 90 } });
});

test('an import while deletion is pending enables nothing', async () => {
  const known: KmsKey = { enabled: false, material: 'removed', deletion: PENDING };
  expect(await after('ImportKeyMaterial', {}, known)).toEqual({
    enabled: false,
    material: 'imported',
    deletion: PENDING,
  });
});

test('a cancelled deletion leaves the key disabled', async () => {
  expect(await after('CancelKeyDeletion', {}, { enabled: false, deletion: PENDING })).toEqual({
    enabled: false,
    deletion: null,
  });
});
