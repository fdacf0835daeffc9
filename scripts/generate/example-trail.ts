import {
  ACCOUNT,
  assumedRole,
  iamUser,
  REGION,
  root,
  ssoUser,
  type TrailRecord,
  through,
  trailRecord,
} from '../../test/support/events.ts';

/**
 * A day in an invented account: a deployment, a shortcut for debugging, a bucket shared in a hurry,
 * and somebody with an old access key. `npm run demo` replays it.
 */
export function exampleTrail(): readonly TrailRecord[] {
  return [...deployment(), ...shortcuts(), ...intrusion(), ...response()];
}

const at = (time: string) => `2026-03-02T${time}Z`;
const deployer = assumedRole('deploy', 'GitHubActions');
const jane = ssoUser('jane@example.com', 'Developer');
const priya = ssoUser('priya@example.com', 'DataTeam');
const sam = ssoUser('sam@example.com', 'OnCall');
const intruder = { by: iamUser('ci-legacy'), sourceIp: '203.0.113.66', userAgent: 'Boto3/1.42.0 md/Botocore#1.42.0' };
const ok = { _return: true };

const GROUP = 'sg-0b1d5a7c3e9f2a468';
const KEY = '3f1c7a90-5b2e-4d1a-8c6f-0e9d7b4a2c51';
const SNAPSHOT = 'snap-0c4e8a2b6d1f3957e';

function ingress(port: number): Record<string, unknown> {
  return { groupId: GROUP, ipPermissions: {}, ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIp: '0.0.0.0/0' };
}

function deployment(): TrailRecord[] {
  return [
    trailRecord('ec2:CreateSecurityGroup', {
      at: at('07:58:10'),
      by: deployer,
      request: { groupName: 'web', groupDescription: 'web servers', vpcId: 'vpc-0a2b4c6d8e0f1a3b5' },
      response: { groupId: GROUP, ...ok },
    }),
    trailRecord('ec2:AuthorizeSecurityGroupIngress', {
      at: at('07:58:12'),
      by: deployer,
      request: ingress(443),
      response: ok,
    }),
    trailRecord('rds:CreateDBInstance', {
      at: at('08:02:31'),
      by: through('cloudformation', deployer),
      sourceIp: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
      request: {
        dBInstanceIdentifier: 'orders',
        engine: 'postgres',
        dBInstanceClass: 'db.t4g.medium',
        masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        storageEncrypted: true,
        publiclyAccessible: true,
      },
      response: {
        dBInstanceIdentifier: 'orders',
        engine: 'postgres',
        storageEncrypted: true,
        publiclyAccessible: true,
        dBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`,
      },
    }),
    trailRecord('ecs:RegisterTaskDefinition', { at: at('08:05:47'), by: deployer, ...taskDefinition(12) }),
    trailRecord('lambda:UpdateFunctionConfiguration20150331v2', {
      at: at('08:06:02'),
      by: deployer,
      request: { functionName: 'mailer', environment: {}, timeout: 30 },
      response: { functionName: 'mailer', environment: {}, timeout: 30 },
    }),
  ];
}

/** The password is invented; in a report only its name appears. */
function taskDefinition(revision: number) {
  const container = {
    name: 'api',
    image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/api:1.8.2`,
    user: '1000',
    environment: [
      { name: 'STAGE', value: 'production' },
      { name: 'DB_PASSWORD', value: 'correct-horse-battery' },
    ],
  };
  const definition = { family: 'api', containerDefinitions: [container] };
  const taskDefinitionArn = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/api:${revision}`;
  return {
    request: definition,
    response: { taskDefinition: { ...definition, taskDefinitionArn, revision, status: 'ACTIVE' } },
  };
}

function shortcuts(): TrailRecord[] {
  const bucket = { bucketName: 'example-exports', Host: `example-exports.s3.${REGION}.amazonaws.com` };
  const statement = {
    Sid: 'Share',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::example-exports/*',
  };
  return [
    trailRecord('ec2:AuthorizeSecurityGroupIngress', {
      at: at('09:14:03'),
      by: jane,
      request: ingress(22),
      response: ok,
    }),
    trailRecord('s3:DeleteBucketPublicAccessBlock', {
      at: at('09:31:20'),
      by: priya,
      request: { ...bucket, publicAccessBlock: '' },
    }),
    trailRecord('s3:PutBucketPolicy', {
      at: at('09:32:04'),
      by: priya,
      request: { ...bucket, policy: '', bucketPolicy: { Version: '2012-10-17', Statement: [statement] } },
    }),
    trailRecord('s3:DeleteBucketPolicy', { at: at('11:05:51'), by: priya, request: { ...bucket, policy: '' } }),
    trailRecord('logs:PutRetentionPolicy', {
      at: at('11:40:00'),
      by: jane,
      request: { logGroupName: '/ecs/api', retentionInDays: 7 },
    }),
  ];
}

function intrusion(): TrailRecord[] {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' }],
  };
  return [
    trailRecord('cloudtrail:DeleteTrail', {
      at: at('13:01:40'),
      ...intruder,
      errorCode: 'AccessDenied',
      request: { name: 'audit' },
    }),
    trailRecord('cloudtrail:StopLogging', { at: at('13:02:11'), ...intruder, request: { name: 'audit' } }),
    trailRecord('iam:AttachUserPolicy', {
      at: at('13:03:05'),
      ...intruder,
      region: 'us-east-1',
      request: { userName: 'ci-legacy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    trailRecord('ec2:ModifySnapshotAttribute', {
      at: at('13:04:48'),
      ...intruder,
      request: {
        snapshotId: SNAPSHOT,
        attributeType: 'CREATE_VOLUME_PERMISSION',
        createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
      },
      response: ok,
    }),
    trailRecord('iam:UpdateAssumeRolePolicy', {
      at: at('13:06:19'),
      ...intruder,
      region: 'us-east-1',
      request: { roleName: 'backup', policyDocument: JSON.stringify(trust) },
    }),
    trailRecord('kms:ScheduleKeyDeletion', {
      at: at('13:09:02'),
      ...intruder,
      request: { keyId: KEY, pendingWindowInDays: 7 },
      response: { keyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KEY}`, keyState: 'PendingDeletion' },
    }),
  ];
}

function response(): TrailRecord[] {
  const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KEY}`;
  return [
    trailRecord('cloudtrail:StartLogging', { at: at('13:24:30'), by: sam, request: { name: 'audit' } }),
    trailRecord('kms:CancelKeyDeletion', {
      at: at('13:26:12'),
      by: sam,
      request: { keyId: KEY },
      response: { keyId: key },
    }),
    trailRecord('kms:EnableKey', { at: at('13:26:40'), by: sam, request: { keyId: KEY }, response: { keyId: key } }),
    trailRecord('iam:DetachUserPolicy', {
      at: at('13:31:08'),
      by: sam,
      region: 'us-east-1',
      request: { userName: 'ci-legacy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    trailRecord('iam:CreateAccessKey', {
      at: at('14:12:55'),
      by: root,
      region: 'us-east-1',
      response: {
        accessKey: { accessKeyId: 'AKIAEXAMPLE000000001', status: 'Active', createDate: 'Mar 2, 2026, 2:12:55 PM' },
      },
    }),
    trailRecord('ec2:RevokeSecurityGroupIngress', { at: at('16:43:20'), by: jane, request: ingress(22), response: ok }),
  ];
}
