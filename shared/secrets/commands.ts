import { isHarmless } from './pointers.ts';
import { looksRandom } from './randomness.ts';
import { decodeText } from './wrapped.ts';

/** A form in which a password has no name. The group `secret` is the password. */
interface Form {
  /** Every match contains one of these: a search for them is cheaper. */
  readonly marks: readonly string[];
  readonly pattern: RegExp;
}

const VALUE = String.raw`(?:"(?<double>[^"\n]{1,200})"|'(?<single>[^'\n]{1,200})'|(?<secret>[^\s"']{1,200}))`;

/** An option of one of some commands, after at most twelve other words. */
const option = (commands: string, flag: string): Form => ({
  marks: commands.split('|').map((command) => command.replace(/\W.*/, '')),
  pattern: new RegExp(
    String.raw`(?<![\w.-])(?:${commands})\s(?:[^\s|;&]{1,200}\s{1,4}){0,12}?(?:${flag})${VALUE}`,
    'g',
  ),
});

/** Command lines with a password in an option that has no telling name, by the manual of each command. */
const COMMANDS: readonly Form[] = [
  // https://dev.mysql.com/doc/refman/8.4/en/command-line-options.html: no space after -p.
  option('mysql|mysqldump|mysqladmin|mysqlimport|mysqlsh|mariadb|mariadb-dump|mycli', String.raw`-p(?=[^\s-])`),
  option('sshpass', String.raw`-p\s?`),
  option('redis-cli|valkey-cli|keydb-cli', String.raw`-a\s|--pass\s`),
  option(
    'docker|podman|skopeo|helm|buildah|nerdctl|oc|az|cf|ibmcloud',
    String.raw`login\s(?:[^\s|;&]{1,200}\s{1,4}){0,12}?-p\s`,
  ),
  option(
    'mongo|mongosh|mongodump|mongorestore|mongoexport|mongoimport|cypher-shell|cqlsh|influx|rabbitmqadmin|sqlplus',
    String.raw`-p\s?(?=[^\s-])|-password\s`,
  ),
  option('sqlcmd|bcp|osql', String.raw`-P\s?`),
  option('ldapsearch|ldapmodify|ldapadd|ldapdelete|ldapwhoami|ldappasswd', String.raw`-w\s?`),
  option('snmpget|snmpwalk|snmpset|snmpbulkwalk', String.raw`-[AX]\s`),
  option('zip|unzip', String.raw`-P\s`),
  option('7z|7za|rar|unrar', String.raw`-h?p(?=[^\s-])`),
  option('openssl', String.raw`-pass(?:in|out)?\spass:|-k\s`),
  option('useradd|usermod', String.raw`-p\s`),
  {
    marks: ['rabbitmqctl', 'htpasswd'],
    pattern: new RegExp(
      String.raw`\b(?:rabbitmqctl\s(?:add_user|change_password)|htpasswd\s-\w{0,6}b\w{0,6}\s\S{1,200})\s\S{1,64}\s${VALUE}`,
      'g',
    ),
  },
  option('plink|pscp|putty', String.raw`-pw\s`),
  option('cadaver|lftp|ncftp', String.raw`-u\s[^\s,]{1,60},`),
  option('smbclient|rpcclient|net', String.raw`-U\s?[^\s%]{1,60}%`),
  // https://curl.se/docs/manpage.html#-u
  option(
    'curl|wget|http|https|httpie|xh|ab|hey|wrk|svn|etcdctl|aria2c|nats|xhs',
    String.raw`(?:-u|-U|-a|-A|--user|--proxy-user|--auth|--http-user)[\s=]{0,2}["']?[^\s:"']{1,64}:`,
  ),
  {
    marks: ['chpasswd'],
    pattern: /\b(?:echo|printf)\s(?:-e\s)?["']?[\w-]{1,64}:(?<secret>[^\s"'|]{1,200})["']?\s?\|\s?(?:sudo\s)?chpasswd/g,
  },
  {
    marks: ['<<<'],
    pattern: new RegExp(
      String.raw`\b(?:kinit|passwd|sudo|cryptsetup|docker|podman|helm|gpg|smbclient)\s(?:[^\s|;&]{1,200}\s{1,4}){0,12}?<<<\s?${VALUE}`,
      'g',
    ),
  },
  {
    marks: ['|'],
    pattern: new RegExp(
      String.raw`\b(?:echo|printf)\s(?:-n\s)?${VALUE}\s?\|\s?(?:[^\s|]{1,200}\s){0,8}?(?:--password-stdin|sudo\s-S|passwd|kinit|cryptsetup)`,
      'g',
    ),
  },
];

/** Files with a password at a place of a line. */
const FILES: readonly Form[] = [
  // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
  { marks: ['password'], pattern: /\blogin\s{1,8}\S{1,200}\s{1,8}password\s{1,8}(?<secret>\S{1,200})/g },
  // SQL: https://dev.mysql.com/doc/refman/8.4/en/create-user.html, https://www.postgresql.org/docs/current/sql-createrole.html
  {
    marks: ['IDENTIFIED', 'identified', 'PASSWORD', 'password'],
    pattern: new RegExp(
      String.raw`\b(?:USER|ROLE|LOGIN|GROUP|GRANT|IDENTITY|SET)\s[^;]{0,300}?\b(?:IDENTIFIED\s{1,4}(?:WITH\s{1,4}\S{1,60}\s{1,4})?BY(?:\s{1,4}PASSWORD)?|PASSWORD)\s{0,4}\(?(?:\s{0,4}'(?<single>[^'\n]{1,200})'|\s{0,4}"(?<double>[^"\n]{1,200})"|(?<=BY)\s{1,4}(?<secret>[^\s;'"]{1,200}))`,
      'gi',
    ),
  },
  // The settings of Redis, HAProxy and LDAP; users in cloud-init.
  {
    marks: ['requirepass', 'masterauth', 'auth-pass', 'auth_pass', 'insecure-password', 'rootpw', 'bindpw'],
    pattern:
      /(?<![\w-])(?:requirepass|masterauth|auth[-_]pass(?:\s\w{1,60}(?=\s\S))?|insecure-password|rootpw|bindpw)\s{1,9}["']?(?<secret>[^\s"']{1,200})/g,
  },
  {
    marks: ['chpasswd:'],
    pattern: /\bchpasswd:[^:]{0,60}:[^:]{0,60}\n\s{1,20}(?:-\s)?[\w-]{1,64}:(?<secret>\S{1,200})/g,
  },
  // https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
  { marks: ['>'], pattern: /\buser\s\S{1,60}\s(?:[^\s>]{1,60}\s){0,9}>(?<secret>\S{1,200})/gi },
  { marks: ['SETUSER', 'setuser'], pattern: /\bsetuser\s\S{1,60}\s(?:[^\s>]{1,60}\s){0,9}>(?<secret>\S{1,200})/gi },
  // https://www.postgresql.org/docs/current/libpq-pgpass.html
  { marks: [':'], pattern: /^[^\s:#/]{1,255}:(?:\d{1,5}|\*):[^\s:/]{1,64}:[^\s:/]{1,64}:(?<secret>[^\s:]{1,200})$/gm },
];

const HEADER =
  /\b(?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:(?<scheme>[A-Za-z][\w-]{1,20})\s{1,3})?(?<secret>[^\s"',;]{4,2000})/gi;

/** Whether a command line, or a file of `netrc` or `pgpass`, has a password in it. */
export function hasCommandPassword(text: string): boolean {
  return (
    (/\s--?[A-Za-z]|\s\||<<<|rabbitmqctl/.test(text) && COMMANDS.some((form) => fits(form, text))) ||
    FILES.some((form) => fits(form, text))
  );
}

function fits({ marks, pattern }: Form, text: string): boolean {
  return marks.some((mark) => text.includes(mark)) && anyMatch(text, pattern, isPassword);
}

/** Whether a text has an `Authorization` header with credentials. */
export function hasAuthorization(text: string): boolean {
  return /authorization/i.test(text) && anyMatch(text, HEADER, isCredential);
}

function anyMatch(text: string, pattern: RegExp, accept: (found: string) => boolean): boolean {
  for (const { groups = {} } of text.matchAll(pattern)) {
    if (accept(groups['double'] ?? groups['single'] ?? groups['secret'] ?? '')) return true;
  }
  return false;
}

function isPassword(text: string): boolean {
  return text !== '' && !isHarmless(text) && !text.startsWith('$');
}

function isCredential(text: string): boolean {
  if (text.startsWith('AWS4-')) return false;
  if (isHarmless(text)) return false;
  const plain = decodeText(text);
  return plain?.includes(':')
    ? !isHarmless(plain.slice(plain.indexOf(':') + 1))
    : looksRandom(text) || (/\d/.test(text) && !/^[A-Z\d-]+$/.test(text));
}
