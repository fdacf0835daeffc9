import { createHash } from 'node:crypto';

/** The account that examples and tests play in. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** Where the deployment of tests is, and the unique id of the role of its `detect`. */
export const HOME = { account: ACCOUNT, region: REGION };
export const DETECT_ROLE = 'AROADETECT0000000000';
/** How SQS names what `detect` sent. */
export const DETECT = `${DETECT_ROLE}:plumbline-test-detect`;

type Identity = Readonly<Record<string, unknown>>;

/** Somebody with a session of an IAM Identity Center permission set. */
export function ssoUser(email: string, permissionSet: string): Identity {
  return assumedRole(`AWSReservedSSO_${permissionSet}_0123456789abcdef`, email);
}

export function assumedRole(role: string, session: string): Identity {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE0000000000:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE000000000',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE0000000000',
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-03-02T07:55:00Z', mfaAuthenticated: 'false' },
    },
  };
}

export function iamUser(userName: string): Identity {
  return {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE0000000000',
    arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
    accountId: ACCOUNT,
    accessKeyId: 'AKIAEXAMPLE000000000',
    userName,
  };
}

export const root: Identity = {
  type: 'Root',
  principalId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};

/** The same identity, acting through an AWS service. */
export function through(service: string, identity: Identity): Identity {
  return { ...identity, invokedBy: `${service}.amazonaws.com` };
}

export interface RecordParts {
  readonly request?: unknown;
  readonly response?: unknown;
  readonly resources?: unknown;
  /** What AWS itself did: the record is one of a service event, with this. */
  readonly additionalEventData?: unknown;
  /** ISO, UTC. */
  readonly at?: string;
  readonly by?: Identity;
  readonly region?: string;
  readonly account?: string;
  readonly errorCode?: string;
  readonly id?: string;
  readonly sourceIp?: string;
  readonly userAgent?: string;
}

export type TrailRecord = Readonly<Record<string, unknown>> & { readonly eventID: string };

/**
 * One CloudTrail record as a trail writes it: `trailRecord('ec2:CreateVpc', { request: … })`.
 * The same parts give the same record, ids included, so that output can be compared.
 */
export function trailRecord(event: `${string}:${string}`, parts: RecordParts = {}): TrailRecord {
  const [service = '', eventName = ''] = event.split(':');
  const at = parts.at ?? '2026-03-02T09:00:00Z';
  return {
    eventVersion: '1.11',
    userIdentity: parts.by ?? ssoUser('jane@example.com', 'Developer'),
    eventTime: at,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: parts.region ?? REGION,
    sourceIPAddress: parts.sourceIp ?? '198.51.100.7',
    userAgent: parts.userAgent ?? 'aws-cli/2.31.0',
    ...(parts.errorCode ? { errorCode: parts.errorCode, errorMessage: 'The call was refused.' } : {}),
    requestParameters: parts.request ?? null,
    responseElements: parts.response ?? null,
    requestID: uuidOf(`request ${event} ${at}`),
    eventID: parts.id ?? uuidOf(JSON.stringify([event, at, parts])),
    readOnly: false,
    ...(parts.resources ? { resources: parts.resources } : {}),
    ...(parts.additionalEventData ? { additionalEventData: parts.additionalEventData } : {}),
    eventType: parts.additionalEventData ? 'AwsServiceEvent' : 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: parts.account ?? ACCOUNT,
    eventCategory: 'Management',
  };
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
