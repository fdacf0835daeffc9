import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Aws } from '../../shared/aws/clients.ts';
import type { Ref } from '../../shared/core/ref.ts';
import type { TrailRecord } from '../support/events.ts';
import { happened } from './happened.ts';
import { PLACE } from './place.ts';

/** A resource as it should be, and somebody who changes it. */
export interface Scene {
  readonly ref: Ref;
  /** What CloudTrail wrote when it was made. */
  readonly made: TrailRecord;
  /** Somebody changes it. Gives what CloudTrail writes of that. */
  drift(): Promise<readonly TrailRecord[]>;
  /** As AWS itself shows it. */
  look(): Promise<unknown>;
}

export const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const HTTPS_INSIDE = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };

/** Somebody lets the internet log in, beside a restricted rule. */
export async function openedGroup(aws: Aws, name: string): Promise<Scene> {
  const ec2 = aws.client(EC2Client, PLACE);
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name }));
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [HTTPS_INSIDE] }));
  return {
    ref: { kind: 'security-group', ...PLACE, id: GroupId },
    made: happened('ec2:CreateSecurityGroup', { groupName: name }, { response: { _return: true, groupId: GroupId } }),
    async drift() {
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [SSH] }));
      const items = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }];
      return [happened('ec2:AuthorizeSecurityGroupIngress', { groupId: GroupId, ipPermissions: { items } })];
    },
    async look() {
      const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
      const permissions = SecurityGroups?.[0]?.IpPermissions ?? [];
      return permissions
        .map(({ FromPort, IpRanges }) => `${FromPort} from ${IpRanges?.map(({ CidrIp }) => CidrIp).join()}`)
        .sort();
    },
  };
}

/** Somebody gives everybody what is in a bucket. */
export async function publicBucket(aws: Aws, Bucket: string): Promise<Scene> {
  const s3 = aws.client(S3Client, PLACE);
  const statement = (Principal: unknown) => ({
    Effect: 'Allow',
    Principal,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  });
  const reader = statement({ AWS: `arn:aws:iam::${PLACE.account}:root` });
  const put = (...Statement: readonly unknown[]) => {
    const policy = { Version: '2012-10-17', Statement };
    return s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) })).then(() => policy);
  };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: PLACE.region } }));
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  await put(reader);
  return {
    ref: { kind: 's3-bucket', ...PLACE, id: Bucket },
    made: happened('s3:CreateBucket', { bucketName: Bucket }),
    async drift() {
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      const bucketPolicy = await put(reader, { Sid: 'Everybody', ...statement('*') });
      return [
        happened('s3:DeleteBucketPublicAccessBlock', { bucketName: Bucket, publicAccessBlock: '' }),
        happened('s3:PutBucketPolicy', { bucketName: Bucket, bucketPolicy, policy: '' }),
      ];
    },
    async look() {
      const blocked = await s3.send(new GetPublicAccessBlockCommand({ Bucket })).then(
        ({ PublicAccessBlockConfiguration: switches }) => Object.values(switches ?? {}).every(Boolean),
        () => false,
      );
      const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      return { blocked, statements: (JSON.parse(Policy) as { Statement: unknown[] }).Statement.length };
    },
  };
}

/** Made up; has the shape of a key. */
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY';

/** Somebody puts a secret into the environment of a function. */
export async function leakyFunction(aws: Aws, FunctionName: string): Promise<Scene> {
  const lambda = aws.client(LambdaClient, PLACE);
  const { Role } = await aws.client(IAMClient, PLACE).send(
    new CreateRoleCommand({
      RoleName: FunctionName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    }),
  );
  const settings = { FunctionName, Role: Role?.Arn, Runtime: 'nodejs24.x', Handler: 'index.handler' } as const;
  // An empty archive.
  const Code = { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') };
  await lambda.send(new CreateFunctionCommand({ ...settings, Code, Environment: { Variables: { STAGE: 'prod' } } }));
  // CloudTrail writes an empty environment whatever the variables are.
  const shown = { functionName: FunctionName, environment: {} };
  return {
    ref: { kind: 'lambda-function', ...PLACE, id: FunctionName },
    made: happened('lambda:CreateFunction20150331', shown, { response: shown }),
    async drift() {
      const Variables = { STAGE: 'prod', PAYMENT_API_KEY: SECRET };
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
      return [happened('lambda:UpdateFunctionConfiguration20150331v2', shown, { response: shown })];
    },
    async look() {
      const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return Object.keys(Environment?.Variables ?? {}).sort();
    },
  };
}
