import type { Ref } from '../core/ref.ts';

/** What every SDK client accepts, as far as Plumbline sets it. */
interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
  readonly followRegionRedirects?: boolean;
}

// oxlint-disable-next-line typescript/no-explicit-any -- every client has its own commands.
type Middlewares = { add(middleware: any, options: any): void };
export type ClientOf<C> = new (config: ClientConfig) => C;

/** Hands out SDK clients: one for each service and region, so that connections are reused. */
export interface Aws {
  client<C>(make: ClientOf<C>, place: Pick<Ref, 'region'>): C;
}

/** One attempt of one call, as it went. */
export interface Call {
  /** As the SDK names them: `EC2`, `DescribeSecurityGroups`. */
  readonly service: string;
  readonly command: string;
  readonly milliseconds: number;
  /** The error's name, where it failed. */
  readonly error?: string;
}

export interface AwsOptions {
  /** Told of every call, for timing and for the proof that what is declared is what is called. */
  onCall?(call: Call): void;
  /** Attempts of one call, with the SDK's own backoff between them. */
  readonly maxAttempts?: number;
  /** Milliseconds that one attempt may take. */
  readonly requestTimeout?: number;
}

/** Short enough for several attempts within a function's own time. */
const REQUEST_TIMEOUT = 5_000;

export function createAws({ onCall, maxAttempts = 3, requestTimeout = REQUEST_TIMEOUT }: AwsOptions = {}): Aws {
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
        requestHandler: { connectionTimeout: Math.min(1_000, requestTimeout), requestTimeout },
      });
      if (onCall) observe(client as { readonly middlewareStack: Middlewares }, onCall);
      regions.set(region, client);
      return client;
    },
  };
}

type Next = (args: unknown) => Promise<unknown>;

function observe(client: { readonly middlewareStack: Middlewares }, onCall: (call: Call) => void): void {
  const middleware =
    (next: Next, context: { readonly clientName?: string; readonly commandName?: string }): Next =>
    async (args) => {
      const started = performance.now();
      const told = (error?: string) =>
        onCall({
          service: (context.clientName ?? '').replace(/Client$/, ''),
          command: (context.commandName ?? '').replace(/Command$/, ''),
          milliseconds: performance.now() - started,
          ...(error ? { error } : {}),
        });
      try {
        const answer = await next(args);
        told();
        return answer;
      } catch (error) {
        told(error instanceof Error ? error.name : 'unknown');
        throw error;
      }
    };
  client.middlewareStack.add(middleware, { step: 'finalizeRequest', priority: 'low', name: 'observe' });
}
