import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { DescribeDBSnapshotAttributesCommand, RDSClient } from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, test } from 'vitest';
import { createAws } from '../../shared/aws/clients.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import lambdaFunction from '../../shared/resources/lambda-function/reader.ts';
import rdsSnapshot from '../../shared/resources/rds-snapshot/reader.ts';
import securityGroup from '../../shared/resources/security-group/reader.ts';
import { refOn } from '../support/aws.ts';

/** Other tests use the real clients of the same process. */
const mocks: { restore(): void }[] = [];
afterEach(() => {
  for (const mock of mocks.splice(0)) mock.restore();
});
const mocked: typeof mockClient = (client) => {
  const mock = mockClient(client);
  mocks.push(mock);
  return mock;
};

const ranges = [{ CidrIp: '203.0.113.0/24' }, { CidrIp: '0.0.0.0/0' }, { CidrIp: '198.51.100.0/24' }];
const ports = [22, 3306, 443].map((port) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: ranges }));
const accounts = ['444455556666', '111122223333', '222233334444'];
const statements = ['b', 'c', 'a'].map((Sid) => ({ Sid, Effect: 'Allow', Principal: '*', Action: 'lambda:*' }));
const variables = [
  ['B', '1'],
  ['C', '2'],
  ['A', '3'],
] as const;

/** What AWS answers: as it stands here, or turned round. */
type Turn = <T>(list: readonly T[]) => T[];

describe('AWS promises no order: the same state is read alike whatever order it comes in', () => {
  test.each<[string, AnyReader, string, (turn: Turn) => void]>([
    [
      'security group',
      securityGroup,
      'sg-1',
      (turn) => {
        const permissions = turn(ports.map((each) => ({ ...each, IpRanges: turn(ranges) })));
        const group = { GroupId: 'sg-1', IpPermissions: permissions, IpPermissionsEgress: permissions };
        mocked(EC2Client)
          .on(DescribeSecurityGroupsCommand)
          .resolves({ SecurityGroups: [group] });
      },
    ],
    [
      'RDS snapshot',
      rdsSnapshot,
      'snapshot:a',
      (turn) => {
        const DBSnapshotAttributes = [{ AttributeName: 'restore', AttributeValues: turn(accounts) }];
        mocked(RDSClient)
          .on(DescribeDBSnapshotAttributesCommand)
          .resolves({ DBSnapshotAttributesResult: { DBSnapshotAttributes } });
      },
    ],
    [
      'Lambda function',
      lambdaFunction,
      'f',
      (turn) => {
        mocked(LambdaClient)
          .on(GetFunctionConfigurationCommand)
          .resolves({ Environment: { Variables: Object.fromEntries(turn(variables)) } })
          .on(ListAliasesCommand)
          .resolves({ Aliases: turn([{ Name: 'live' }, { Name: 'beta' }]) })
          .on(ListVersionsByFunctionCommand)
          .resolves({ Versions: turn([{ Version: '$LATEST' }, { Version: '1' }]) })
          .on(GetPolicyCommand)
          .resolves({ Policy: JSON.stringify({ Statement: turn(statements) }) });
      },
    ],
  ])('%s', async (_, reader, id, answers) => {
    const read = async (turn: Turn) => {
      answers(turn);
      return JSON.stringify(await reader.read(refOn(reader, id), createAws({ maxAttempts: 1 })));
    };
    expect(await read((list) => list.toReversed())).toBe(await read((list) => [...list]));
  });
});
