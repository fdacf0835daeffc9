import { EVERYTHING, putsRight, type Scope } from './scope.ts';

/** What is chosen at `serverless deploy`, checked. `serverless.yml` says what each means. */
export interface Params {
  /** Before the stage in every name, so that one account may have several of them. */
  readonly name: string;
  readonly stage: string;
  readonly region: string;
  /** `off` as well where the settings leave nothing that may be put right. */
  readonly remediation: 'off' | 'approve' | 'auto';
  /** `ssm:<name>` or the ARN of a secret; empty: there is no Slack. */
  readonly slackWebhook: string;
  readonly alertEmail: string;
  readonly kmsKey: string;
  readonly logRetentionInDays: number;
  readonly sweepRate: string;
  readonly detectConcurrency: number;
  readonly scope: Scope;
}

/** What leaves room for the region and the service in the 64 characters of a rule's name. */
const LONGEST_NAMES = 29;
/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** A field of a cron expression; of the days of month and week, one is left open. */
const FIELD = String.raw`[\w*/,#-]+`;
/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const SCHEDULE = new RegExp(
  String.raw`^(rate\(1 (minute|hour|day)\)|rate\(([2-9]|[1-9]\d+) (minute|hour|day)s\)|` +
    String.raw`cron\(${FIELD} ${FIELD} (\? ${FIELD} ${FIELD}|${FIELD} ${FIELD} \?) ${FIELD}\))$`,
);
const SECRET = /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+$/;
const PARAMETER = /^[\w./-]+$/;

/** Texts as the command line gives them. */
export type Given = Readonly<Record<string, string | number>>;

/**
 * The parameters that are given, and what the settings leave to be done.
 * @throws {Error} with a sentence on everything that is wrong.
 */
export function paramsFrom(given: Given, scope: Scope = EVERYTHING): Params {
  const text = (name: string) => String(given[name] ?? '').trim();
  const wrong: string[] = [];
  const expect = (name: string, right: boolean, sentence: string) => {
    if (!right) wrong.push(`${name} ${sentence}.`);
  };
  // Without hyphens, so that no other name and stage make the same prefix.
  expect(
    'name',
    /^[a-z][a-z0-9]{0,19}$/.test(text('name')),
    'is 1 to 20 small letters and digits, with a letter first',
  );
  expect(
    'stage',
    /^[a-z][a-z0-9-]{0,19}$/.test(text('stage')),
    'is 1 to 20 small letters, digits and hyphens, with a letter first',
  );
  expect(
    'name and stage',
    text('name').length + text('stage').length <= LONGEST_NAMES,
    `have at most ${LONGEST_NAMES} characters together, since AWS takes no longer names of rules and roles`,
  );
  expect('remediation', /^(off|approve|auto)$/.test(text('remediation')), 'must be off, approve or auto');
  expect(
    'slackWebhook',
    text('slackWebhook') === '' || SECRET.test(text('slackWebhook')) || PARAMETER.test(text('slackWebhook')),
    "is the name of an SSM parameter or the ARN of a secret that holds the webhook's address, never the address itself",
  );
  expect('alertEmail', /^$|^[^\s@]+@[^\s@]+$/.test(text('alertEmail')), 'is an email address');
  expect(
    'kmsKey',
    /^$|^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(text('kmsKey')),
    'is the ARN of a KMS key (not of an alias)',
  );
  expect(
    'kmsKey',
    !text('kmsKey').startsWith('arn:') || text('kmsKey').split(':')[3] === text('region'),
    'must be a key of the region that is deployed to, since no other is of any use there',
  );
  expect(
    'logRetentionInDays',
    RETENTIONS.includes(Number(text('logRetentionInDays'))),
    `must be one of ${RETENTIONS.join(', ')}`,
  );
  expect(
    'sweepRate',
    SCHEDULE.test(text('sweepRate')),
    'is a schedule such as rate(1 hour), rate(6 hours) or cron(0 6 * * ? *): a rate is of 1 minute, hour or day, or of more minutes, hours or days; a cron has six fields, one of the two for days being ?',
  );
  const concurrency = Number(text('detectConcurrency'));
  expect(
    'detectConcurrency',
    Number.isInteger(concurrency) && concurrency >= 2 && concurrency <= 1000,
    'is a whole number from 2 to 1000',
  );
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return {
    name: text('name'),
    stage: text('stage'),
    region: text('region'),
    remediation: putsRight(scope) ? (text('remediation') as Params['remediation']) : 'off',
    slackWebhook: webhookOf(text('slackWebhook')),
    alertEmail: text('alertEmail'),
    kmsKey: text('kmsKey'),
    logRetentionInDays: Number(text('logRetentionInDays')),
    sweepRate: text('sweepRate'),
    detectConcurrency: concurrency,
    scope,
  };
}

function webhookOf(given: string): string {
  if (given === '') return '';
  return SECRET.test(given) ? given : `ssm:${given}`;
}

/** Every name in the account begins with it. */
export function prefixOf({ name, stage }: Pick<Params, 'name' | 'stage'>): string {
  return `${name}-${stage}`;
}
