import { describe, expect, test } from 'vitest';
import { Redacted } from '../../shared/core/redacted.ts';
import { loadDetect } from '../../shared/secrets/detect.ts';
import { alnum, base64, encode, hex, upper, uuid } from './fake.ts';

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
    ['SQL of MySQL', "CREATE USER 'app'@'%' IDENTIFIED BY '?';"],
    ['SQL of MySQL with a plugin', "ALTER USER app IDENTIFIED WITH caching_sha2_password BY '?'"],
    ['SQL of MariaDB', "SET PASSWORD FOR 'app'@'%' = PASSWORD('?');"],
    ['SQL of Oracle', 'CREATE USER app IDENTIFIED BY "?"'],
    ['SQL of PostgreSQL', "ALTER ROLE app WITH LOGIN ENCRYPTED PASSWORD '?'"],
    ['SQL of SQL Server', "CREATE LOGIN app WITH PASSWORD = '?'"],
    ['rules of Redis', 'user worker on >? ~jobs:* +@all'],
    ['a command of Redis', 'ACL SETUSER worker on >? +@all'],
    ['a here-string', 'kinit app <<< ?'],
    ['a new user of RabbitMQ', 'rabbitmqctl add_user app ?'],
    ['htpasswd', 'htpasswd -bc /etc/nginx/users app ?'],
    ['useradd', 'useradd -m -p ? app'],
    ['chpasswd', "echo 'root:?' | chpasswd"],
    ['cloud-init', '#cloud-config\nchpasswd:\n  list: |\n    root:?\n'],
    ['redis.conf', 'requirepass ?\nmaxmemory 100mb'],
    ['HAProxy', 'userlist ops\n  user app insecure-password ?'],
    ['LDAP', 'binddn cn=app\nbindpw ?'],
    ['a file of Hadoop', '<property><name>ssl.password</name><value>?</value></property>'],
    ['a property list', '<dict><key>password</key>\n<string>?</string></dict>'],
    ['web.xml', '<param-name>password</param-name><param-value>?</param-value>'],
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

test('a key is found in directives of servers and of npm', () => {
  expect(found(`proxy_set_header X-Api-Key "${hex(32)}";`)).toBe(true);
  expect(found(`RequestHeader set X-Auth-Token ${hex(32)}`)).toBe(true);
  expect(found('proxy_set_header X-Api-Key $http_x_api_key;')).toBe(false);
  expect(found(`npm config set //registry.npmjs.org/:_authToken ${uuid('npm')}`)).toBe(true);
});

test('an option that says where a password comes from has none', () => {
  expect(found('docker login -u AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com')).toBe(false);
  expect(found('gpg --batch --passphrase-fd 0 --decrypt backup.gpg')).toBe(false);
});

test('SQL without a password in it is none', () => {
  expect(found('ALTER USER app PASSWORD EXPIRE')).toBe(false);
  expect(found("CREATE USER app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'")).toBe(false);
  expect(found('SELECT password FROM users WHERE id = 1')).toBe(false);
});

test('a header with a random value is a secret, and an id, a hash or a certificate is none', () => {
  expect(found(`x-team=${alnum(24)}`, 'EXPORT_HEADERS')).toBe(true);
  expect(found(`commit=${hex(40)},image=sha256:${hex(64)}`, 'BUILD_METADATA')).toBe(false);
  expect(found(`<X509Certificate>MIID${base64(400)}</X509Certificate>`, 'SAML_METADATA')).toBe(false);
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

describe('a credential is found by its format under every name', () => {
  test.each([
    ['Docker', `dckr_oat_${alnum(32)}`],
    ['Docker Swarm', `SWMTKN-1-${hex(50)}-${hex(25, 's')}`],
    ['Firecrawl', `fc-${hex(32)}`],
    ['Frame.io', `fio-u-${alnum(64)}`],
    ['Google OAuth', `1//0g${alnum(60)}`],
    ['Harness', `pat.${alnum(22)}.${hex(24)}.${alnum(20, 'p')}`],
    ['Infracost', `ico-${alnum(32)}`],
    ['Inngest', `signkey-prod-${hex(64)}`],
    ['Tavily', `tvly-dev-${alnum(32)}`],
    ['Together AI', `tgp_v1_${alnum(43)}`],
    ['Jina AI', `jina_${alnum(60)}`],
    ['Neon', `napi_${hex(64)}`],
    ['Octopus Deploy', `API-${upper(26)}`],
    ['OpenShift', `sha256~${alnum(43)}`],
    ['Plaid', `access-production-${uuid('plaid')}`],
    ['ReadMe', `rdme_${hex(70)}`],
    ['Vault', `s.${alnum(24)}`],
    ['MaxMind', `${alnum(6)}_${alnum(29, 'm')}_mmk`],
    ['Braintree', `access_token$production$${hex(16)}$${hex(32, 'b')}`],
    ['Twilio', `SK${hex(32)}`],
  ])('%s', (_, value) => {
    expect(found(value)).toBe(true);
    expect(found(`start --with ${value}`)).toBe(true);
  });

  test.each([
    ['the id of a Twilio key', 'TWILIO_API_KEY_SID', `SK${hex(32)}`],
    ['the id of a Razorpay key', 'CHECKOUT', `rzp_live_${alnum(14)}`],
    ['the id of a Square application', 'CHECKOUT', `sq0idp-${alnum(22)}`],
    ['the digest of an image', 'IMAGE', `app@sha256:${hex(64)}`],
  ])('%s is none', (_, name, value) => expect(found(value, name)).toBe(false));
});
