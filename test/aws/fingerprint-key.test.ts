import { createHmac } from 'node:crypto';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../shared/aws/clients.ts';
import { fingerprintKey } from '../../shared/aws/fingerprint-key.ts';
import { type Readers, reading } from '../../shared/aws/live.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import { Redacted, useFingerprintKey } from '../../shared/core/redacted.ts';
import { freeze } from '../../shared/core/state.ts';

const NAME = '/plumbline-prod/fingerprint-key';
const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const failure = (name: string) => Object.assign(new Error(name), { name });
const keyOf = () => fingerprintKey(createAws(), 'eu-west-1', 'plumbline-prod');
const revealed = async (ask: () => Promise<Redacted>) => (await ask()).reveal();

describe('the key of stored fingerprints', () => {
  test('is read once in a process', async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'stored' } });
    const ask = keyOf();
    expect(await Promise.all([revealed(ask), revealed(ask)])).toEqual(['stored', 'stored']);
    expect(ssm.commandCalls(GetParameterCommand).map(({ args }) => args[0].input)).toEqual([
      { Name: NAME, WithDecryption: true },
    ]);
    expect(ssm.commandCalls(PutParameterCommand)).toEqual([]);
  });

  test('is made by the first process, encrypted and never over another', async () => {
    ssm.on(GetParameterCommand).rejects(failure('ParameterNotFound'));
    ssm.on(PutParameterCommand).resolves({});
    const key = await revealed(keyOf());
    const [put] = ssm.commandCalls(PutParameterCommand).map(({ args }) => args[0].input);
    expect(put).toMatchObject({ Name: NAME, Type: 'SecureString', Value: key });
    expect(put).not.toHaveProperty('Overwrite');
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
  });

  test('is that of the process that was first, where two make it at once', async () => {
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(failure('ParameterNotFound'))
      .resolves({ Parameter: { Value: 'of the other' } });
    ssm.on(PutParameterCommand).rejects(failure('ParameterAlreadyExists'));
    expect(await revealed(keyOf())).toBe('of the other');
  });

  test('is asked for again after a failure, and the failure is not swallowed', async () => {
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(failure('AccessDeniedException'))
      .resolves({ Parameter: { Value: 'stored' } });
    const ask = keyOf();
    await expect(ask()).rejects.toThrow('AccessDeniedException');
    expect(await revealed(ask)).toBe('stored');
  });

  test('never shows', async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'stored' } });
    expect(JSON.stringify(await keyOf()())).toBe('"[redacted]"');
  });
});

describe('a read of AWS', () => {
  const readers = (state: object): Readers => ({
    thing: async () => ({ default: { read: async () => state } as unknown as AnyReader }),
  });
  const ref = { kind: 'thing', account: '111122223333', region: 'eu-west-1', id: 'a' };
  const asked = (state: object) => {
    let times = 0;
    const ask = async () => {
      times += 1;
      return new Redacted('the key');
    };
    return { times: () => times, ...reading(createAws(), readers(state), ask) };
  };

  test('asks for the key only where a secret was read', async () => {
    const [open, secret] = [asked({ ports: [22] }), asked({ list: [{ value: new Redacted('hunter2') }] })];
    await open.read(ref);
    await secret.read(ref);
    expect([open.times(), secret.times()]).toEqual([0, 1]);
  });

  test('leaves nothing in what is stored from which a short password could be found by trying', async () => {
    const { read } = asked({ value: new Redacted('hunter2') });
    const state = await read(ref);
    const stored = JSON.stringify(freeze(state, 'the salt, which is stored'));
    const guesses = ['the salt, which is stored', '', 'hunter2'].map((salt) =>
      createHmac('sha256', salt).update('hunter2').digest('hex').slice(0, 12),
    );
    for (const guess of guesses) expect(stored).not.toContain(guess);
    useFingerprintKey(new Redacted('another key'));
    expect(JSON.stringify(freeze(state, 'the salt, which is stored'))).not.toBe(stored);
    useFingerprintKey(new Redacted('the key'));
    expect(JSON.stringify(freeze(state, 'the salt, which is stored'))).toBe(stored);
  });
});
