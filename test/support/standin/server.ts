import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDynamo, type OnWrite } from './dynamodb.ts';
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
  /** One operation without a request. */
  call(service: ServiceName, operation: string, input: object): object;
  stop(): Promise<void>;
}

export type ServiceName = 'dynamodb' | 'streams' | 'sqs' | 'events' | 'ssm' | 'ec2' | 'sns';

/** One request, before it takes effect. */
export interface Asked {
  /** The id of the access key that signed it. */
  readonly key: string;
  readonly service: ServiceName;
  readonly operation: string;
}

export interface StandinOptions {
  /** Each request takes effect when this is over. Gives what is called right after that. */
  readonly asked?: (request: Asked) => Promise<() => void>;
  readonly onWrite?: OnWrite;
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
export async function startStandin({ asked: before, onWrite }: StandinOptions = {}): Promise<Standin> {
  const { dynamodb, streams } = createDynamo(onWrite);
  const sqs = createSqs(() => url);
  const services: Readonly<Record<ServiceName, Service>> = {
    dynamodb,
    streams,
    sqs: sqs.service,
    events: createEventBridge(sqs.deliver),
    ssm: createSsm(),
    ec2: createEc2(),
    sns: createSns(sqs.deliver),
  };
  const server = createServer((asked, answer) => void handle(asked, answer)).listen(0, '127.0.0.1');
  // Where the machine is busy, a connection would be closed just when it is used again.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    call: (service, operation, input) => run(services[service], operation, input),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const request = requestIn(asked.headers, await text(asked));
    const after = await before?.({ key: keyIn(asked.headers), ...request });
    const { status, type, body } = respond(request);
    after?.();
    answer.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
  }

  function requestIn(headers: IncomingMessage['headers'], body: string): Request {
    const target = headers['x-amz-target'];
    if (typeof target === 'string') {
      const [prefix = '', operation = ''] = target.split('.');
      // What it does not have, `run` refuses.
      const service = BY_TARGET[prefix] ?? (prefix as ServiceName);
      return { service, operation, input: () => JSON.parse(body) as object };
    }
    const { Action, ...members } = membersOf(body);
    const operation = String(Action);
    return { service: operation in services.ec2 ? 'ec2' : 'sns', operation, input: () => members };
  }

  function respond({ service, operation, input }: Request): Answer {
    const call = () => run(services[service], operation, input());
    if (service === 'ec2') return inEc2(operation, call);
    return service === 'sns' ? inQuery(operation, call) : inJson(call);
  }
}

interface Request extends Omit<Asked, 'key'> {
  input(): object;
}

/** By the prefix of the header that names the operation. */
const BY_TARGET: Readonly<Record<string, ServiceName>> = {
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'streams',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  AmazonSSM: 'ssm',
};

function keyIn({ authorization = '' }: IncomingMessage['headers']): string {
  return /Credential=([^/]+)/.exec(authorization)?.[1] ?? '';
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
