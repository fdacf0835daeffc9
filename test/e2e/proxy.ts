import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf, operationOf } from './operations.ts';

/** One request of a function, as it went. */
export interface Call {
  /** The function, or `''` for what was not signed with a key of one. */
  readonly caller: string;
  /** Which of its processes; `''` where the request does not say it. */
  readonly process: string;
  readonly service: string;
  readonly operation: string;
  /** What a transaction consists of; empty for everything else. */
  readonly parts: readonly string[];
  /** What AWS's stand-in answered; 0 where a fault kept the request from it. */
  status: number;
  /** What the stand-in took. Milliseconds. */
  milliseconds: number;
  /** When it came. Milliseconds, of `performance.now()`. */
  readonly at: number;
  /** What was made go wrong with it. */
  wrong?: Fault | undefined;
}

/**
 * What goes wrong with one request. `lost`: it never arrives; `answer lost`: it took effect; `slow`: as well, and
 * its answer takes longer than anybody waits; `full`: the table takes nothing more of it; `dies before`, `dies after`:
 * the process that asked ends there.
 */
export type Fault = 'lost' | 'answer lost' | 'failing' | 'throttled' | 'slow' | 'full' | 'dies before' | 'dies after';

export interface Proxy {
  readonly url: string;
  readonly calls: Call[];
  /** New connections by function. */
  readonly connections: Map<string, number>;
  /** Bodies that the Slack webhook took. */
  readonly slack: string[];
  /** Asked before each call of a function, with the body of its request. */
  fault: (call: Call, body: string) => Fault | undefined | Promise<Fault | undefined>;
  /** Ends a process of a function, or all of them. */
  kill: (caller: string, process: string | undefined) => void;
  /** How long each request of a function is on its way there, and each answer on its way back. Milliseconds. */
  delay: (call: Call) => number;
  /** How long a slow answer takes: longer than a client waits for it. Milliseconds. */
  slow: number;
  /** Told of every request of a function that the stand-in has answered, whatever becomes of the answer. */
  answered: (call: Call) => void;
  /** Given the body of every request of a function. */
  seen: (body: string) => void;
  /** May change what is asked before it is handed on. */
  rewrite: (call: Pick<Call, 'service' | 'operation'>, url: string, body: Buffer) => Buffer;
  /** Until no request is under way: also not one whose process has died or gave up waiting. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** What the stand-in answered. */
interface Taken {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Where the webhook of Slack is played. */
export const SLACK_PATH = '/services/T0000/B0000/it-is-a-secret';

/** Stands between the functions and the stand-in for AWS: counts, times, and breaks what it is told to break. */
export async function startProxy(target: string): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true });
  const owners = new WeakMap<Socket, string>();
  const underWay = new Set<Promise<void>>();
  const transactions = new Map<string, Promise<Taken>>();
  const server = createServer((asked, answer) => {
    const handled = handle(asked, answer).catch(() => void asked.socket.destroy());
    underWay.add(handled);
    void handled.finally(() => underWay.delete(handled));
  }).listen(0, '127.0.0.1');
  // Where the machine is busy, a connection would be closed just when it is used again.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    calls: [],
    connections: new Map(),
    slack: [],
    fault: () => undefined,
    kill: () => undefined,
    delay: () => 0,
    slow: 6_000,
    answered: () => undefined,
    seen: () => undefined,
    rewrite: (_, __, body) => body,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
  return proxy;

  async function handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(asked);
    const url = asked.url ?? '/';
    const isSlack = url === SLACK_PATH;
    const caller = isSlack ? 'notify' : keyOf(asked.headers);
    // Whoever deploys goes through here as well, with calls that nobody counts.
    const isCounted = caller !== 'test';
    const what = isSlack
      ? { service: 'slack', operation: 'Post', parts: [] }
      : isCounted
        ? operationOf({ method: asked.method ?? 'GET', url, headers: asked.headers, body: body.toString() })
        : { service: '', operation: '', parts: [] };
    const process = String(asked.headers['x-amz-security-token'] ?? '');
    const call: Call = { caller, process, ...what, status: 0, milliseconds: 0, at: performance.now() };
    if (isCounted) {
      count(asked.socket, caller);
      proxy.calls.push(call);
      proxy.seen(body.toString());
    }
    const fault = isCounted ? await proxy.fault(call, body.toString()) : undefined;
    call.wrong = fault;
    if (isCounted) await onItsWay(call);
    if (fault === 'dies before') return end(asked, call);
    if (fault === 'lost') return void asked.socket.destroy();
    if (fault === 'failing') return void answer.writeHead(500).end('{"__type":"InternalServerError"}');
    if (fault === 'throttled') return throttled(call, answer);
    if (fault === 'full') return full(answer);
    const pass = () => forward(asked, url, proxy.rewrite(call, url, body));
    const taken = isSlack ? slackTakes(body) : await (call.service === 'dynamodb' ? oncePerToken(body, pass) : pass());
    call.status = taken.status;
    call.milliseconds = performance.now() - call.at;
    if (isCounted) proxy.answered(call);
    if (fault === 'dies after') return end(asked, call);
    if (fault === 'answer lost') return void asked.socket.destroy();
    if (fault === 'slow') await sleep(proxy.slow);
    if (isCounted) await onItsWay(call);
    answer.writeHead(taken.status, taken.headers).end(taken.body);
  }

  async function onItsWay(call: Call): Promise<void> {
    const milliseconds = proxy.delay(call);
    if (milliseconds > 0) await sleep(milliseconds);
  }

  /**
   * AWS does a transaction once, however often it is asked with one token; moto knows no tokens.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
   */
  async function oncePerToken(body: Buffer, pass: () => Promise<Taken>): Promise<Taken> {
    const token = /"ClientRequestToken":"([^"]+)"/.exec(body.toString())?.[1];
    if (token === undefined) return pass();
    const before = await transactions.get(token)?.catch(() => undefined);
    if (before?.status === 200) return before;
    const taken = pass();
    transactions.set(token, taken);
    return taken;
  }

  function end({ socket }: IncomingMessage, { caller, process }: Call): void {
    proxy.kill(caller, process === '' ? undefined : process);
    socket.destroy();
  }

  function count(socket: Socket, caller: string): void {
    if (owners.get(socket) === caller) return;
    owners.set(socket, caller);
    proxy.connections.set(caller, (proxy.connections.get(caller) ?? 0) + 1);
  }

  function slackTakes(body: Buffer): Taken {
    proxy.slack.push(body.toString());
    return { status: 200, headers: {}, body: Buffer.from('ok') };
  }

  async function forward(asked: IncomingMessage, path: string, body: Buffer): Promise<Taken> {
    const headers = { ...asked.headers, host: new URL(target).host, 'content-length': String(body.length) };
    const sent = request(new URL(path, target), { method: asked.method, headers, agent });
    sent.end(body);
    const [taken] = (await once(sent, 'response')) as [IncomingMessage];
    const { 'transfer-encoding': _, connection: __, ...rest } = taken.headers;
    return { status: taken.statusCode ?? 500, headers: rest, body: await buffer(taken) };
  }
}

/** As each protocol says it. */
function throttled({ service }: Call, answer: ServerResponse): void {
  if (service === 'slack') return void answer.writeHead(429, { 'retry-after': '1' }).end();
  if (service === 'ec2') {
    const text = '<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>';
    return void answer.writeHead(503, { 'content-type': 'text/xml' }).end(text);
  }
  if (service === 'sns') {
    const text = '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code></Error></ErrorResponse>';
    return void answer.writeHead(400, { 'content-type': 'text/xml' }).end(text);
  }
  answer
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    .end('{"__type":"com.amazonaws#ThrottlingException"}');
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
function full(answer: ServerResponse): void {
  const message = 'Item size has exceeded the maximum allowed size';
  answer
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify({ __type: 'com.amazon.coral.validate#ValidationException', message }));
}
