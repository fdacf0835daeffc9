import { describe, expect, test } from 'vitest';
import { Redacted } from '../../shared/core/redacted.ts';
import { loadDetect } from '../../shared/secrets/detect.ts';
import { encode, hex } from './fake.ts';

const detect = await loadDetect();
const found = (value: string, name = 'SETTING') => detect(name, new Redacted(value)) !== undefined;

describe('a password is found in', () => {
  test.each([
    ['an XML element', '<password>?</password>'],
    ['an XML attribute', '<Resource username="u" password="?"/>'],
    ['an XML name and value', '<property name="password" value="?"/>'],
    ['an XML element with a name', '<entry key="db.password">?</entry>'],
    ['a CDATA section', '<password><![CDATA[?]]></password>'],
    ['curl --user', 'curl --user deploy:? https://repo.example.com'],
    ['curl -u', 'curl -sSf -u deploy:? https://repo.example.com'],
    ['mysql -p', 'mysql -h db -uroot -p? shop'],
    ['sshpass', 'sshpass -p ? ssh host'],
    ['docker login', 'docker login -u ci -p ? registry.example.com'],
    ['a pipe', "echo '?' | docker login -u ci --password-stdin"],
    ['the words of a command', '["serve","--password","?"]'],
    ['a variable before a command', 'PGPASSWORD=? psql -h db'],
    ['a Dockerfile', 'ENV DB_PASSWORD ?'],
    ['a call', 'setenv("DB_PASSWORD", "?")'],
    ['libpq', 'host=pg user=app password=? dbname=app'],
    ['ODBC', 'Driver={PostgreSQL};Uid=app;Pwd={?};'],
    ['ADO.NET', 'Data Source=sql;User ID=app;Password=?;Encrypt=True'],
    ['JDBC', 'jdbc:mariadb://db/app?user=app&password=?'],
    ['JDBC of Oracle', 'jdbc:oracle:thin:scott/?@//ora:1521/ORCL'],
    ['EZConnect', 'scott/?@//ora.example.com:1521/orcl'],
    ['the MySQL driver of Go', 'app:?@tcp(db:3306)/app'],
    ['a URL', 'amqps://app:?@mq.example.com/jobs'],
    ['a URL without its scheme', 'app:?@db.example.com:5432/app'],
    ['an encoded query', 'mssql+pyodbc:///?odbc_connect=UID%3Dsa%3BPWD%3D?'],
    ['JAAS', 'ScramLoginModule required username="app" password="?";'],
    ['YAML', 'db:\n  host: pg\n  password: ?\n'],
    ['a YAML block', 'password: |\n  ?\n'],
    ['a YAML name and value', '- name: DB_PASSWORD\n  value: ?\n'],
    ['INI', '[client]\nuser = root\npassword = ?\n'],
    ['properties', 'jdbc.user=app\njdbc.password=?'],
    ['a JSON name and value', '[{"name":"DB_PASSWORD","value":"?"}]'],
    ['netrc', 'machine git.example.com\nlogin bot\npassword ?'],
    ['pgpass', '*:*:*:app:?'],
  ])('%s', (_, form) => {
    const fill = (value: string) => form.replace(/\?(?!(?:user|odbc))/, () => value);
    expect(found(fill('Cobalt.Finch88'))).toBe(true);
    expect(found(fill('${PASSWORD}'))).toBe(false);
    expect(found(fill('********'))).toBe(false);
  });

  test('a registry key, and a basic authorization', () => {
    expect(found(JSON.stringify({ auths: { 'r.example.com': { auth: encode('u:Winter2024') } } }))).toBe(true);
    expect(found(`curl -H "Authorization: Basic ${encode('u:Winter2024')}" https://x`)).toBe(true);
    expect(found('Authorization: Bearer <token>')).toBe(false);
  });
});

describe('JSON Web Keys', () => {
  const key = { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' };

  test('a private one is a secret, a public one is none', () => {
    expect(found(JSON.stringify({ ...key, d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI' }))).toBe(true);
    expect(found(JSON.stringify({ keys: [key] }))).toBe(false);
  });
});

test('headers under a name that announces them hold secrets, but for ids', () => {
  expect(found(`x-ledger-team=${hex(32)}`, 'EXPORT_HEADERS')).toBe(true);
  expect(found(`x-request-id=${hex(32)}`, 'EXPORT_HEADERS')).toBe(false);
});

test.each([
  'actions/checkout@v4',
  'npm:react@18.2.0',
  'docker run -u 1000:1000 -p 8080:80 app',
  'secret sharing is enabled',
  'Passwords: minimum 12 characters',
  'password=([^&]+)',
  '{"tokenLogin":"beta","passwordReset":"rollout"}',
  'db:\n  enabled: true\n  existingSecret: ledger-db\n',
  'aws secretsmanager get-secret-value --secret-id prod/db',
  'kubectl get secret db -o jsonpath={.data.password}',
  'tokens:\n  max: 100\n',
])('%j holds no secret', (value) => {
  expect(found(value)).toBe(false);
});

test.each([
  'rds!db-1a2b3c4d-1111-4222-8333-444455556666',
  'rds!cluster-1a2b3c4d-1111-4222-8333-444455556666',
  'events!connection/partner/1a2b3c4d-1111-4222-8333-444455556666',
  'redshift!warehouse-admin',
  'prod/db:password::',
  'prod/db:password:AWSCURRENT:',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-a1B2c3:password::',
  'alias/aws/secretsmanager',
])('%s is the name of a stored secret', (value) => {
  for (const name of ['DB_SECRET', 'DB_PASSWORD', 'DB_CREDENTIALS']) expect(found(value, name)).toBe(false);
});
