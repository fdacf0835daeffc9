import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDynamo } from './dynamodb.ts';
import { createEc2 } from './ec2.ts';
import { createEventBridge } from './events.ts';
import { membersOf, xmlOf } from './query.ts';
import { Refusal, type Service } from './service.ts';
import { createSns } from './sns.ts';
import { createSqs } from './sqs.ts';
import { createSsm } from './ssm.ts';

/** A stand-in for the AWS services that Plumbline itself runs on, and for security groups. */
export interface Standin {
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * One account in one region, in this process: what moto adds to it is time. It knows the operations that the functions
 * and their tests call, and refuses all others. Nothing is signed or permitted here.
 */
export async function startStandin(): Promise<Standin> {
  const { dynamodb, streams } = createDynamo();
  const sqs = createSqs(() => url);
  /** By the prefix of the header that names the operation. */
  const byTarget: Readonly<Record<string, Service>> = {
    DynamoDB_20120810: dynamodb,
    DynamoDBStreams_20120810: streams,
    AmazonSQS: sqs.service,
    AWSEvents: createEventBridge(sqs.deliver),
    AmazonSSM: createSsm(),
  };
  const [ec2, sns] = [createEc2(), createSns(sqs.deliver)];
  const server = createServer((asked, answer) => void handle(asked, answer)).listen(0, '127.0.0.1');
  // Where the machine is busy, a connection would be closed just when it is used again.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { status, type, body } = respond(asked.headers, await text(asked));
    answer.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
  }

  function respond(headers: IncomingMessage['headers'], body: string): Answer {
    const target = headers['x-amz-target'];
    if (typeof target === 'string') {
      const [service = '', operation = ''] = target.split('.');
      return inJson(() => run(byTarget[service], operation, JSON.parse(body) as object));
    }
    const { Action, ...members } = membersOf(body);
    const operation = String(Action);
    return operation in ec2
      ? inEc2(operation, () => run(ec2, operation, members))
      : inQuery(operation, () => run(sns, operation, members));
  }
}

function run(service: Service | undefined, operation: string, input: object): object {
  const known = service?.[operation];
  if (!known) throw new Refusal('UnknownOperationException', `The stand-in does not know ${operation}.`);
  return known(input);
}

/** What `call` gives or refuses; anything else is a mistake in here, and is shown as one. */
function outcome(call: () => object): { readonly given: object } | { readonly refused: Refusal } {
  try {
    return { given: call() };
  } catch (error) {
    return { refused: error instanceof Refusal ? error : new Refusal('InternalFailure', String(error)) };
  }
}

function statusOf({ name }: Refusal): number {
  return name === 'InternalFailure' ? 500 : 400;
}

function inJson(call: () => object): Answer {
  const done = outcome(call);
  const type = 'application/x-amz-json-1.0';
  if ('given' in done) return { status: 200, type, body: JSON.stringify(done.given) };
  const { name, message, members } = done.refused;
  return { status: statusOf(done.refused), type, body: JSON.stringify({ __type: name, message, ...members }) };
}

function inEc2(operation: string, call: () => object): Answer {
  const done = outcome(call);
  if ('given' in done) return xml(200, { [`${operation}Response`]: done.given });
  const { name: Code, message: Message } = done.refused;
  return xml(statusOf(done.refused), { Response: { Errors: { Error: { Code, Message } } } });
}

function inQuery(operation: string, call: () => object): Answer {
  const done = outcome(call);
  if ('given' in done) return xml(200, { [`${operation}Response`]: { [`${operation}Result`]: done.given } });
  const { name: Code, message: Message } = done.refused;
  return xml(statusOf(done.refused), { ErrorResponse: { Error: { Type: 'Sender', Code, Message } } });
}

function xml(status: number, members: object): Answer {
  return { status, type: 'text/xml', body: xmlOf(members) };
}
