import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Aws } from '../aws/clients.ts';
import type { Permissions } from '../aws/permissions.ts';
import { Redacted } from '../core/redacted.ts';
import { refused } from './refused.ts';

/**
 * Secrets of Secrets Manager are read through SSM as well, which asks for both.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export const permissions: Permissions = {
  'ssm:GetParameter': 'ssm:{region}:{account}:parameter/{webhook}',
  'secretsmanager:GetSecretValue': 'secretsmanager:{region}:{account}:secret:{secret}',
};

const BY_REFERENCE = '/aws/reference/secretsmanager/';

/**
 * The parameter that holds the webhook's address: `ssm:/plumbline/slack` or just `/plumbline/slack`;
 * `secretsmanager:slack` or the secret's ARN, as a reference.
 * @throws where it is none of these.
 */
export function parameterName(where: string): string {
  const secret = /^(?:secretsmanager:|arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)(.+)$/.exec(where)?.[1];
  // An ARN has six characters more than the name, by which nobody else's secret of that name is meant.
  if (secret !== undefined) return BY_REFERENCE + (where.startsWith('arn:') ? secret.replace(/-\w{6}$/, '') : secret);
  const parameter = where.replace(/^ssm:/, '');
  if (/^[\w./-]+$/.test(parameter)) return parameter;
  throw refused('Misconfigured', 'SLACK_WEBHOOK names neither a parameter nor a secret.');
}

/** Seconds: a new address is used this long after it was stored at the latest. */
const KEPT = 300;

export interface WebhookOptions {
  readonly aws: Aws;
  readonly region: string;
  /** Where the address is kept; see `parameterName`. */
  readonly where: string;
  /** A host that is allowed beside Slack's, with its port; one of this machine may be spoken to without TLS. */
  readonly host?: string | undefined;
}

/** Reads the address; `fresh`: not from memory. What is thrown never holds it. */
export type Webhook = (fresh?: boolean) => Promise<Redacted>;

export function createWebhook({ aws, region, where, host }: WebhookOptions): Webhook {
  const provider = new SSMProvider({ awsSdkV3Client: aws.client(SSMClient, { region }) });
  const name = parameterName(where);
  return async (fresh = false) => {
    const value = await provider
      .get(name, { decrypt: true, maxAge: KEPT, forceFetch: fresh })
      // The provider wraps what the SDK throws, and so hides whether it may pass.
      .catch((error: unknown) =>
        Promise.reject(error instanceof Error && error.cause instanceof Error ? error.cause : error),
      );
    return checked(new Redacted(value?.trim() ?? ''), host);
  };
}

const SLACK_HOSTS: readonly string[] = ['hooks.slack.com', 'hooks.slack-gov.com'];
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Alerts go to Slack, or to the one host that the owner named: whoever may write the parameter cannot divert them. */
function checked(address: Redacted, host: string | undefined): Redacted {
  const url = URL.canParse(address.reveal()) ? new URL(address.reveal()) : undefined;
  if (!url) throw misplaced('is no URL');
  const known = url.host === host || SLACK_HOSTS.includes(url.host);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (!known || !safe || url.username || url.password) {
    throw misplaced('is no address of an allowed host with https');
  }
  return address;
}

function misplaced(why: string): Error {
  return refused('Misconfigured', `What is kept as the Slack webhook ${why}.`);
}
