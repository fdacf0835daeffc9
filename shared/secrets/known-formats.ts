import { byValue, type Detection } from './detection.ts';
import { isFilledUp } from './placeholders.ts';

/** A detector failed, and the others found nothing. The value is not known to be harmless. */
export class UndecidedValue extends Error {
  override readonly name = 'UndecidedValue';
}

/** Scans a value for the token formats of many vendors. */
export type Scan = (value: string) => Detection | undefined;

type Preset = typeof import('@secretlint/secretlint-rule-preset-recommend');
type Rule = Preset['rules'][number];
type Context = Parameters<Rule['create']>[0];

const RULE_PREFIX = '@secretlint/secretlint-rule-';

/** Account ids are not secrets. Comments in a value must not switch the scan off. */
const IGNORED_MESSAGES = new Set(['AWSAccountID']);
/** URLs and private keys are judged by `urls.ts` and `values.ts`, which recognise placeholders in them. */
const IGNORED_RULES = new Set(['filter-comments', 'basicauth', 'database-connection-string', 'privatekey']);

const DETECTIONS: Readonly<Record<string, Detection>> = {
  '1password': byValue('1password-token', 'a 1Password service account token'),
  anthropic: byValue('anthropic-key', 'an Anthropic API key'),
  aws: byValue('aws-secret-key', 'an AWS secret access key'),
  cloudflare: byValue('cloudflare-token', 'a Cloudflare token'),
  databricks: byValue('databricks-token', 'a Databricks token'),
  docker: byValue('docker-token', 'a Docker access token'),
  figma: byValue('figma-token', 'a Figma token'),
  gcp: byValue('google-service-account', 'a Google service account key'),
  github: byValue('github-token', 'a GitHub token'),
  gitlab: byValue('gitlab-token', 'a GitLab token'),
  grafana: byValue('grafana-token', 'a Grafana token'),
  groq: byValue('groq-key', 'a Groq API key'),
  'hashicorp-vault': byValue('vault-token', 'a Vault token'),
  huggingface: byValue('huggingface-token', 'a Hugging Face token'),
  linear: byValue('linear-key', 'a Linear API key'),
  notion: byValue('notion-token', 'a Notion token'),
  npm: byValue('npm-token', 'an npm token'),
  openai: byValue('openai-key', 'an OpenAI API key'),
  sendgrid: byValue('sendgrid-key', 'a SendGrid API key'),
  shopify: byValue('shopify-token', 'a Shopify token'),
  slack: byValue('slack-token', 'a Slack token or webhook'),
  stripe: byValue('stripe-key', 'a Stripe key'),
  tailscale: byValue('tailscale-key', 'a Tailscale key'),
  vercel: byValue('vercel-token', 'a Vercel token'),
};

const OTHER = byValue('known-format', 'a value in the format of a known credential');

let loading: Promise<Scan> | undefined;

/** The formats are loaded once, when they are first needed. Most values are judged without them. */
export function loadScan(): Promise<Scan> {
  loading ??= import('@secretlint/secretlint-rule-preset-recommend').then(({ rules }) => createScan(rules));
  return loading;
}

/**
 * Runs the rules directly. `@secretlint/core` is not used, because it never deletes the performance marks of its scans,
 * is asynchronous, and writes the value into its messages. A report here holds only an id, so no text can leak.
 */
export function createScan(rules: readonly Pick<Rule, 'meta' | 'create'>[]): Scan {
  let hit: Detection | undefined;
  let scanned = '';
  const handlers = rules
    .map((rule) => ({ rule, id: rule.meta.id.replace(RULE_PREFIX, '') }))
    .filter(({ id }) => !IGNORED_RULES.has(id))
    .map(({ rule, id }) =>
      rule.create(
        createContext((messageId, range) => {
          if (IGNORED_MESSAGES.has(messageId) || (range && isFilledPart(scanned.slice(...range)))) return;
          hit ??= DETECTIONS[id] ?? OTHER;
        }),
        {},
      ),
    );
  return (content) => {
    hit = undefined;
    scanned = content;
    let failed = false;
    const source = { content, filePath: 'value', ext: '', contentType: 'text', hasBOM: false } as const;
    for (const { file } of handlers) {
      try {
        void file?.(source as Parameters<NonNullable<typeof file>>[0]);
      } catch {
        // The other rules still judge. The error may quote the value, so it is not passed on.
        failed = true;
      }
      if (hit) break;
    }
    if (failed && !hit) throw new UndecidedValue();
    return hit;
  };
}

/** The vendors' prefixes end with a dash, an underscore or a dot. A report can include the name before the value. */
function isFilledPart(text: string): boolean {
  const value = text.split(/[=:\s"']+/).findLast((part) => part !== '') ?? '';
  return isFilledUp(value, /^(?:[A-Za-z0-9]{1,8}[-_.]){0,3}/.exec(value)?.[0].length ?? 0);
}

function createContext(report: (messageId: string, range: readonly [number, number] | undefined) => void): Context {
  return {
    sharedOptions: {},
    createTranslator: () => (messageId: string) => ({ messageId, message: '' }),
    ignore: () => {},
    report: (found: {
      readonly message: { readonly messageId: string };
      readonly range?: readonly [number, number];
    }) => {
      report(found.message.messageId, found.range);
    },
  } as Context;
}
