import type { Aws } from '../../shared/aws/clients.ts';

/** A call, as the SDK names it: `EC2`, `DescribeSnapshots`. */
export type AnswerTo = (
  service: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
) => object | Promise<object>;

interface Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- every client has its own commands.
  readonly middlewareStack: { add(middleware: any, options: any): void };
}

/** The same clients, whose attempts are answered here: inside of the SDK's retries, without the network. */
export function answered(aws: Aws, answer: AnswerTo): Aws {
  const known = new Set<unknown>();
  return {
    client(make, place) {
      const client = aws.client(make, place);
      if (!known.has(client)) answerFor(client as Client, answer);
      known.add(client);
      return client;
    },
  };
}

function answerFor({ middlewareStack }: Client, answer: AnswerTo): void {
  const middleware =
    (_next: unknown, context: { readonly clientName?: string; readonly commandName?: string }) =>
    async ({ input }: { readonly input: Readonly<Record<string, unknown>> }) => {
      const [service, command] = [context.clientName ?? '', context.commandName ?? ''];
      const output = await answer(service.replace(/Client$/, ''), command.replace(/Command$/, ''), input);
      return { output: { ...output, $metadata: {} }, response: {} };
    };
  middlewareStack.add(middleware, { step: 'finalizeRequest', priority: 'low', name: 'answer' });
}
