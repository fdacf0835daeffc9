/*
 * The variables by which each function knows its deployment. serverless.yml sets them, and a test compares the two.
 */

export const DETECT = {
  required: [
    'AWS_REGION',
    'TABLE_NAME',
    'ACCOUNT_ID',
    'REMEDIATION',
    'CHANGES_QUEUE_URL',
    'CHANGES_DLQ_URL',
    'DETECT_ROLE_ID',
    'PLUMBLINE_PREFIX',
  ],
  optional: ['HEARTBEAT_LOG_GROUP', 'REMEDIATE_ROLE'],
} as const satisfies Variables;

export const NOTIFY = {
  required: [
    'AWS_REGION',
    'TABLE_NAME',
    'REMEDIATION',
    'TOPIC_ARN',
    'BUS_NAME',
    'DELIVERIES_QUEUE_URL',
    'RESPOND_FUNCTION',
  ],
  // SLACK_HOST: a webhook of another host than Slack's own.
  // REQUESTS: `url` where requests are taken by the URL of `respond`.
  optional: ['SLACK_QUEUE_URL', 'SLACK_WEBHOOK', 'SLACK_HOST', 'REQUESTS'],
} as const satisfies Variables;

export const REMEDIATE = {
  required: ['AWS_REGION', 'TABLE_NAME', 'REMEDIATION', 'REMEDIATIONS_QUEUE_URL', 'REMEDIATE_ROLE', 'PLUMBLINE_PREFIX'],
  optional: [],
} as const satisfies Variables;

export const RESPOND = {
  required: ['AWS_REGION', 'TABLE_NAME', 'ACCOUNT_ID', 'REMEDIATION'],
  optional: ['REMEDIATIONS_QUEUE_URL', 'REQUESTS'],
} as const satisfies Variables;

export const SWEEP = {
  required: [
    'AWS_REGION',
    'TABLE_NAME',
    'ACCOUNT_ID',
    'REMEDIATION',
    'CHANGES_QUEUE_URL',
    'SWEEPS_QUEUE_URL',
    'SWEEP_RATE',
    'PLUMBLINE_PREFIX',
  ],
  optional: ['HEARTBEAT_LOG_GROUP'],
} as const satisfies Variables;

interface Variables {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** What was deployed: the most that remediation may do. */
export type DeployedRemediation = 'off' | 'approve' | 'auto';

export type Environment<V extends Variables> = {
  readonly [Name in V['required'][number]]: Name extends 'REMEDIATION' ? DeployedRemediation : string;
} & { readonly [Name in V['optional'][number]]: string | undefined };

/**
 * The variables of one function. An empty one counts as missing.
 * @throws {Error} that names what is missing or wrong.
 */
export function environmentOf<V extends Variables>(
  { required, optional }: V,
  given: Readonly<Record<string, string | undefined>> = process.env,
): Environment<V> {
  const missing = required.filter((name) => !given[name]);
  if (missing.length > 0) throw new Error(`Environment variables are missing: ${missing.join(', ')}.`);
  const mode = given['REMEDIATION'];
  if (required.includes('REMEDIATION') && !/^(?:off|approve|auto)$/.test(mode ?? ''))
    throw new Error(`The environment variable REMEDIATION must be off, approve or auto, not ${mode}.`);
  return Object.fromEntries(
    [...required, ...optional].map((name) => [name, given[name] || undefined]),
  ) as unknown as Environment<V>;
}
