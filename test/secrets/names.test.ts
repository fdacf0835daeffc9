import { describe, expect, test } from 'vitest';
import { readName } from '../../shared/secrets/names.ts';

describe('a name says that its value is a secret', () => {
  test.each([
    [
      'in every way of writing',
      'DB_PASSWORD',
      'dbPassword',
      'db-password',
      'db.password',
      'dbpassword',
      'Db__Password',
    ],
    ['with a typing error', 'LEDGER_PASSOWRD', 'LEDGER_PSSWRD', 'PASWORD', 'PASSSWORD', 'SECERT', 'API_TOEKN'],
    ['in the plural', 'PASSWORDS', 'SECRETS', 'CREDENTIALS', 'API_KEYS'],
    ['with a word after it', 'PW_HEX', 'PASSWORD_B64', 'TOKEN_CURRENT', 'SECRET_OLD', 'PASSWORD_V2', 'PASSWORD_2'],
    [
      'in German, Dutch and Nordic',
      'KENNWORT',
      'DATENBANKPASSWORT',
      'WACHTWOORD',
      'ADGANGSKODE',
      'LÖSENORD',
      'SALASANA',
    ],
    [
      'in Romance languages',
      'CONTRASEÑA',
      'CLAVE_BD',
      'MOT_DE_PASSE',
      'MOTDEPASSE',
      'SENHA',
      'PAROLA_CHIAVE',
      'CLE_API',
    ],
    [
      'in Slavic and other languages',
      'HASŁO',
      'HESLO',
      'JELSZÓ',
      'ŞIFRE',
      'пароль_бд',
      '数据库密码',
      'パスワード',
      '비밀번호',
    ],
    [
      'with its file, whose content it is',
      'PASSWORD_FILE_CONTENTS',
      'CREDENTIALS_FILE_CONTENT',
      'PASSPHRASE_FILE_DATA',
    ],
    ['shortened', 'PGPASSWORD', 'SSHPASS', 'rootpw', 'MYSQL_PWD', 'IPSEC_PSK', 'DB_CREDS', 'deststorepass'],
  ])('%s', (_, ...names) => {
    for (const name of names) expect(readName(name), name).toMatchObject({ certain: true });
  });
});

describe('a name says nothing of the kind', () => {
  test.each([
    ['when it describes a secret', 'PASSWORD_MIN_LENGTH', 'TOKEN_TTL', 'SECRET_NAME', 'PASSWORD_FILE', 'DB_SECRET_ARN'],
    ['also with a word at the end', 'SECRET_NAME_PROD', 'TOKEN_TTL_V2', 'PASSWORD_FILE_OLD'],
    [
      'when a word only looks alike',
      'PASSPORT_URL',
      'CROSSWORD',
      'SWORD',
      'KEYBOARD',
      'MONKEY',
      'TOKENIZER',
      'COMPASS',
    ],
    ['when something passed', 'TESTS_PASSED', 'BYPASS', 'PASSENGER', 'PASSWORDLESS', 'SECRETARY', 'TAKEN'],
    [
      'when the key opens nothing',
      'SORT_KEY',
      'PARTITION_KEY',
      'S3_KEY',
      'PUBLIC_VAPID_KEY',
      'CACHE_KEY',
      'RECAPTCHA_SITE_KEY',
    ],
    ['when it is a plan of pins', 'PIN_MAP', 'KEY_MAPPING'],
    ['when the key opens nothing in Spanish', 'CLAVE_PRIMARIA', 'CLAVE_PUBLICA'],
    ['when the token is a place', 'NEXT_TOKEN', 'EOS_TOKEN', 'MAX_TOKENS'],
  ])('%s', (_, ...names) => {
    for (const name of names) expect(readName(name), name).toBeUndefined();
  });
});

test('a switch, or the name of an object of Kubernetes, needs a value that looks random', () => {
  for (const name of ['ENABLE_PASSWORD', 'existingSecret', 'IMAGE_PULL_SECRET', 'COOKIE_SALT', 'LEDGER_HMAC']) {
    expect(readName(name), name).toMatchObject({ certain: false });
  }
});
