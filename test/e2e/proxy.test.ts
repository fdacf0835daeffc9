import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Proxy, startProxy } from './proxy.ts';

let target: Server;
let proxy: Proxy;
let transactions = 0;
/** How long the stand-in takes. Milliseconds. */
let pause = 0;

beforeEach(async () => {
  transactions = 0;
  pause = 0;
  target = createServer((asked, answer) => {
    asked.resume();
    setTimeout(() => {
      transactions += 1;
      answer.writeHead(200).end(`{"number":${transactions}}`);
    }, pause);
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  proxy = await startProxy(`http://127.0.0.1:${(target.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await proxy.stop();
  target.closeAllConnections();
  target.close();
});

async function transact(token: string, signal?: AbortSignal): Promise<string> {
  const answer = await fetch(proxy.url, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=respond/20260302/eu-west-1/dynamodb/aws4_request',
      'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
    },
    body: JSON.stringify({ TransactItems: [], ClientRequestToken: token }),
    ...(signal ? { signal } : {}),
  });
  return answer.text();
}

test('a transaction is done once for one token, and every attempt gets the same answer', async () => {
  expect(await Promise.all([transact('a'), transact('a')])).toEqual(['{"number":1}', '{"number":1}']);
  expect(await transact('b')).toBe('{"number":2}');
  expect(transactions).toBe(2);
});

test('it is idle only when the request of a process that gave up is done', async () => {
  pause = 100;
  const process = new AbortController();
  // The request has come, and nobody waits for its answer any more.
  proxy.fault = () => {
    process.abort();
    return undefined;
  };
  await expect(transact('a', process.signal)).rejects.toThrow(/aborted/);
  expect(transactions).toBe(0);
  await proxy.idle();
  expect(transactions).toBe(1);
});
