import { describe, expect, test } from 'vitest';
import { Redacted } from '../../shared/core/redacted.ts';
import { loadDetect } from '../../shared/secrets/detect.ts';
import { alnum, base64 } from './fake.ts';

const detect = await loadDetect();
const found = (name: string, value: string) => detect(name, new Redacted(value)) !== undefined;

const TEMPLATES = [
  '${PW}',
  '${PW:-}',
  '${{ secrets.PW }}',
  '{{ pw }}',
  '{{- .Values.pw | quote }}',
  '<%= pw %>',
  '[% pw %]',
  '((pw))',
  '$(PW)',
  '$[variables.pw]',
  '#{pw}',
  '@@PW@@',
  '%PASSW%',
  '%(pw)s',
  '__PW__',
  '{password}',
  '<your password>',
  '<<PW>>',
  '${ssm:/prod/pw}',
  '${var.pw}',
  'ENC(sUVpQ1ZQdG9oZ3hC)',
  '@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/db/)',
];

describe.each(TEMPLATES)('%s keeps the place of a password', (template) => {
  test.each([
    ['as a whole value', 'DB_PASSWORD', (x: string) => x],
    ['in quotes', 'DB_PASSWORD', (x: string) => `"${x}"`],
    ['in a connection string', 'DSN', (x: string) => `host=pg user=app password=${x} dbname=app`],
    ['in the options of a command', 'JVM_ARGS', (x: string) => `-Ddb.password=${x} -Xmx1g`],
    ['in YAML', 'CONFIG', (x: string) => `db:\n  password: ${x}\n`],
    ['in JSON', 'CONFIG', (x: string) => JSON.stringify({ password: x })],
    ['in a URL', 'URL', (x: string) => `amqp://app:${x}@mq.example.com/jobs`],
  ])('%s', (_, name, surround) => {
    expect(found(name, surround(template))).toBe(false);
  });
});

test.each([
  '!GetAtt Db.Password',
  '!Ref DbPassword',
  '{"Ref":"DbPassword"}',
  'process.env.DB_PASSWORD',
  'data.aws_secretsmanager_secret_version.db.secret_string',
  '***REMOVED***',
  '(masked)',
  '[REDACTED]',
  '••••',
  "''",
  'xxxx',
  'set at deploy time',
  'see vault',
  'stored in Secrets Manager',
  'SET_IN_VAULT',
  'your-password-here',
  'CHANGE_ME',
  '(known after apply)',
  'sk-...abcd',
])('%s is no password', (value) => {
  expect(found('DB_PASSWORD', value)).toBe(false);
});

test.each([
  'changeme',
  '12345678',
  'vault of vaults',
  'set4life',
  'winter!2024',
  '${PW:-hunter2}'.replace('PW', 'DB_PW'),
  'the quick brown fox',
  '$ecur3Pa55',
])('%s is a password', (value) => {
  expect(found('DB_PASSWORD', value)).toBe(true);
});

describe('the format of a credential that is only filled up', () => {
  const formats: readonly ((body: (length: number) => string) => string)[] = [
    (body) => `gl${'pat-'}${body(20)}`,
    (body) => `AK${'IA'}${body(16).toUpperCase()}`,
    (body) => `gh${'p_'}${body(36)}`,
    (body) => `xo${'xb-'}${body(12)}-${body(12)}-${body(24)}`,
    (body) => `-----BEGIN ${'PRIVATE'} KEY-----\n${body(64)}\n-----END ${'PRIVATE'} KEY-----`,
  ];

  test.each(formats)('%#', (format) => {
    expect(
      found(
        'SETTING',
        format((length) => alnum(length)),
      ),
    ).toBe(true);
    for (const filler of ['x', 'X', '0', '*', '1234567890abcdef']) {
      expect(
        found(
          'API_TOKEN',
          format((length) => filler.repeat(length).slice(0, length)),
        ),
      ).toBe(false);
    }
  });

  test('with a request in it', () => {
    expect(found('TLS_KEY', `-----BEGIN ${'PRIVATE'} KEY-----\n<your key>\n-----END ${'PRIVATE'} KEY-----`)).toBe(
      false,
    );
    expect(found('TOKEN', `xo${'xb'}-your-token-here`)).toBe(false);
  });
});

describe('a note is no secret, and a passphrase is one', () => {
  test.each([
    'rotated by Lambda; do not set',
    'encrypted with KMS',
    'kept in the safe of the team',
    'see 1password vault "ops"',
    'stored in SSM',
  ])('note: %s', (note) => expect(found('DB_PASSWORD', note)).toBe(false));

  test.each(['tired horses run fast', 'red apple in winter', 'Seated#by7Windows'])('passphrase: %s', (phrase) =>
    expect(found('DB_PASSWORD', phrase)).toBe(true),
  );
});

describe('what an encrypting tool wrote is no secret', () => {
  test.each([
    ['Spring Cloud Config', `{cipher}AQA${base64(90)}`],
    ['the transit engine of Vault', `vault:v1:${base64(60)}==`],
    ['KMS', `kms:AQICAHh${base64(90)}`],
    ['dotenvx', `encrypted:B${base64(90)}`],
    ['PGP', `-----BEGIN PGP MESSAGE-----\n${base64(64)}\n-----END PGP MESSAGE-----`],
  ])('%s', (_, value) => expect(found('DB_PASSWORD', value)).toBe(false));
});

test.each(['keyring:db', 'azurekv:vault/db', 'asm:prod/db'])('%s says where a password is', (pointer) => {
  expect(found('DB_PASSWORD', pointer)).toBe(false);
});

test.each([
  '~DB_PASSWORD~',
  '#DB_PASSWORD#',
  '|DB_PASSWORD|',
  '$Env:DB_PASSWORD',
  '`cat /run/secrets/db`',
  'Fn::GetAtt: [Db, Password]',
  '# set by CI',
  'AKIA................',
  'fake-password-for-tests',
  'ghp_REPLACE_ME',
])('%s keeps the place of a value', (value) => expect(found('DB_PASSWORD', value)).toBe(false));
