import { byValue, type Detection } from './detection.ts';
import { readName } from './names.ts';
import { isHarmless, isHarmlessUnder } from './pointers.ts';
import { looksRandom } from './randomness.ts';

const CONNECTION = byValue('connection-string', 'a connection string with a password in it');
const BASIC_AUTH_URL = byValue('basic-auth-url', 'a URL with a password in it');
const EMBEDDED = byValue('embedded-secret', 'a longer text with a secret in it');

/** Repetitions are bounded, and a look-behind allows one match for each position. So the time is bounded. */
const ASSIGNMENT =
  /(?<![\w.])(?<key>[A-Za-z_][\w.-]{0,80})(?:"|'|\\")?(?<sign>\s{0,3}[=:](?!\/\/)\s{0,3})(?:"(?<double>[^"]{0,2000})"|'(?<single>[^']{0,2000})'|(?<bare>[^\s;&,"'}]+))/g;
const OPTION = /(?<=^|\s)--?(?<key>[A-Za-z][\w-]{0,60})\s{1,3}(?<bare>[^\s-]\S*)/g;
const MYSQL_OPTION = /\b(?:mysql|mysqldump|mysqladmin|mariadb)\s(?:\S{1,200}\s){0,10}?-p[^\s-]/;
const NETRC = /\blogin\s{1,8}\S{1,200}\s{1,8}password\s{1,8}\S/;
const ORACLE = /jdbc:oracle:[a-z]{2,8}:[\w$#]{1,64}\/[^@\s]{1,128}@/i;
/** The form of the MySQL driver of Go: `user:password@tcp(host:3306)/database`. */
const GO_MYSQL = /^[^\s:@/]{1,64}:[^\s@]{1,128}@(?:tcp|unix)\(/;
const SERVER_KEY = /(?:^|[;?&\s])(?:server|host|data source|endpoint|addr|address|dbname|database)\s?=|^jdbc:/i;
const TEMPLATE = /^(?:\$\{.*\}|\$\w+|\{.*\}|<.*>|%\w*%|%\w{0,8}\{.*|\*+|x+|\.+)$/i;

/** A URL of any scheme with a password, and the forms of database drivers. */
export function findCredentialUrl(value: string): Detection | undefined {
  if (value.includes('jdbc:oracle') && ORACLE.test(value)) return CONNECTION;
  if (GO_MYSQL.test(value)) return CONNECTION;
  for (let at = value.indexOf('://'); at >= 0; at = value.indexOf('://', at + 3)) {
    const scheme = /[a-z][a-z0-9+.-]{0,30}$/i.exec(value.slice(Math.max(0, at - 32), at))?.[0].toLowerCase();
    const authority = /^[^\s/?#"'<>]{0,1000}/.exec(value.slice(at + 3, at + 1003))?.[0] ?? '';
    if (scheme && carriesPassword(authority)) return /^(?:https?|ftps?)$/.test(scheme) ? BASIC_AUTH_URL : CONNECTION;
  }
  return undefined;
}

/** A key that names a password, with a value: `Pwd=…`, `-Dkey.password=…`, `?api_key=…`, `--password …`. */
export function findAssignment(value: string): Detection | undefined {
  const assigned = [...value.matchAll(ASSIGNMENT)].some(({ groups: { key, sign, double, single, bare } = {} }) =>
    assigns(key ?? '', sign ?? '', double ?? single ?? bare ?? '', bare === undefined || value.includes('\n')),
  );
  if (assigned) return SERVER_KEY.test(value) ? CONNECTION : EMBEDDED;
  const given = [...value.matchAll(OPTION)].some(({ groups: { key, bare } = {} }) =>
    assigns(key ?? '', '=', bare ?? '', false),
  );
  return given || MYSQL_OPTION.test(value) || NETRC.test(value) ? EMBEDDED : undefined;
}

function carriesPassword(authority: string): boolean {
  const end = authority.lastIndexOf('@');
  if (end < 0) return false;
  const user = authority.slice(0, end);
  const colon = user.indexOf(':');
  // The key of Sentry is public. In other URLs a random user name without a password is a token.
  if (colon < 0) return looksRandom(user) && !/sentry/.test(authority.slice(end));
  const password = user.slice(colon + 1);
  return password !== '' && !isHarmless(password) && !TEMPLATE.test(password);
}

/** After a colon people also write prose ("Token: ask …"), so the text after it must meet more conditions. */
function assigns(key: string, sign: string, text: string, structured: boolean): boolean {
  const claim = readName(key);
  if (!claim || isHarmless(text) || TEMPLATE.test(text) || isHarmlessUnder(claim.noun, text)) return false;
  if (looksRandom(text)) return true;
  return claim.certain && (structured || sign.trim() === '=');
}
