import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf, UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { iamUserCredentials } from '../../../shared/resources/iam-user-credentials/kind.ts';
import { iamUser, trailRecord } from '../../support/events.ts';

const [ID, KEY, SERIAL] = ['alice', 'AKIAEXAMPLE111111111', 'arn:aws:iam::111122223333:mfa/alice'];
const request = { userName: ID };
const NOTHING = { devices: UNSEEN, keys: UNSEEN };

test.each([
  ['iam:CreateUser', { request }, { password: false, devices: exactly([]), keys: exactly([]) }],
  ['iam:DeleteUser', { request }, GONE],
  ['iam:CreateLoginProfile', { request }, { ...NOTHING, password: true, devicesDoubted: true }],
  ['iam:UpdateLoginProfile', { request }, { ...NOTHING, password: true }],
  ['iam:DeleteLoginProfile', { request }, { ...NOTHING, password: false }],
  [
    'iam:EnableMFADevice',
    { request: { ...request, serialNumber: SERIAL } },
    { ...NOTHING, devices: { items: [SERIAL], complete: false } },
  ],
  ['iam:DeactivateMFADevice', { request: { ...request, serialNumber: SERIAL } }, { ...NOTHING, devicesDoubted: true }],
  [
    'iam:CreateAccessKey',
    { by: iamUser(ID), response: { accessKey: { userName: ID, accessKeyId: KEY, status: 'Active' } } },
    {
      ...NOTHING,
      keys: { items: [{ id: KEY, active: true, created: '2026-03-02', lastUsed: null }], complete: false },
    },
  ],
  [
    'iam:UpdateAccessKey',
    { by: iamUser(ID), request: { accessKeyId: KEY, status: 'Inactive' } },
    { ...NOTHING, keys: { items: [{ id: KEY, active: false }], complete: false } },
  ],
  ['iam:DeleteAccessKey', { request: { ...request, accessKeyId: KEY } }, NOTHING],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(iamUserCredentials, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(iamUserCredentials, undefined, event, ID)).toEqual(state);
});

test('a user that is renamed leaves its earlier name', async () => {
  const event = decodeEvent(trailRecord('iam:UpdateUser', { request: { ...request, newUserName: 'alicia' } }));
  expect(refsOf(iamUserCredentials, event)).toMatchObject([{ id: ID }, { id: 'alicia' }]);
  expect(await evolve(iamUserCredentials, undefined, event, ID)).toBe(GONE);
  expect(await evolve(iamUserCredentials, undefined, event, 'alicia')).toEqual(NOTHING);
});

test('a user that gets another path stays', async () => {
  const event = decodeEvent(trailRecord('iam:UpdateUser', { request: { ...request, newPath: '/team/' } }));
  expect(await evolve(iamUserCredentials, undefined, event, ID)).toEqual(NOTHING);
});

test.each([
  ['iam:UpdateAccessKey', { ...request, accessKeyId: KEY }, 'shows no status'],
  ['iam:EnableMFADevice', request, 'shows no serialNumber'],
] as const)('%s that lacks what it sets is unreadable', async (id, given, message) => {
  const event = decodeEvent(trailRecord(id, { request: given }));
  await expect(async () => evolve(iamUserCredentials, undefined, event, ID)).rejects.toThrow(message);
});
