import { byValue, type Detection } from './detection.ts';

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
const IGNORED_RULES = new Set(['filter-comments']);

const DETECTIONS: Readonly<Record<string, Detection>> = {
  '1password': byValue('1password-token', 'a 1Password service account token'),
  anthropic: byValue('anthropic-key', 'an Anthropic API key'),
  aws: byValue('aws-secret-key', 'an AWS secret access key'),
  basicauth: byValue('basic-auth-url', 'a URL with a password in it'),
  'database-connection-string': byValue('connection-string', 'a connection string with a password in it'),
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
  privatekey: byValue('private-key', 'a private key'),
  sendgrid: byValue('sendgrid-key', 'a SendGrid API key'),
  shopify: byValue('shopify-token', 'a Shopify token'),
  slack: byValue('slack-token', 'a Slack token or webhook'),
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
  const handlers = rules
    .map((rule) => ({ rule, id: rule.meta.id.replace(RULE_PREFIX, '') }))
    .filter(({ id }) => !IGNORED_RULES.has(id))
    .map(({ rule, id }) =>
      rule.create(
        createContext((messageId) => {
          if (!IGNORED_MESSAGES.has(messageId)) hit ??= DETECTIONS[id] ?? OTHER;
        }),
        {},
      ),
    );
  return (content) => {
    hit = undefined;
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

function createContext(report: (messageId: string) => void): Context {
  return {
    sharedOptions: {},
    createTranslator: () => (messageId: string) => ({ messageId, message: '' }),
    ignore: () => {},
    report: ({ message }: { readonly message: { readonly messageId: string } }) => {
      report(message.messageId);
    },
  } as Context;
}
