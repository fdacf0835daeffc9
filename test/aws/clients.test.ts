import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Aws, createAws } from '../../shared/aws/clients.ts';
import { failureOf } from '../../shared/aws/failure.ts';
import { type Call, observed } from '../support/observed.ts';

const LIMIT = 150;
const ATTEMPTS = 2;
/** The SDK's pause, and time of a machine that does other things as well. Milliseconds. */
const SPARE = 1_500;

const PLACE = { region: 'eu-west-1' };
/** One call of each protocol that AWS speaks. */
const CALLS: Readonly<Record<string, (aws: Aws) => Promise<unknown>>> = {
  JSON: (aws) => aws.client(KMSClient, PLACE).send(new DescribeKeyCommand({ KeyId: 'x' })),
  'JSON or CBOR': (aws) =>
    aws.client(DynamoDBClient, PLACE).send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } })),
  'queries and XML': (aws) => aws.client(EC2Client, PLACE).send(new DescribeVpcsCommand({})),
  'REST and a document': (aws) => aws.client(S3Client, PLACE).send(new GetBucketPolicyCommand({ Bucket: 'x' })),
};

/** Servers that never come to the end of an answer. */
const SERVERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'never answers': () => undefined,
  'answers with headers and then stalls': (response) => response.writeHead(200).flushHeaders(),
  'announces a length and stalls within it': (response) => response.writeHead(200, { 'content-length': 10 }).write('{'),
  trickles: (response) => {
    response.writeHead(200).write(' ');
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  },
};

let server: Server;
let requests = 0;
let answer: (response: ServerResponse) => void = () => undefined;

beforeEach(async () => {
  requests = 0;
  server = createServer((_, response) => {
    requests += 1;
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

describe.each(Object.entries(SERVERS))('a server that %s', (_, behaviour) => {
  test.each(Object.entries(CALLS))('ends a call by %s in time, as not answered', async (_name, call) => {
    answer = behaviour;
    const calls: Call[] = [];
    const aws = observed(createAws({ maxAttempts: ATTEMPTS, requestTimeout: LIMIT }), (each) => calls.push(each));
    const started = performance.now();
    const error = await call(aws).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(failureOf(error)).toBe('unanswered');
    expect(performance.now() - started).toBeLessThan(ATTEMPTS * LIMIT + SPARE);
    expect(requests).toBe(ATTEMPTS);
    expect(calls.map((each) => each.error)).toEqual(['TimeoutError', 'TimeoutError']);
    // Nothing is left that a later answer could come through.
    await expect.poll(() => connections()).toBe(0);
  });
});

test('an answer that ends in time is read in full, and the connection is used again', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).write('{"KeyMetadata":');
    setTimeout(() => response.end('{"KeyId":"x"}}'), LIMIT / 3);
  };
  const aws = createAws({ maxAttempts: 1, requestTimeout: LIMIT * 4 });
  for (const _ of [1, 2]) expect(await CALLS['JSON']?.(aws)).toMatchObject({ KeyMetadata: { KeyId: 'x' } });
  expect(await connections()).toBe(1);
  // The limit of a call that is over ends nothing.
  await new Promise((resolve) => setTimeout(resolve, LIMIT * 5));
  expect(await connections()).toBe(1);
});

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
