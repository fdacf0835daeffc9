import { byValue, type Detection } from './detection.ts';
import { readName } from './names.ts';
import { isHarmless, isHarmlessUnder } from './pointers.ts';
import { looksRandom } from './randomness.ts';

const CONNECTION = byValue('connection-string', 'a connection string with a password in it');
const BASIC_AUTH_URL = byValue('basic-auth-url', 'a URL with a password in it');
const EMBEDDED = byValue('embedded-secret', 'a longer text with a secret in it');

/** Bounded repetitions and a look-behind: every position of the text is tried once, and costs a bounded time. */
const ASSIGNMENT =
  /(?<![\w.])(?<key>[A-Za-z_][\w.-]{0,80})(?:"|'|\\")?(?<sign>\s{0,3}[=:](?!\/\/)\s{0,3})(?:"(?<double>[^"]{0,2000})"|'(?<single>[^']{0,2000})'|(?<bare>[^\s;&,"'}]+))/g;
const OPTION = /(?<=^|\s)--?(?<key>[A-Za-z][\w-]{0,60})\s{1,3}(?<bare>[^\s-]\S*)/g;
const MYSQL_OPTION = /\b(?:mysql|mysqldump|mysqladmin|mariadb)\s(?:\S{1,200}\s){0,10}?-p[^\s-]/;
const NETRC = /\blogin\s{1,8}\S{1,200}\s{1,8}password\s{1,8}\S/;
const ORACLE = /jdbc:oracle:[a-z]{2,8}:[\w$#]{1,64}\/[^@\s]{1,128}@/i;
/** The form of Go's MySQL driver: `user:password@tcp(host:3306)/database`. */
const GO_MYSQL = /^[^\s:@/]{1,64}:[^\s@]{1,128}@(?:tcp|unix)\(/;
const SERVER_KEY = /(?:^|[;?&\s])(?:server|host|data source|endpoint|addr|address|dbname|database)\s?=|^jdbc:/i;
const TEMPLATE = /^(?:\$\{.*\}|\$\w+|\{.*\}|<.*>|%\w*%|%\w{0,8}\{.*|\*+|x+|\.+)$/i;

/** A URL of any scheme that carries a password, and the forms that drivers of databases made up. */
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

/** A key that says password, with a value: `Pwd=…`, `-Dkey.password=…`, `?api_key=…`, `--password …`. */
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
  // Sentry's key is public; elsewhere a lone random user name is a token.
  if (colon < 0) return looksRandom(user) && !/sentry/.test(authority.slice(end));
  const password = user.slice(colon + 1);
  return password !== '' && !isHarmless(password) && !TEMPLATE.test(password);
}

/** After a colon people also write prose ("Token: ask …"), so more is asked of what follows it. */
function assigns(key: string, sign: string, text: string, structured: boolean): boolean {
  const claim = readName(key);
  if (!claim || isHarmless(text) || TEMPLATE.test(text) || isHarmlessUnder(claim.noun, text)) return false;
  if (looksRandom(text)) return true;
  return claim.certain && (structured || sign.trim() === '=');
}
