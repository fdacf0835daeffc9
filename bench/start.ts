/**
 * How soon a function is ready, and how soon its first event is done: `npm run build && npm run bench:start`. Each
 * try is a process of its own that runs the bundle; AWS is played by a server in this process that answers at once,
 * so that the time is that of our code and of what it loads.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { trailRecord } from '../test/support/events.ts';

const TRIES = Number(process.argv[2] ?? 15);
const BUNDLES = fileURLToPath(new URL('../dist/functions/', import.meta.url));
const GROUP = 'sg-0123456789abcdef0';

const change = {
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

/** What each function is given first; left out: only its start is measured. */
const FIRST: Readonly<Record<string, unknown>> = {
  detect: { Records: [{ messageId: 'm', body: JSON.stringify(change) }] },
  respond: { do: 'pause', by: 'jane@example.com', reason: 'migration' },
  notify: undefined,
  remediate: undefined,
  sweep: undefined,
};

/** Ready: the handler is there, and the process is as old as that. Done: the event's own time, what it loads included. */
const CHILD = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const ready = performance.now();
  if (event) await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60000 });
  console.error(JSON.stringify({ ready, done: performance.now() - ready }));
`;
/** What Node takes by itself, on this machine as busy as it is. */
const EMPTY = 'data:text/javascript,export const handler = undefined';

interface Took {
  readonly ready: number;
  readonly done: number;
}

const server = createServer((request, response) => {
  void request.resume().once('end', () => response.end(answerTo(request)));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

console.log(`Milliseconds, best and median of ${TRIES}: Node ${process.version}\n`);
console.log('| function | start to ready | first event |\n| --- | --- | --- |');
for (const [name, event] of Object.entries({ 'an empty module': undefined, ...FIRST })) {
  const file = name in FIRST ? `${BUNDLES}${name}/index.mjs` : EMPTY;
  if (name in FIRST && !existsSync(file)) throw new Error('There are no bundles: npm run build makes them.');
  const all: Took[] = [];
  for (let each = 0; each < TRIES; each += 1) all.push(await startOnce(file, event));
  const done = event === undefined ? '' : bestAndMedian(all.map((took) => took.done));
  console.log(`| ${name} | ${bestAndMedian(all.map(({ ready }) => ready))} | ${done} |`);
}
server.close();

async function startOnce(file: string, event: unknown): Promise<Took> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', CHILD, file, ...(event === undefined ? [] : [JSON.stringify(event)])],
    {
      env: {
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
    },
  );
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Took;
}

/** DynamoDB has nothing stored and takes everything; EC2 has one security group that is open. */
function answerTo({ headers }: IncomingMessage): string {
  if (headers['x-amz-target']) return JSON.stringify({ Items: [] });
  return `<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>${GROUP}</groupId><groupName>web</groupName>
    <ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>
    <ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item></ipPermissions></item></securityGroupInfo>
    </DescribeSecurityGroupsResponse>`;
}

function bestAndMedian(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[0]?.toFixed(0)}, ${sorted[sorted.length >> 1]?.toFixed(0)}`;
}
