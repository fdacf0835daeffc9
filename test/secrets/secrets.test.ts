import { inspect } from 'node:util';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Redacted } from '../../shared/core/redacted.ts';
import { detectSecret, loadDetect } from '../../shared/secrets/detect.ts';
import { alnum, base64, hex, type Pair, pem, upper } from './fake.ts';
import { labelled } from './labelled.ts';
import { later } from './later.ts';
import { score } from './score.ts';

/** What the detector gets wrong today. A better detector shortens this list; nothing may lengthen it unseen. */
const KNOWN_WRONG = new Set(['USERS']);

/** Fixed, so that a failure is a failure for everybody. */
const SEED = { seed: 20_240_607, numRuns: 500 };

const detect = await loadDetect();
const find = (name: string, value: string) => detect(name, new Redacted(value));

describe('the labelled table', () => {
  const known = ({ theme, name }: Pair) => theme === 'hard cases' && KNOWN_WRONG.has(name);
  const cases = labelled.map((pair) => ({ ...pair, title: `${pair.theme}: ${pair.name}` }));

  it.each(cases.filter((pair) => !known(pair)))('$title', async ({ name, value, secret }) => {
    expect((await detectSecret(name, new Redacted(value))) !== undefined).toBe(secret);
  });

  it('is large enough to mean something, and names no pair twice', () => {
    const keys = [...labelled, ...later].map(({ name, value }) => `${name}=${value}`);
    expect(labelled.length).toBeGreaterThanOrEqual(400);
    const share = labelled.filter(({ secret }) => secret).length / labelled.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.03);
    expect(later.length).toBeGreaterThanOrEqual(120);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('is judged wrong in the known cases only', async () => {
    const { missed, wrong, precision, recall } = await score(labelled);
    expect(new Set([...missed, ...wrong].map(({ name }) => name))).toEqual(KNOWN_WRONG);
    expect(precision).toBeGreaterThanOrEqual(0.985);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });

  it('leaves the later table as good as it was', async () => {
    const { precision, recall } = await score(later);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });
});

describe('what is said of a secret', () => {
  it.each([
    ['X', `AK${'IA'}${upper(16)}`, 'aws-access-key', 'value'],
    ['AWS_SECRET_ACCESS_KEY', base64(40), 'aws-secret-key', 'name'],
    ['GITHUB_TOKEN', `gh${'p_'}${alnum(36)}`, 'github-token', 'value'],
    ['X', pem('PRIVATE KEY'), 'private-key', 'value'],
    ['X', 'postgres://a:b@c/d', 'connection-string', 'value'],
    ['X', 'https://a:b@c/d', 'basic-auth-url', 'value'],
    ['X', `https://hooks.slack.com/services/T${upper(8)}/B${upper(8)}/${alnum(24)}`, 'slack-token', 'value'],
    ['X', `dckr_${'pat_'}${alnum(27)}`, 'docker-token', 'value'],
    ['DB_PASSWORD', 'hunter2', 'named-secret', 'name'],
  ])('%s is reported by the right detector', (name, value, detector, because) => {
    expect(find(name, value)).toMatchObject({ detector, because });
  });

  it('is kebab-case and a short phrase, and cannot be changed', () => {
    for (const { name, value } of [...labelled, ...later]) {
      const found = find(name, value);
      if (!found) continue;
      expect(found.detector).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(found.phrase).toMatch(/^an? \S.{3,60}$|^[A-Z]\w+ .{3,60}$/);
      expect(Object.isFrozen(found)).toBe(true);
    }
  });

  it('is the same from both entries', async () => {
    for (const { name, value } of labelled) {
      expect(await detectSecret(name, new Redacted(value))).toBe(find(name, value));
    }
  });

  it('is said of a value whatever comments stand in it', () => {
    expect(find('X', `gh${'p_'}${alnum(36)} // secretlint-disable-line`)).toBeDefined();
    expect(find('X', `secretlint-disable dckr_${'pat_'}${alnum(27)}`)).toBeDefined();
  });
});

describe('no value gets out', () => {
  const shown = (thing: unknown) => [
    JSON.stringify(thing),
    inspect(thing, { depth: 9, showHidden: true }),
    String(thing),
  ];
  const holds = (text: string, value: string) =>
    Array.from({ length: Math.max(0, value.length - 3) }, (_, i) => value.slice(i, i + 4)).some((p) =>
      text.includes(p),
    );

  it.each(['hunter2', alnum(40), 'postgres://app:s3cr3t@db/orders'])('from a wrapped value', (value) => {
    const wrapped = new Redacted(value);
    // oxlint-disable-next-line restrict-template-expressions -- the template is what is tried.
    for (const text of [...shown(wrapped), ...shown({ DB: wrapped }), `${wrapped}`]) {
      expect(holds(text, value)).toBe(false);
    }
  });

  it('from a detection', () => {
    const names = fc.constantFrom('DB_PASSWORD', 'API_KEY', 'X', 'HOOK_WEBHOOK', 'AUTH');
    const token = fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')),
      minLength: 16,
      maxLength: 40,
    });
    const wraps = [
      (t: string) => t,
      (t: string) => `postgres://a:${t}@h/d`,
      (t: string) => `AK${'IA'}${t.slice(0, 16)}`,
      (t: string) => `gh${'p_'}${t.padEnd(36, '7').slice(0, 36)}`,
      (t: string) => JSON.stringify({ nested: { password: t } }),
      (t: string) => `npm${'_'}${t.padEnd(36, '7').slice(0, 36)}`,
    ];
    fc.assert(
      fc.property(names, token, fc.constantFrom(...wraps), (name, secret, wrap) => {
        for (const text of shown(find(name, wrap(secret)) ?? '')) expect(holds(text, secret)).toBe(false);
      }),
      SEED,
    );
  });
});

describe('for every value', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.json());

  it('an answer is given', () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        const found = find(name, value);
        expect(found === undefined || found.detector.length > 0).toBe(true);
      }),
      SEED,
    );
  });

  it('a random token under a name that says password is found', () => {
    const token = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')),
      minLength: 32,
      maxLength: 32,
    });
    const name = fc.constantFrom(
      'DB_PASSWORD',
      'MY_APP_PASSWORD',
      'X_PASSWORD',
      'AWS_PASSWORD',
      'userPassword',
      'KMS_PASSWORD',
    );
    fc.assert(
      fc.property(
        name,
        token.filter((value) => new Set(value).size >= 12),
        (variable, value) => {
          expect(find(variable, value)).toBeDefined();
        },
      ),
      SEED,
    );
  });

  it('an ARN is never found', () => {
    const part = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-_/.:@+=')), maxLength: 40 });
    const partition = fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b');
    const service = fc.constantFrom('secretsmanager', 'ssm', 'iam', 'kms', 's3', 'lambda');
    const name = fc.constantFrom('DB_PASSWORD', 'API_TOKEN', 'SECRET', 'X', 'PRIVATE_KEY');
    fc.assert(
      fc.property(name, partition, service, part, (variable, aws, of, resource) => {
        expect(find(variable, `arn:${aws}:${of}:eu-west-1:111122223333:${resource}`)).toBeUndefined();
      }),
      SEED,
    );
  });
});

describe('long values', () => {
  const pieces = [
    'a',
    'A',
    '9',
    ' ',
    '=',
    '"',
    'a="',
    "k='",
    ':',
    '://',
    'a://b:',
    'a:b@',
    'eyJ',
    'eyJaaaaaaaa.',
    '-----BEGIN ',
    'sk-',
  ];
  const more = [
    '{',
    '[',
    '{{',
    '${',
    '/a',
    '/',
    'aA1',
    'PRIVATE KEY ',
    'mysql a -',
    '--a ',
    'SG.aaaa',
    'xoxb-',
    'hooks.',
    '_',
    'a_',
    'aB',
  ];
  const tokens = [
    'https://',
    'mongodb://a',
    'postgres://a:',
    'a.',
    'aa-',
    'x\n',
    'secret',
    'password=',
    'token: ',
    'AKIA',
    'key_',
    'ops_ey',
    'aws_secret',
    '\\n',
    '=>',
    'SG.a.',
    '&sig=',
  ];
  const forms = [
    '<a>',
    '</',
    'name: a value: ',
    'mysql a ',
    'curl -u a:',
    'echo a|',
    'login a password ',
    'authorization: ',
    '{{ x }}',
    '$(',
    '__a',
    '%a{',
    '!Ref ',
    'ENC(',
    '<your key>',
    'set at ',
    '$argon2id$',
    'пароль=',
    'password: |\n ',
    'kty":"',
  ];

  // A pattern that backtracks without bound does not finish before the test times out, on any machine.
  it.each([...pieces, ...more, ...tokens, ...forms])('of %j, repeated, are judged in good time', (piece) => {
    const value = piece.repeat(65_536 / piece.length);
    expect(() => {
      for (const tail of ['', '!', '@', '"', ' ']) find(`${value.slice(0, 5000)}_PASSWORD`, value + tail);
      find('X_HEADERS', value);
      find(value, `${value}\u0000`);
    }).not.toThrow();
  });

  it('are judged by their beginning when no environment could hold them', () => {
    expect(find('X', `${'x '.repeat(40_000)}AK${'IA'}${upper(16)}`)).toBeUndefined();
  });
});

it('every vendor rule answers at once, so that none can report after the answer was given', () => {
  const context = { sharedOptions: {}, createTranslator: () => () => ({}), report: () => {}, ignore: () => {} };
  for (const rule of rules) {
    const handler = rule.create(context as Parameters<typeof rule.create>[0], {});
    const source = { content: hex(40), filePath: 'value', ext: '', contentType: 'text', hasBOM: false };
    expect(handler.file?.(source as Parameters<NonNullable<typeof handler.file>>[0])).toBeUndefined();
  }
});

it('values that are plainly harmless are judged without loading the vendors’ rules', async () => {
  const load = vi.fn<() => object>(() => ({ rules: [] }));
  vi.resetModules();
  vi.doMock('@secretlint/secretlint-rule-preset-recommend', load);
  const fresh = await import('../../shared/secrets/detect.ts');
  await fresh.detectSecret('PORT', new Redacted('8080'));
  await fresh.detectSecret('DB_PASSWORD', new Redacted('hunter2'));
  await fresh.detectSecret(
    'DB_SECRET',
    new Redacted('arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-a1b2c3'),
  );
  expect(load).not.toHaveBeenCalled();
  await fresh.detectSecret('X', new Redacted(hex(40)));
  expect(load).not.toHaveBeenCalled();
  await fresh.detectSecret('X', new Redacted(`vendor_${hex(40)}`));
  expect(load).toHaveBeenCalledOnce();
  vi.doUnmock('@secretlint/secretlint-rule-preset-recommend');
});
