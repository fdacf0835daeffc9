import { parseArn } from '../shared/core/arn.ts';
import { EVERYTHING, remediates, type Scope } from './scope.ts';

/** The parameters of `serverless deploy`, checked. `serverless.yml` says what each means. */
export interface Params {
  readonly name: string;
  readonly stage: string;
  /** `<name>-<stage>`. The names of all resources begin with it, so that one account can have several deployments. */
  readonly prefix: string;
  readonly region: string;
  /** Also `off` where the settings let no rule remediate. */
  readonly remediation: 'off' | 'approve' | 'auto';
  /** As it was given, also where the settings leave nothing to remediate. */
  readonly remediationGiven: 'off' | 'approve' | 'auto';
  /** `ssm:<name>` or the ARN of a secret; empty: there is no Slack. */
  readonly slackWebhook: string;
  /** How people make requests: by direct calls of the function, or by its URL, which says who they are. */
  readonly requests: 'invoke' | 'url';
  readonly alertEmail: string;
  readonly kmsKey: string;
  /** The ARN of the role that may put messages of dead-letter queues back; empty: none may. */
  readonly redriveRole: string;
  /** Whether a second stack brings the events of global services from their region. */
  readonly forwarder: 'on' | 'off';
  /** Whether resources of global services are judged here; of several deployments in an account, one should. */
  readonly global: 'on' | 'off';
  readonly logRetentionInDays: number;
  readonly sweepRate: string;
  readonly detectConcurrency: number;
  /** The file with the settings; empty: `plumbline.yml`, where there is one. */
  readonly config: string;
  readonly scope: Scope;
}

/** Leaves room for the region and the service in the 64 characters of a rule's name. */
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

/** On where they are not given. */
const SWITCHES = ['forwarder', 'global'];

/** Parameters as the command line gives them. */
export type Given = Readonly<Record<string, string | number>>;

/**
 * Checks parameters, and completes them with what the settings leave to be judged and remediated.
 * @throws {Error} with one sentence for each parameter that is wrong.
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
    'must be 1 to 20 lowercase letters and digits, beginning with a letter',
  );
  expect(
    'stage',
    /^[a-z][a-z0-9-]{0,19}$/.test(text('stage')),
    'must be 1 to 20 lowercase letters, digits and hyphens, beginning with a letter',
  );
  expect(
    'name and stage',
    text('name').length + text('stage').length <= LONGEST_NAMES,
    `must have at most ${LONGEST_NAMES} characters together, since names of EventBridge rules are limited to 64`,
  );
  expect('remediation', /^(off|approve|auto)$/.test(text('remediation')), 'must be off, approve or auto');
  expect(
    'slackWebhook',
    text('slackWebhook') === '' || SECRET.test(text('slackWebhook')) || PARAMETER.test(text('slackWebhook')),
    "must be the name of an SSM parameter or the ARN of a secret that holds the webhook's URL, never the URL itself",
  );
  expect('requests', /^(invoke|url|)$/.test(text('requests')), 'must be invoke or url');
  expect('alertEmail', /^$|^[^\s@]+@[^\s@]+$/.test(text('alertEmail')), 'must be an email address');
  expect(
    'kmsKey',
    /^$|^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(text('kmsKey')),
    'must be the ARN of a KMS key (not of an alias)',
  );
  expect(
    'kmsKey',
    (parseArn(text('kmsKey'))?.region ?? text('region')) === text('region'),
    'must be a key of the region that is deployed to, since a key works only in its own region',
  );
  expect(
    'redriveRole',
    /^$|^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(text('redriveRole')),
    'must be the ARN of an IAM role',
  );
  for (const name of SWITCHES) expect(name, /^(on|off)?$/.test(text(name)), 'must be on or off');
  expect(
    'logRetentionInDays',
    RETENTIONS.includes(Number(text('logRetentionInDays'))),
    `must be one of ${RETENTIONS.join(', ')}`,
  );
  expect(
    'sweepRate',
    SCHEDULE.test(text('sweepRate')),
    'must be a schedule such as rate(1 hour), rate(6 hours) or cron(0 6 * * ? *): a rate has a number and minutes, hours or days (1 minute, 2 minutes); a cron has six fields, and one of its two fields for days is ?',
  );
  const concurrency = Number(text('detectConcurrency'));
  expect(
    'detectConcurrency',
    Number.isInteger(concurrency) && concurrency >= 2 && concurrency <= 1000,
    'must be a whole number from 2 to 1000',
  );
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return {
    name: text('name'),
    stage: text('stage'),
    prefix: `${text('name')}-${text('stage')}`,
    region: text('region'),
    remediation: remediates(scope) ? (text('remediation') as Params['remediation']) : 'off',
    remediationGiven: text('remediation') as Params['remediation'],
    slackWebhook: webhookOf(text('slackWebhook')),
    requests: (text('requests') || 'invoke') as Params['requests'],
    alertEmail: text('alertEmail'),
    kmsKey: text('kmsKey'),
    redriveRole: text('redriveRole'),
    forwarder: text('forwarder') === 'off' ? 'off' : 'on',
    global: text('global') === 'off' ? 'off' : 'on',
    logRetentionInDays: Number(text('logRetentionInDays')),
    sweepRate: text('sweepRate'),
    detectConcurrency: concurrency,
    config: text('config'),
    scope,
  };
}

function webhookOf(given: string): string {
  if (given === '') return '';
  return SECRET.test(given) ? given : `ssm:${given}`;
}
