/*
 * Accounts of AWS services that customers' policies name. In newer regions these services use service principals.
 */

/** The accounts of one service. */
interface ServiceAccounts {
  /** Its service principal. */
  readonly service: string;
  /** By region. `global`: one account for all regions of the partition `aws`. */
  readonly accounts: Readonly<Record<string, string>>;
}

/**
 * "Enable access logs for your Application Load Balancer" (Elastic Load Balancing User Guide), "Getting started with
 * Elastic Load Balancing" for China and GovCloud.
 */
const LOAD_BALANCING: ServiceAccounts = {
  service: 'logdelivery.elasticloadbalancing.amazonaws.com',
  accounts: {
    'af-south-1': '098369216593',
    'ap-east-1': '754344448648',
    'ap-northeast-1': '582318560864',
    'ap-northeast-2': '600734575887',
    'ap-northeast-3': '383597477331',
    'ap-south-1': '718504428378',
    'ap-southeast-1': '114774131450',
    'ap-southeast-2': '783225319266',
    'ap-southeast-3': '589379963580',
    'ca-central-1': '985666609251',
    'cn-north-1': '638102146993',
    'cn-northwest-1': '037604701340',
    'eu-central-1': '054676820928',
    'eu-north-1': '897822967062',
    'eu-south-1': '635631232127',
    'eu-west-1': '156460612806',
    'eu-west-2': '652711504416',
    'eu-west-3': '009996457667',
    'me-south-1': '076674570225',
    'sa-east-1': '507241528517',
    'us-east-1': '127311923021',
    'us-east-2': '033677994240',
    'us-gov-east-1': '190560391635',
    'us-gov-west-1': '048591011584',
    'us-west-1': '027434742980',
    'us-west-2': '797873946194',
  },
};

/** "Database audit logging" (Amazon Redshift Management Guide). Redshift names the user `logs` of these accounts. */
const REDSHIFT: ServiceAccounts = {
  service: 'redshift.amazonaws.com',
  accounts: {
    'af-south-1': '365689465814',
    'ap-east-1': '313564881002',
    'ap-northeast-1': '404641285394',
    'ap-northeast-2': '760740231472',
    'ap-northeast-3': '090321488786',
    'ap-south-1': '865932855811',
    'ap-southeast-1': '361669875840',
    'ap-southeast-2': '762762565011',
    'ca-central-1': '907379612154',
    'cn-north-1': '111890595117',
    'cn-northwest-1': '660998842044',
    'eu-central-1': '053454850223',
    'eu-north-1': '729911121831',
    'eu-south-1': '945612479654',
    'eu-west-1': '210876761215',
    'eu-west-2': '307160386991',
    'eu-west-3': '915173422425',
    'me-south-1': '013126148197',
    'sa-east-1': '075028567923',
    'us-east-1': '193672423079',
    'us-east-2': '391106570357',
    'us-gov-east-1': '665727464434',
    'us-gov-west-1': '665727464434',
    'us-west-1': '262260360010',
    'us-west-2': '902366379725',
  },
};

/**
 * Policies of before 2014 name them. "Amazon S3 bucket policy for CloudTrail", "CloudTrail supported Regions" (CloudTrail
 * User Guide).
 */
const CLOUDTRAIL: ServiceAccounts = {
  service: 'cloudtrail.amazonaws.com',
  accounts: {
    'af-south-1': '525921808201',
    'ap-east-1': '119688915426',
    'ap-northeast-1': '216624486486',
    'ap-northeast-2': '492519147666',
    'ap-northeast-3': '765225791966',
    'ap-south-1': '977081816279',
    'ap-south-2': '582488909970',
    'ap-southeast-1': '903692715234',
    'ap-southeast-2': '284668455005',
    'ap-southeast-3': '069019280451',
    'ap-southeast-4': '187074758985',
    'ca-central-1': '819402241893',
    'cn-north-1': '193415116832',
    'cn-northwest-1': '681348832753',
    'eu-central-1': '035351147821',
    'eu-central-2': '453052556044',
    'eu-north-1': '829690693026',
    'eu-south-1': '669305197877',
    'eu-south-2': '757211635381',
    'eu-west-1': '859597730677',
    'eu-west-2': '282025262664',
    'eu-west-3': '262312530599',
    'il-central-1': '683224464357',
    'me-central-1': '585772288577',
    'me-south-1': '034638983726',
    'sa-east-1': '814480443879',
    'us-east-1': '086441151436',
    'us-east-2': '475085895292',
    'us-gov-east-1': '608710470296',
    'us-gov-west-1': '608710470296',
    'us-west-1': '388731089494',
    'us-west-2': '113285607260',
  },
};

/** "Setting up an Amazon S3 bucket for Cost and Usage Reports" (AWS Data Exports User Guide). */
const BILLING: ServiceAccounts = { service: 'billingreports.amazonaws.com', accounts: { global: '386209384616' } };

/** S3 shows the canonical id below as this account. "Standard logging (legacy)" (CloudFront Developer Guide). */
const CLOUDFRONT: ServiceAccounts = { service: 'delivery.logs.amazonaws.com', accounts: { global: '162777425019' } };

const OWNED: ReadonlyMap<string, string> = new Map(
  [LOAD_BALANCING, REDSHIFT, CLOUDTRAIL, BILLING, CLOUDFRONT].flatMap(({ service, accounts }) =>
    Object.values(accounts).map((account) => [account, service] as const),
  ),
);

/** What delivers logs: the documented policies allow these actions, and none that reads objects. */
const DELIVERS = new Set([
  's3:putobject',
  's3:putobjectacl',
  's3:getbucketacl',
  's3:putbucketacl',
  's3:getbucketpolicy',
  's3:getbucketlocation',
]);

/** Whether an action, in lower case, is one by which logs are delivered. */
export const deliversLogs = (action: string): boolean => DELIVERS.has(action);

/**
 * The AWS service that an account belongs to, if AWS documents the account and the action, in lower case, delivers logs.
 * Any other action is none that the service asks for.
 */
export const serviceDelivering = (account: string, action: string): string | undefined =>
  deliversLogs(action) ? OWNED.get(account) : undefined;

/** The id that S3 gives to callers without credentials. "Access control list (ACL) overview" (S3 User Guide). */
export const ANONYMOUS_CANONICAL_ID = '65a011a29cdf8ec533ec3d1ccaae921c';

/** The log delivery of CloudFront. "Configure standard logging (legacy)" (CloudFront Developer Guide). */
export const CLOUDFRONT_LOGS_CANONICAL_ID = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

/** Whether a text is an account id. */
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);
