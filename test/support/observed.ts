import type { Aws } from '../../shared/aws/clients.ts';

/** One attempt of one call. */
export interface Call {
  /** As the SDK names them: `EC2`, `DescribeSecurityGroups`. */
  readonly service: string;
  readonly command: string;
  readonly milliseconds: number;
  /** The error's name, where the attempt failed. */
  readonly error?: string;
}

interface Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- every client has its own commands.
  readonly middlewareStack: { add(middleware: any, options: any): void };
}

type Next = (args: unknown) => Promise<unknown>;

/** The same clients, whose calls are reported. */
export function observed(aws: Aws, onCall: (call: Call) => void): Aws {
  const known = new Set<unknown>();
  return {
    client(make, place) {
      const client = aws.client(make, place);
      if (!known.has(client)) observe(client as Client, onCall);
      known.add(client);
      return client;
    },
  };
}

function observe({ middlewareStack }: Client, onCall: (call: Call) => void): void {
  const middleware =
    (next: Next, context: { readonly clientName?: string; readonly commandName?: string }): Next =>
    async (args) => {
      const started = performance.now();
      const report = (error?: string) =>
        onCall({
          service: (context.clientName ?? '').replace(/Client$/, ''),
          command: (context.commandName ?? '').replace(/Command$/, ''),
          milliseconds: performance.now() - started,
          ...(error ? { error } : {}),
        });
      try {
        const answer = await next(args);
        report();
        return answer;
      } catch (error) {
        report(error instanceof Error ? error.name : 'unknown');
        throw error;
      }
    };
  middlewareStack.add(middleware, { step: 'finalizeRequest', priority: 'low', name: 'observe' });
}
