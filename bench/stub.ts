import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ACCOUNT, trailRecord } from '../test/support/events.ts';

/** An empty module, which measures what Node takes by itself. */
export const EMPTY = 'data:text/javascript,export const handler = undefined';

const GROUP = 'sg-0123456789abcdef0';

/** An event that changed the security group of the simulated AWS. */
export const change = {
  'detail-type': 'AWS API Call via CloudTrail',
  account: ACCOUNT,
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

/** A batch of the queue of changes with one message, as SQS hands it to a function. */
export function batchOf(messageId: string, event: object): { readonly Records: readonly object[] } {
  const attributes = { SenderId: 'AIDAEVENTBRIDGE', ApproximateReceiveCount: '1' };
  return { Records: [{ messageId, body: JSON.stringify(event), attributes }] };
}

export interface Stub {
  /** The environment variables of a function's process. */
  readonly environment: Readonly<Record<string, string>>;
  /** How many calls it has answered: an event that no function has looked at measures nothing. */
  answered(): number;
  close(): void;
}

/**
 * A server that simulates AWS and answers at once.
 * @param cidr The addresses that the security group lets in.
 */
export async function startStub(cidr: string): Promise<Stub> {
  let answered = 0;
  const server = createServer((request, response) => {
    answered += 1;
    void text(request).then(() => response.end(answerTo(request, cidr)));
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
        [
          'DETECT_ROLE_ID',
          'PLUMBLINE_PREFIX',
          'TABLE_NAME',
          'TOPIC_ARN',
          'BUS_NAME',
          'REMEDIATE_ROLE',
          'RESPOND_FUNCTION',
        ].map((key) => [key, 'bench']),
      ),
      ...Object.fromEntries(
        ['CHANGES_QUEUE', 'CHANGES_DLQ', 'SWEEPS_QUEUE', 'DELIVERIES_QUEUE', 'REMEDIATIONS_QUEUE'].map((key) => [
          `${key}_URL`,
          `${url}/queue`,
        ]),
      ),
      ACCOUNT_ID: ACCOUNT,
      REMEDIATION: 'approve',
      SWEEP_RATE: 'rate(6 hours)',
    },
    answered: () => answered,
    close: () => void server.close(),
  };
}

/** DynamoDB is empty and accepts every write. EC2 has one security group. */
function answerTo({ headers }: IncomingMessage, cidr: string): string {
  if (headers['x-amz-target']) return JSON.stringify({ Items: [] });
  return `<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>${GROUP}</groupId><groupName>web</groupName>
    <ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>
    <ipRanges><item><cidrIp>${cidr}</cidrIp></item></ipRanges></item></ipPermissions></item></securityGroupInfo>
    </DescribeSecurityGroupsResponse>`;
}
