import { byValue, type Detection } from './detection.ts';

/** A format of a value or of a part of it. Every match contains `mark`: a search for it is cheaper. */
interface Format {
  readonly detection: Detection;
  readonly mark: string;
  readonly pattern: RegExp;
}

const format = (detector: string, phrase: string, mark: string, pattern: RegExp): Format => ({
  detection: byValue(detector, phrase),
  mark,
  pattern,
});

const PRIVATE_KEY = ['private-key', 'a private key'] as const;
const OPENAI = ['openai-key', 'an OpenAI API key'] as const;
const STRIPE = ['stripe-key', 'a Stripe key'] as const;
const AWS = ['aws-access-key', 'an AWS access key'] as const;
const WEBHOOK = ['webhook-url', 'a webhook URL that anybody may post to'] as const;
const GITLAB = ['gitlab-token', 'a GitLab token'] as const;

/** A token must not begin inside a longer word. */
const FORMATS: readonly Format[] = [
  format(...PRIVATE_KEY, 'PRIVATE KEY', /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY/),
  format(...PRIVATE_KEY, 'PuTTY-User-Key-File-', /PuTTY-User-Key-File-\d/),
  format(...PRIVATE_KEY, 'AGE-SECRET-KEY-1', /AGE-SECRET-KEY-1[A-Z0-9]{20}/),
  // The ids of roles and users (AROA, AIDA) have the same form and give no access.
  format(...AWS, 'AKIA', /(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])/),
  format(...AWS, 'ASIA', /(?<![A-Z0-9])ASIA[A-Z0-9]{16}(?![A-Z0-9])/),
  format('jwt', 'a JSON Web Token', 'eyJ', /(?<![\w-])eyJ[\w-]{8,}\.(?:eyJ[\w-]{4,}|[\w-]{16,})\.[\w-]{8,}/),
  format('github-token', 'a GitHub token', 'gh', /(?<![A-Za-z0-9])gh[oprsu]_[A-Za-z0-9]{36}/),
  format(...GITLAB, 'gl', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|oas|ptt|soat|imt|agent|ft)-[\w-]{20}/),
  format('google-api-key', 'a Google API key', 'AIza', /(?<![\w-])AIza[\w-]{35}(?![\w-])/),
  format('google-oauth-secret', 'a Google OAuth client secret', 'GOCSPX-', /GOCSPX-[\w-]{24}/),
  format('google-oauth-token', 'a Google OAuth token', 'ya29.', /(?<!\w)ya29\.[\w-]{20}/),
  format('anthropic-key', 'an Anthropic API key', 'sk-ant-', /(?<![A-Za-z0-9])sk-ant-[\w-]{20}/),
  format(...OPENAI, 'sk-', /(?<![A-Za-z0-9])sk-(?:proj|svcacct|admin|or-v1)-[\w-]{20}/),
  format(...OPENAI, 'sk-', /(?<![A-Za-z0-9])sk-[A-Za-z0-9]{32}/),
  format(...STRIPE, 'k_', /(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16}/),
  format('stripe-webhook-secret', 'a Stripe webhook secret', 'whsec_', /whsec_[A-Za-z0-9+/]{24}/),
  format('twilio-key', 'a Twilio API key', 'SK', /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/),
  format('vault-token', 'a Vault token', 'hv', /(?<![A-Za-z0-9])hv[brs]\.[\w-]{24}/),
  format('npm-token', 'an npm token', '_authToken', /:_authToken=(?!\$)[\w-]{8}/),
  format('pypi-token', 'a PyPI token', 'pypi-', /pypi-AgE[\w-]{30}/),
  format('digitalocean-token', 'a DigitalOcean token', '_v1_', /do[opr]_v1_[0-9a-f]{64}/),
  format('pulumi-token', 'a Pulumi token', 'pul-', /(?<!\w)pul-[0-9a-f]{40}/),
  format('terraform-token', 'a Terraform Cloud token', '.atlasv1.', /\w{14}\.atlasv1\.[\w-]{60}/),
  format('mailgun-key', 'a Mailgun key', 'key-', /(?<!\w)key-[0-9a-f]{32}(?!\w)/),
  format('mailchimp-key', 'a Mailchimp key', '-us', /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/),
  format('brevo-key', 'a Brevo key', 'xkeysib-', /xkeysib-[0-9a-f]{64}/),
  format('square-token', 'a Square token', 'sq0', /sq0(?:atp|csp)-[\w-]{22}/),
  format('new-relic-key', 'a New Relic key', 'NRA', /NRAK-[A-Z0-9]{27}/),
  format('atlassian-token', 'an Atlassian token', 'ATATT3', /ATATT3[\w=-]{60}/),
  format('sentry-token', 'a Sentry token', 'sntry', /sntry[su]_[\w+/=]{40}/),
  format('doppler-token', 'a Doppler token', 'dp.', /(?<!\w)dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40}/),
  format('planetscale-token', 'a PlanetScale token', 'pscale_', /pscale_(?:tkn|pw|oauth)_[\w-]{32}/),
  format('postman-key', 'a Postman key', 'PMAK-', /PMAK-[0-9a-f]{24}-[0-9a-f]{34}/),
  format('telegram-token', 'a Telegram bot token', ':AA', /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/),
  format(...WEBHOOK, '/api/webhooks/', /discord(?:app)?\.com\/api\/webhooks\/\d{15,20}\/[\w-]{50}/),
  format(...WEBHOOK, '.webhook.office.com/', /\.webhook\.office\.com\/webhookb2\/[\w@/-]{60}/),
  format(...WEBHOOK, 'hooks.zapier.com/', /hooks\.zapier\.com\/hooks\/catch\/\d+\/\w{6}/),
  format(
    'auth-header',
    'an authorization header',
    ' ',
    /^(?:Bearer|Basic|Token|SSWS|Splunk)\s(?=[^\s]*\d)[\w.~+/=-]{16,}$/i,
  ),
  format('azure-key', 'an Azure key', 'Key=', /(?:Account|Access)Key=[A-Za-z0-9+/]{40}/),
  format(
    'signed-url',
    'a signed URL that gives its holder access',
    'sig',
    /[?&](?:sig|signature|Signature)=[\w%+/-]{27}/,
  ),
  format('signed-url', 'a signed URL that gives its holder access', 'X-Amz-S', /[?&]X-Amz-Signature=[0-9a-f]{64}/),
];

/** The credential format of a value or of a part of it. */
export function findFormat(value: string): Detection | undefined {
  return FORMATS.find(({ mark, pattern }) => value.includes(mark) && pattern.test(value))?.detection;
}
