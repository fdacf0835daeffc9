import { readdirSync } from 'node:fs';

/*
 * One resource of each kind, as AWS answers with it: enough for a read to make all of its calls. A function has one
 * published version and one alias; users, groups and roles have one inline policy.
 */

const DOCUMENT = encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [] }));
const PREFIX = 'plumbline-prod';

/** The ids that are read, each with what it is where a kind has several. Left out: any id, such as the kind's name. */
export const IDS: Readonly<Record<string, readonly (readonly [what: string, id: string])[]>> = {
  'ebs-volume': [['', 'vol-1']],
  'iam-entity': [
    ['role', 'role/one'],
    ['user', 'user/one'],
    ['group', 'group/one'],
    ['managed policy', 'policy/one'],
  ],
  'own-component': [
    ['function', `function/${PREFIX}-detect`],
    ['event source mapping', `mapping/${PREFIX}-changes/9f1e7c1a-0000-4000-8000-000000000001`],
    ['queue', `queue/${PREFIX}-changes`],
    ['rule', `rule/${PREFIX}-ec2`],
    ['table', `table/${PREFIX}-FindingsTable-1`],
    ['topic', `topic/${PREFIX}-findings`],
  ],
  'rds-database': [
    ['instance', 'db:one'],
    ['cluster', 'cluster:one'],
  ],
  'rds-snapshot': [
    ['of an instance', 'snapshot:one'],
    ['of a cluster', 'cluster-snapshot:one'],
  ],
  vpc: [['', 'vpc-1']],
};

/** By command, or by service and command where two services have one. */
export type Answers = Readonly<Record<string, object>>;

const SHARED: Answers = {
  DescribeCertificate: { Certificate: { Type: 'IMPORTED', DomainName: 'example.com' } },
  GetCertificate: {},
  ListCertificates: {},
  DescribeImageAttribute: { LaunchPermissions: [] },
  DescribeImages: { Images: [{ ImageId: 'ami-1' }] },
  DescribeClientVpnEndpoints: { ClientVpnEndpoints: [{ ClientVpnEndpointId: 'cvpn-endpoint-1' }] },
  DescribeClientVpnRoutes: { Routes: [] },
  DescribeClientVpnAuthorizationRules: { AuthorizationRules: [] },
  GetTrail: { Trail: {} },
  GetTrailStatus: { IsLogging: true },
  GetEventSelectors: {},
  ListTrails: { Trails: [] },
  GetEbsEncryptionByDefault: { EbsEncryptionByDefault: true },
  DescribeSnapshotAttribute: { CreateVolumePermissions: [] },
  DescribeSnapshots: { Snapshots: [{ SnapshotId: 'snap-1' }] },
  DescribeVolumes: { Volumes: [{ VolumeId: 'vol-1', Encrypted: true }] },
  DescribeTaskDefinition: { taskDefinition: { status: 'ACTIVE', containerDefinitions: [] } },
  ListTaskDefinitionFamilies: { families: ['one'] },
  GetAccountPasswordPolicy: { PasswordPolicy: {} },
  GetAccountSummary: { SummaryMap: { AccountAccessKeysPresent: 0 } },
  ListVirtualMFADevices: { VirtualMFADevices: [] },
  GetAccountAuthorizationDetails: { RoleDetailList: [{ RoleName: 'one', Path: '/' }] },
  GetUser: { User: { UserName: 'one' } },
  GetGroup: { Group: { GroupName: 'one' } },
  GetRole: { Role: { RoleName: 'one', AssumeRolePolicyDocument: DOCUMENT } },
  ListUserPolicies: { PolicyNames: ['one'] },
  ListGroupPolicies: { PolicyNames: ['one'] },
  ListRolePolicies: { PolicyNames: ['one'] },
  GetUserPolicy: { PolicyDocument: DOCUMENT },
  GetGroupPolicy: { PolicyDocument: DOCUMENT },
  GetRolePolicy: { PolicyDocument: DOCUMENT },
  ListAttachedUserPolicies: { AttachedPolicies: [] },
  ListAttachedGroupPolicies: { AttachedPolicies: [] },
  ListAttachedRolePolicies: { AttachedPolicies: [] },
  'IAM GetPolicy': { Policy: { DefaultVersionId: 'v1' } },
  ListPolicyVersions: { Versions: [{ VersionId: 'v1' }] },
  GetPolicyVersion: { PolicyVersion: { Document: DOCUMENT } },
  DescribeKey: { KeyMetadata: { KeyId: 'one', KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS', KeyState: 'Enabled' } },
  GetKeyPolicy: { Policy: '{}' },
  GetKeyRotationStatus: { KeyRotationEnabled: true },
  ListKeys: { Keys: [{ KeyId: 'one' }] },
  'KMS ListAliases': { Aliases: [] },
  GetFunctionConfiguration: { FunctionName: 'one' },
  'Lambda ListAliases': { Aliases: [{ Name: 'live' }] },
  ListVersionsByFunction: { Versions: [{ Version: '$LATEST' }, { Version: '1' }] },
  'Lambda GetPolicy': { Policy: JSON.stringify({ Statement: [] }) },
  ListFunctions: { Functions: [{ FunctionName: 'one' }] },
  DescribeLogGroups: { logGroups: [{ logGroupName: 'log-group', retentionInDays: 365 }] },
  GetEventSourceMapping: { State: 'Enabled' },
  GetFunctionConcurrency: {},
  GetQueueUrl: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline-prod-changes' },
  GetQueueAttributes: { Attributes: {} },
  DescribeRule: { Name: 'one', State: 'ENABLED' },
  ListTargetsByRule: { Targets: [] },
  DescribeTable: { Table: { TableStatus: 'ACTIVE' } },
  GetTopicAttributes: { Attributes: {} },
  ListRules: { Rules: [] },
  GetManagedPrefixListEntries: { Entries: [] },
  DescribeManagedPrefixLists: { PrefixLists: [{ PrefixListId: 'pl-1' }] },
  DescribeDBInstances: { DBInstances: [{ DBInstanceIdentifier: 'one' }] },
  DescribeDBClusters: { DBClusters: [{ DBClusterIdentifier: 'one' }] },
  DescribeDBSnapshotAttributes: { DBSnapshotAttributesResult: {} },
  DescribeDBClusterSnapshotAttributes: { DBClusterSnapshotAttributesResult: {} },
  DescribeDBSnapshots: { DBSnapshots: [{ DBSnapshotIdentifier: 'one' }] },
  DescribeRouteTables: { RouteTables: [{ RouteTableId: 'rtb-1' }] },
  GetPublicAccessBlock: { PublicAccessBlockConfiguration: {} },
  GetBucketAcl: { Grants: [] },
  GetBucketPolicy: { Policy: '{}' },
  GetBucketEncryption: {},
  ListBuckets: { Buckets: [{ Name: 'one' }] },
  DescribeSecurityGroups: { SecurityGroups: [{ GroupId: 'sg-1' }] },
  GetSnapshotBlockPublicAccessState: { State: 'unblocked' },
  DescribeVpcs: { Vpcs: [{ VpcId: 'vpc-1' }] },
  DescribeFlowLogs: { FlowLogs: [] },
  DescribeInternetGateways: { InternetGateways: [] },
};

/** What AWS answers to a kind's calls: those of `answers/<kind>.ts` before those that all kinds share. */
export async function answersOf(kind: string): Promise<Answers> {
  const folder = new URL('answers/', import.meta.url);
  if (!readdirSync(folder).includes(`${kind}.ts`)) return SHARED;
  const { ANSWERS } = (await import(new URL(`${kind}.ts`, folder).href)) as { readonly ANSWERS: Answers };
  return { ...SHARED, ...ANSWERS };
}
