import { ACCOUNT, iamUser, REGION, type RecordParts, root, type TrailRecord, trailRecord } from './events.ts';

/** A sign-in to the console, as CloudTrail records it: the region is that of the sign-in endpoint. */
export function signIn(parts: RecordParts & { readonly failed?: boolean; readonly mfa?: boolean } = {}): TrailRecord {
  const { failed = false, mfa = true, ...others } = parts;
  const record = trailRecord('signin:ConsoleLogin', {
    by: withoutKey(iamUser('jane')),
    region: 'us-east-1',
    response: { ConsoleLogin: failed ? 'Failure' : 'Success' },
    ...others,
  });
  return {
    ...record,
    ...(failed ? { errorMessage: 'Failed authentication' } : {}),
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: mfa ? 'Yes' : 'No',
    },
    eventType: 'AwsConsoleSignIn',
  };
}

/** A user with this name does not exist: the caller may have written a password in its place, so AWS hides it. */
export const HIDDEN = {
  type: 'IAMUser',
  accountId: ACCOUNT,
  accessKeyId: '',
  userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
};

export function denied(parts: RecordParts & { readonly event?: `${string}:${string}` } = {}): TrailRecord {
  const { event = 'secretsmanager:GetSecretValue', ...others } = parts;
  const record = trailRecord(event, { by: iamUser('jane'), errorCode: 'AccessDenied', ...others });
  return { ...record, readOnly: true };
}

export function byRoot(parts: RecordParts & { readonly event?: `${string}:${string}` } = {}): TrailRecord {
  const { event = 'iam:CreateAccessKey', ...others } = parts;
  return trailRecord(event, { by: root, region: 'us-east-1', ...others });
}

function withoutKey({ accessKeyId: _key, ...identity }: Readonly<Record<string, unknown>>) {
  return identity;
}

/** As EventBridge sends a record. */
export function fromEventBridge(record: TrailRecord): string {
  const type =
    record['eventType'] === 'AwsConsoleSignIn' ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail';
  return JSON.stringify({
    version: '0',
    id: record.eventID,
    'detail-type': type,
    source: `aws.${String(record['eventSource']).split('.')[0]}`,
    account: ACCOUNT,
    time: record['eventTime'],
    region: record['awsRegion'] ?? REGION,
    resources: [],
    detail: record,
  });
}
