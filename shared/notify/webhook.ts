import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Aws } from '../aws/clients.ts';
import type { Permissions } from '../aws/permissions.ts';
import { Redacted } from '../core/redacted.ts';
import { refused } from './refused.ts';

/**
 * SSM also reads secrets of Secrets Manager, and then needs both permissions.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export const permissions: Permissions = {
  'ssm:GetParameter': 'ssm:{region}:{account}:parameter/{webhook}',
  'secretsmanager:GetSecretValue': 'secretsmanager:{region}:{account}:secret:{secret}',
};

const BY_REFERENCE = '/aws/reference/secretsmanager/';

/**
 * The name by which SSM reads the webhook's URL. `where` is `ssm:/plumbline/slack` or `/plumbline/slack` for a
 * parameter, `secretsmanager:slack` or an ARN for a secret.
 * @throws where it is none of these.
 */
export function parameterName(where: string): string {
  const secret = /^(?:secretsmanager:|arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)(.+)$/.exec(where)?.[1];
  // An ARN ends with a hyphen and six random characters, which are not part of the name.
  if (secret !== undefined) return BY_REFERENCE + (where.startsWith('arn:') ? secret.replace(/-\w{6}$/, '') : secret);
  const parameter = where.replace(/^ssm:/, '');
  if (/^[\w./-]+$/.test(parameter)) return parameter;
  throw refused('Misconfigured', 'SLACK_WEBHOOK is the name of neither a parameter nor a secret.');
}

/** A new URL is used at the latest after this time. Seconds. */
const LONGEST_CACHED = 300;

export interface WebhookOptions {
  readonly aws: Aws;
  readonly region: string;
  /** Where the URL is stored; see `parameterName`. */
  readonly where: string;
  /** A host besides Slack's own, with its port. On this machine it needs no TLS. */
  readonly host?: string | undefined;
}

/** Reads the URL; `fresh`: not from the cache. No error holds it. */
export type Webhook = (fresh?: boolean) => Promise<Redacted>;

export function createWebhook({ aws, region, where, host }: WebhookOptions): Webhook {
  const provider = new SSMProvider({ awsSdkV3Client: aws.client(SSMClient, { region }) });
  const name = parameterName(where);
  return async (fresh = false) => {
    const value = await provider
      .get(name, { decrypt: true, maxAge: LONGEST_CACHED, forceFetch: fresh })
      // The provider wraps the SDK's error and so hides whether it is temporary.
      .catch((error: unknown) =>
        Promise.reject(error instanceof Error && error.cause instanceof Error ? error.cause : error),
      );
    return checked(new Redacted(value?.trim() ?? ''), host);
  };
}

const SLACK_HOSTS: readonly string[] = ['hooks.slack.com', 'hooks.slack-gov.com'];
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Events go to Slack, or to the one host of the deployment: write access to the parameter is not enough to divert them. */
function checked(address: Redacted, host: string | undefined): Redacted {
  const url = URL.canParse(address.reveal()) ? new URL(address.reveal()) : undefined;
  if (!url) throw misplaced('is not a URL');
  const known = url.host === host || SLACK_HOSTS.includes(url.host);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (!known || !safe || url.username || url.password) {
    throw misplaced('is not an https URL of an allowed host');
  }
  return address;
}

function misplaced(why: string): Error {
  return refused('Misconfigured', `The stored Slack webhook ${why}.`);
}
