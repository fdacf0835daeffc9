import { byValue, type Detection } from './detection.ts';
import { isHarmless } from './pointers.ts';
import { looksRandom } from './randomness.ts';

export const CONNECTION = byValue('connection-string', 'a connection string with a password in it');
const BASIC_AUTH_URL = byValue('basic-auth-url', 'a URL with a password in it');

/** Forms of drivers that are no URLs. The group is the password. */
const FORMS: readonly RegExp[] = [
  // Oracle: user/password@//host:port/service. https://docs.oracle.com/en/database/oracle/oracle-database/19/netag/configuring-naming-methods.html
  /(?:^|jdbc:oracle:[a-z]{2,8}:|\b(?:sqlplus|sqlldr|expdp|impdp|rman)\s(?:-\S{1,20}\s){0,4})[\w$#]{1,64}\/("[^"\n]{1,128}"|[^@\s/]{1,128})@(?:\/\/|\(|[\w.-]{1,253}:\d{2,5}(?:[/:]|$))/i,
  // The MySQL driver of Go: user:password@tcp(host:3306)/database. https://github.com/go-sql-driver/mysql
  /^[^\s:@/]{1,64}:([^\s@]{1,128})@(?:tcp|unix)\(/,
  // A URL without its scheme.
  /^(?!(?:mailto|npm|acct|sips?|xmpp|tel|git|image|docker|sha256|oci|pkg|file):)[\w.+-]{1,64}:([^\s/@]{4,128})@(?!sha256:|\d{1,4}(?:\.\d{1,4}){1,2}$)[A-Za-z0-9][\w.-]{0,253}(?::\d{2,5})?(?:[/?]\S{0,500})?$/,
];

/** A URL of any scheme with a password, and the forms of database drivers. Templates are marked in the value. */
export function findCredentialUrl(value: string): Detection | undefined {
  if (!value.includes('@')) return undefined;
  for (let at = value.indexOf('://'); at >= 0; at = value.indexOf('://', at + 3)) {
    const scheme = /[a-z][a-z0-9+.-]{0,30}$/i.exec(value.slice(Math.max(0, at - 32), at))?.[0].toLowerCase();
    const authority = /^[^\s/?#"'<>`]{0,1000}/.exec(value.slice(at + 3, at + 1003))?.[0] ?? '';
    if (scheme && carriesPassword(authority)) return /^(?:https?|ftps?)$/.test(scheme) ? BASIC_AUTH_URL : CONNECTION;
  }
  return FORMS.some((form) => isPassword(form.exec(value)?.[1])) ? CONNECTION : undefined;
}

function carriesPassword(authority: string): boolean {
  const end = authority.lastIndexOf('@');
  if (end < 0) return false;
  const user = authority.slice(0, end);
  const colon = user.indexOf(':');
  // The key of Sentry is public. In other URLs a random user name without a password is a token.
  if (colon < 0) return looksRandom(user) && !/sentry/.test(authority.slice(end));
  return isPassword(user.slice(colon + 1));
}

function isPassword(text: string | undefined): boolean {
  return text !== undefined && text !== '' && !isHarmless(decoded(text)) && !/^x-oauth-basic$/.test(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A password can have a percent sign of its own.
    return text;
  }
}
