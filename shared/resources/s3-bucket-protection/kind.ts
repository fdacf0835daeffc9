import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { bucketArn } from '../common/bucket-arn.ts';
import { known, requested } from '../common/named.ts';
import { neighbours } from './neighbours.ts';

/** For how long S3 keeps new objects from being deleted. */
export interface LockRule {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

export interface AccessLogging {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * What keeps the data of a bucket from being lost, and says who used it: apart from its access settings, so that these
 * are judged without the calls for this.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/data-protection.html
 */
export interface S3BucketProtection {
  readonly versioned?: boolean;
  /** Whether deleting a version needs MFA. */
  readonly mfaDelete?: boolean;
  /** Days after which the first of its rules deletes current objects. `null`: none does. `0`: on a certain day. */
  readonly expires?: number | null;
  /** The default retention of Object Lock. `null`: new objects can be deleted. */
  readonly lock?: LockRule | null;
  /** `null`: requests are not logged. */
  readonly logging?: AccessLogging | null;
}

const named = requested('bucket', 'bucketName');

export const s3BucketProtection = defineKind<S3BucketProtection>()({
  name: 's3-bucket-protection',
  type: 'AWS::S3::Bucket',
  title: 'Protection of the data in an S3 bucket',
  blank: {},
  arn: bucketArn,
  neighbours,
  tagging: { 's3:PutBucketTagging': named, 's3:DeleteBucketTagging': named },
  events: {
    // In us-east-1 the call also succeeds for a bucket that the account already has.
    's3:CreateBucket': { ids: named, creates: isNew, evolve: begin },
    's3:PutBucketVersioning': { ids: named, sets: ['versioned', 'mfaDelete'], evolve: version },
    's3:PutBucketLifecycle': { ids: named, sets: ['expires'], evolve: putLifecycle },
    's3:PutBucketLifecycleConfiguration': { ids: named, sets: ['expires'], evolve: putLifecycle },
    's3:DeleteBucketLifecycle': { ids: named, sets: ['expires'], evolve: (state) => ({ ...state, expires: null }) },
    's3:PutObjectLockConfiguration': { ids: named, sets: ['lock'], evolve: lock },
    's3:PutBucketObjectLockConfiguration': { ids: named, sets: ['lock'], evolve: lock },
    's3:PutBucketLogging': { ids: named, sets: ['logging'], evolve: log },
    's3:DeleteBucket': { ids: named, evolve: () => GONE },
  },
});

function isNew({ awsRegion }: TrailEvent): boolean {
  return awsRegion !== 'us-east-1';
}

/** Object Lock brings versioning with it. */
function begin(state: S3BucketProtection, event: TrailEvent): S3BucketProtection {
  if (!isNew(event)) return state;
  const versioned = getFlag(event.requestParameters, 'x-amz-bucket-object-lock-enabled') ?? false;
  return { versioned, mfaDelete: false, expires: null, lock: null, logging: null };
}

function version(state: S3BucketProtection, { requestParameters: request }: TrailEvent): S3BucketProtection {
  const status = getText(request, 'VersioningConfiguration', 'Status');
  const mfa = getText(request, 'VersioningConfiguration', 'MfaDelete');
  if (!status && !mfa) throw new UnreadableEvent('PutBucketVersioning shows no status');
  return known<S3BucketProtection>({
    ...state,
    versioned: status ? status === 'Enabled' : state.versioned,
    mfaDelete: mfa ? mfa === 'Enabled' : state.mfaDelete,
  });
}

function putLifecycle(state: S3BucketProtection, event: TrailEvent): S3BucketProtection {
  const configuration = get(event.requestParameters, 'LifecycleConfiguration');
  if (configuration === undefined) throw new UnreadableEvent(`${event.eventName} shows no rules`);
  const days = getList(configuration, 'Rule').flatMap((rule) =>
    getText(rule, 'Status') === 'Enabled' ? expirationIn(get(rule, 'Expiration')) : [],
  );
  return { ...state, expires: firstOf(days) };
}

function expirationIn(expiration: unknown): number[] {
  if (getText(expiration, 'Date')) return [0];
  const days = getNumber(expiration, 'Days');
  return days === undefined ? [] : [days];
}

/** The shortest of these times. `null`: there is none. */
export function firstOf(days: readonly number[]): number | null {
  return days.length === 0 ? null : Math.min(...days);
}

function lock(state: S3BucketProtection, { requestParameters: request }: TrailEvent): S3BucketProtection {
  const rule = get(request, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention');
  const found = lockRuleOf(getText(rule, 'Mode'), getNumber(rule, 'Days'), getNumber(rule, 'Years'));
  if (found && !Number.isSafeInteger(found.days)) throw new UnreadableEvent('The retention is no number of days');
  return { ...state, lock: found };
}

/** A year of AWS has 365 days here. */
export function lockRuleOf(
  mode: string | undefined,
  days: number | undefined,
  years: number | undefined,
): LockRule | null {
  if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') return null;
  return { mode, days: days ?? (years ?? 0) * 365 };
}

/** A request without a target switches the logging off. */
function log(state: S3BucketProtection, { requestParameters: request }: TrailEvent): S3BucketProtection {
  const target = get(request, 'BucketLoggingStatus', 'LoggingEnabled');
  const bucket = getText(target, 'TargetBucket');
  return { ...state, logging: bucket ? { bucket, prefix: getText(target, 'TargetPrefix') ?? '' } : null };
}
