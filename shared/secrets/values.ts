import type { Detection } from './detection.ts';
import { isFilledUp } from './placeholders.ts';
import { looksRandom } from './randomness.ts';
import { type Format, format, VENDORS } from './vendors.ts';

const PRIVATE_KEY = ['private-key', 'a private key'] as const;
const OPENAI = ['openai-key', 'an OpenAI API key'] as const;
const AWS = ['aws-access-key', 'an AWS access key'] as const;
const WEBHOOK = ['webhook-url', 'a webhook URL that anybody may post to'] as const;
const SIGNED = ['signed-url', 'a signed URL that gives its holder access'] as const;

/** Formats that are more than a prefix and a random text. */
const FORMATS: readonly Format[] = [
  // The ids of roles and users (AROA, AIDA) have the same form and give no access.
  format(...AWS, 'AKIA', /(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])/g),
  format(...AWS, 'ASIA', /(?<![A-Z0-9])ASIA[A-Z0-9]{16}(?![A-Z0-9])/g),
  format('jwt', 'a JSON Web Token', 'eyJ', /(?<![\w-])eyJ[\w-]{8,}\.(?:eyJ[\w-]{4,}|[\w-]{16,})\.[\w-]{8,}/g),
  format('anthropic-key', 'an Anthropic API key', 'sk-ant-', /(?<![A-Za-z0-9])sk-ant-[\w-]{20,}/g),
  format(...OPENAI, 'sk-', /(?<![A-Za-z0-9])sk-(?:proj|svcacct|admin)-[\w-]{20,}/g),
  format(...OPENAI, 'sk-', /(?<![A-Za-z0-9])sk-[A-Za-z0-9]{32,}/g),
  format('stripe-key', 'a Stripe key', 'k_', /(?<![A-Za-z0-9])[rs]k_(?:live|test|prod)_[A-Za-z0-9]{16,}/g),
  format('npm-token', 'an npm token', '_authToken', /:_authToken=(?!\$)[\w-]{8,}/g),
  format('digitalocean-token', 'a DigitalOcean token', '_v1_', /do[opr]_v1_[0-9a-f]{64}/g),
  format('terraform-token', 'a Terraform Cloud token', '.atlasv1.', /\w{14}\.atlasv1\.[\w-]{60,}/g),
  format('mailgun-key', 'a Mailgun key', 'key-', /(?<!\w)key-[0-9a-f]{32}(?!\w)/g),
  format('mailgun-key', 'a Mailgun key', '-', /(?<!\w)[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?!\w)/g),
  format('mailchimp-key', 'a Mailchimp key', '-us', /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/g),
  // https://dev.maxmind.com/license-key-format/
  format('maxmind-key', 'a MaxMind license key', '_mmk', /(?<!\w)[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?!\w)/g),
  // https://developer.paypal.com/braintree/docs/guides/authorization/overview
  format(
    'braintree-token',
    'a Braintree access token',
    'access_token$',
    /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}/g,
  ),
  format('telegram-token', 'a Telegram bot token', ':AA', /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/g),
  // The id of the bot, the time, and a signature. https://docs.discord.com/developers/reference#authentication
  format(
    'discord-token',
    'a Discord bot token',
    '.',
    /(?<![\w.-])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![\w.-])/g,
  ),
  // https://learn.microsoft.com/entra/identity-platform/
  format(
    'azure-client-secret',
    'a client secret of Microsoft Entra',
    'Q~',
    /(?<![\w~.-])[A-Za-z0-9_~.]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g,
  ),
  format('azure-key', 'an Azure key', 'AzCa', /(?<!\w)[\w+/=-]{30,80}(?:AzCa|AzSe|ACDb|\+ASt|JQQJ99)[\w+/=-]{4,}/g),
  format(...WEBHOOK, '/api/webhooks/', /discord(?:app)?\.com\/api\/webhooks\/\d{15,20}\/[\w-]{50,}/g),
  format(...WEBHOOK, '.webhook.office.com/', /\.webhook\.office\.com\/webhookb2\/[\w@/-]{60,}/g),
  format(...WEBHOOK, 'hooks.zapier.com/', /hooks\.zapier\.com\/hooks\/catch\/\d+\/\w{6,}/g),
  format(
    'auth-header',
    'an authorization header',
    ' ',
    /^(?:Bearer|Basic|Token|SSWS|Splunk|ApiKey|GenieKey|Bot)\s(?=[^\s]*\d)[\w.~+/=:-]{16,}$/gi,
  ),
  format('azure-key', 'an Azure key', 'Key=', /(?:Account|Access)Key=[A-Za-z0-9+/]{40,}/g),
  format(...SIGNED, 'sig', /[?&](?:sig|signature|Signature)=[\w%+/-]{27,}/g),
  format(...SIGNED, 'X-Amz-S', /[?&]X-Amz-Signature=[0-9a-f]{64}/g),
];

const PEM = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?<body>[^-]{0,8000})/g;
const PUTTY = /PuTTY-User-Key-File-\d[\s\S]{1,400}Private-Lines/;
const PEM_KEY = format(...PRIVATE_KEY, 'PRIVATE KEY', PEM).detection;

/** A salted hash of crypt, bcrypt or argon2, as in `htpasswd`. Weak passwords are found from it. */
const HASH = format(
  'password-hash',
  'a password hash',
  '$',
  /(?<![\w$])\${1,2}(?:2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|(?:apr1|1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|[56]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86}|y\$[./A-Za-z0-9]+\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{43}|argon2(?:id|i|d)\$v=\d+\$[\w=,]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]{20,})/g,
);

const ALL = [...VENDORS, ...FORMATS, HASH];
/** Most marks have a separator, and many random texts have none. */
const WITHOUT_SEPARATOR = ALL.filter(({ mark }) => !/[_.-]/.test(mark));

const SHORT = ALL.filter(({ mark }) => mark.length < 3);

/** Where the first three characters of a mark are in the table. Others can be there too. */
const place = (text: string, at: number): number =>
  ((text.charCodeAt(at) * 37 + text.charCodeAt(at + 1)) * 37 + text.charCodeAt(at + 2)) & 0xffff;

const STARTS = new Uint8Array(0x10000);
for (const { mark } of ALL) if (mark.length >= 3) STARTS[place(mark, 0)] = 1;

/** Whether a value can have a mark of three or more characters. It spares a hundred searches. */
function mayHaveMark(value: string): boolean {
  for (let at = value.length - 3; at >= 0; at--) if (STARTS[place(value, at)]) return true;
  return false;
}

/** The credential format of a value or of a part of it. A format that is only filled up is none. */
export function findFormat(value: string): Detection | undefined {
  if (value.includes('PRIVATE KEY') && hasPrivateKey(value)) return PEM_KEY;
  if (value.includes('PuTTY') && PUTTY.test(value)) return PEM_KEY;
  if (!/[\w.+/=~-]{16}|\$\w/.test(value)) return undefined;
  const formats = !mayHaveMark(value) ? SHORT : /[_.-]/.test(value) ? ALL : WITHOUT_SEPARATOR;
  return formats.find((one) => value.includes(one.mark) && matches(one, value))?.detection;
}

function matches({ mark, pattern }: Format, value: string): boolean {
  for (const { 0: text } of value.matchAll(pattern)) {
    if (!isFilledUp(text, text.indexOf(mark) + mark.length)) return true;
  }
  return false;
}

/** The content has to be base64 of some length: `<your key>`, `...` and `MIIE…` are none. */
function hasPrivateKey(value: string): boolean {
  for (const { groups } of value.matchAll(PEM)) {
    const body = (groups?.['body'] ?? '').replace(/\\n|\\r|\s+|[A-Za-z-]+:[^\n]*/g, '');
    const run = /[A-Za-z0-9+/=]{40,}/.exec(body)?.[0].slice(0, 200);
    if (run !== undefined && looksRandom(run)) return true;
  }
  return false;
}
