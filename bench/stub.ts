import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { trailRecord } from '../test/support/events.ts';

/** What Node takes by itself, on this machine as busy as it is. */
export const EMPTY = 'data:text/javascript,export const handler = undefined';

const GROUP = 'sg-0123456789abcdef0';

/** Somebody opened or closed a port of the one security group there is. */
export const change = {
  'detail-type': 'AWS API Call via CloudTrail',
  account: '111122223333',
  detail: trailRecord('ec2:AuthorizeSecurityGroupIngress', {
    request: {
      groupId: GROUP,
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
      },
    },
    response: { _return: true },
  }),
};

export interface Stub {
  /** What a function's process needs to know of its surroundings. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** A server that plays AWS and answers at once, so that the time is that of our code. `cidr`: what the group lets in. */
export async function startStub(cidr: string): Promise<Stub> {
  const server = createServer((request, response) => {
    void request.resume().once('end', () => response.end(answerTo(request, cidr)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: url,
      ...Object.fromEntries(
        ['ACCOUNT_ID', 'TABLE_NAME', 'TOPIC_ARN', 'BUS_NAME', 'REMEDIATE_ROLE'].map((key) => [key, 'bench']),
      ),
      ...Object.fromEntries(
        ['CHANGES', 'SWEEPS', 'DELIVERIES', 'REMEDIATIONS'].map((key) => [`${key}_QUEUE_URL`, `${url}/queue`]),
      ),
      REMEDIATION: 'approve',
    },
    close: () => void server.close(),
  };
}

/** DynamoDB has nothing stored and takes everything; EC2 has one security group. */
function answerTo({ headers }: IncomingMessage, cidr: string): string {
  if (headers['x-amz-target']) return JSON.stringify({ Items: [] });
  return `<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>${GROUP}</groupId><groupName>web</groupName>
    <ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>
    <ipRanges><item><cidrIp>${cidr}</cidrIp></item></ipRanges></item></ipPermissions></item></securityGroupInfo>
    </DescribeSecurityGroupsResponse>`;
}
