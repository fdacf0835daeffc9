import type { NodeHttpHandler, NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { Ref } from '../core/ref.ts';
import type { Pace } from './pace.ts';
import { ATTEMPT_TIMEOUT, ATTEMPTS, CONNECTION_TIMEOUT } from './time-limits.ts';

/** The configuration that Plumbline gives every SDK client. */
export interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  /** `adaptive`: a client that was throttled calls more slowly for a while. */
  readonly retryMode?: 'adaptive';
  /** A client makes its own handler of options, so that a start loads none. See `over-http1.ts`. */
  readonly requestHandler: NodeHttpHandler | (NodeHttpHandlerOptions & { readonly throwOnRequestTimeout: true });
}

interface Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- every client has its own commands.
  readonly middlewareStack: { add(middleware: any, options: any): void };
}

export type ClientOf<C> = new (config: ClientConfig) => C;

/** Hands out SDK clients: one for each service and region, so that connections are reused. */
export interface Aws {
  client<C>(make: ClientOf<C>, place: Pick<Ref, 'region'>): C;
}

export interface AwsOptions {
  /** Attempts of one call, with the SDK's own backoff between them. */
  readonly maxAttempts?: number;
  /** The longest time of one attempt, from the connection to the last byte of the answer. Milliseconds. */
  readonly requestTimeout?: number;
  /** Waits before each attempt; left out: calls are made at once. */
  readonly pace?: Pace;
}

export function createAws({ maxAttempts = ATTEMPTS, requestTimeout = ATTEMPT_TIMEOUT, pace }: AwsOptions = {}): Aws {
  const clients = new Map<unknown, Map<string, unknown>>();
  return {
    client<C>(make: ClientOf<C>, { region }: Pick<Ref, 'region'>): C {
      const regions = clients.get(make) ?? new Map<string, unknown>();
      clients.set(make, regions);
      const known = regions.get(region);
      if (known) return known as C;
      const client = new make({
        region,
        maxAttempts,
        ...(pace ? { retryMode: 'adaptive' as const } : {}),
        requestHandler: {
          connectionTimeout: Math.min(CONNECTION_TIMEOUT, requestTimeout),
          requestTimeout: requestTimeout,
          // Without it the SDK only writes a warning, and waits on.
          throwOnRequestTimeout: true,
        },
      });
      limitAnswers(client as Client, requestTimeout);
      if (pace) spaceCalls(client as Client, region, pace);
      regions.set(region, client);
      return client;
    },
  };
}

type Next<Answer = unknown> = (args: unknown) => Promise<Answer>;

/** Each attempt waits for its turn, also those of the SDK. */
function spaceCalls({ middlewareStack }: Client, region: string, pace: Pace): void {
  const middleware =
    (next: Next, { clientName = '', commandName = '' }: { clientName?: string; commandName?: string }): Next =>
    async (args) => {
      const [service, command] = [clientName.replace(/Client$/, ''), commandName.replace(/Command$/, '')];
      await pace({ service, command, region });
      return next(args);
    };
  middlewareStack.add(middleware, { step: 'finalizeRequest', priority: 'low', name: 'spaceCalls' });
}

interface Body {
  destroy(error: Error): void;
  once(event: 'error' | 'close', listener: () => void): Body;
}

/**
 * Ends an attempt whose answer began in time and does not end in time. The SDK's request timeout ends with the headers
 * of the answer, and its socket timeout begins anew with each byte.
 */
function limitAnswers({ middlewareStack }: Client, requestTimeout: number): void {
  const middleware =
    (next: Next<{ readonly response: { readonly body?: unknown } }>): Next =>
    async (args) => {
      const end = performance.now() + requestTimeout;
      const answer = await next(args);
      const { body } = answer.response;
      if (isStream(body)) {
        const timer = setTimeout(() => body.destroy(timeoutError(requestTimeout)), end - performance.now());
        // An answer that nobody reads must not end the process with an error that nobody catches.
        body.once('error', () => undefined).once('close', () => clearTimeout(timer));
      }
      return answer;
    };
  middlewareStack.add(middleware, { step: 'deserialize', priority: 'low', name: 'limitAnswers' });
}

function isStream(body: unknown): body is Body {
  return typeof (body as Partial<Body> | undefined)?.destroy === 'function';
}

/** Named as the SDK names its own timeouts, so that it repeats the call. */
function timeoutError(milliseconds: number): Error {
  const error = new Error(`The answer was not complete after ${milliseconds} ms.`);
  return Object.assign(error, { name: 'TimeoutError', code: 'ETIMEDOUT' });
}
