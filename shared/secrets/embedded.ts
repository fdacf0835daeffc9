import { hasAuthorization, hasCommandPassword } from './commands.ts';
import { byValue, type Detection } from './detection.ts';
import { type Field, fieldsOf } from './fields.ts';
import { readName, toWords } from './names.ts';
import { isHarmless, isHarmlessUnder } from './pointers.ts';
import { looksRandom } from './randomness.ts';
import { CONNECTION } from './urls.ts';

const EMBEDDED = byValue('embedded-secret', 'a longer text with a secret in it');
const AUTH_HEADER = byValue('auth-header', 'an authorization header');

const SERVER_KEY = /(?:^|[;?&\s])(?:server|host|data source|endpoint|addr|address|dbname|database)\s?=|^jdbc:/i;

/** Keys of headers whose random values give no access. */
const ID_HEADER =
  /(?:^|_)(?:id|ids|trace|traceparent|tracestate|request|correlation|span|version|dataset|etag|sha\d*|md5|hash|digest|checksum|commit|revision|ref|image|build|nonce|public|certs?|certificate|x509\w*)(?:_|$)/;

/** A secret in a longer text: a field whose name names one, a header, or an argument of a command. */
export function findEmbedded(name: string, text: string): Detection | undefined {
  for (const field of fieldsOf(text)) {
    if (isSecret(field)) return SERVER_KEY.test(text) ? CONNECTION : EMBEDDED;
  }
  if (hasAuthorization(text)) return AUTH_HEADER;
  return hasCommandPassword(text) || hasRandomHeader(name, text) ? EMBEDDED : undefined;
}

function isSecret({ key, value, line, firm, joined, query }: Field): boolean {
  // In the help of a command: `--password PASSWORD`.
  if (!/[\p{L}\p{N}]/u.test(value) || value === key.toUpperCase()) return false;
  const claim = readName(key);
  if (!claim || isHarmless(value) || isHarmless(line) || isHarmlessUnder(claim, value)) return false;
  if (joined && !claim.certain) return false;
  if (looksRandom(value)) return true;
  if (!claim.certain || !firm) return false;
  // In a query of a URL, other words than passwords are often examples: `?token=abc`.
  return claim.noun === 'password' || !query || value.length >= 8;
}

/** Headers that a name announces have keys that say nothing: `x-team=…`. */
function hasRandomHeader(name: string, text: string): boolean {
  if (!toWords(name).some((word) => /^(?:headers?|metadata|cookies?)$/.test(word))) return false;
  for (const { key, value } of fieldsOf(text)) {
    if (looksRandom(value) && !isHarmless(value) && !ID_HEADER.test(toWords(key).join('_'))) return true;
  }
  return false;
}
