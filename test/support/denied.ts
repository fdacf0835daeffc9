import { expect } from 'vitest';
import type { Aws } from '../../shared/aws/clients.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { awsError } from './mend.ts';

/** Whichever of the calls of a read is denied, it proves nothing: the read fails as it came. */
export async function expectDenialsThrown(reader: AnyReader, ref: Ref, aws: Aws): Promise<void> {
  const made = new Set<string>();
  let denied: string | undefined;
  const watched = watching(aws, (command) => {
    made.add(command);
    if (command === denied) throw awsError('AccessDenied');
  });
  await reader.read(ref, watched);
  expect(made.size, 'the read makes no calls').toBeGreaterThan(0);
  // A denied call can lead to others.
  for (denied of Array.from(made)) {
    await expect(reader.read(ref, watched), `${denied} is denied`).rejects.toThrow('AccessDenied');
  }
}

type Next = (args: unknown) => Promise<unknown>;

/** The same clients, whose every command `before` sees first. */
function watching(aws: Aws, before: (command: string) => void): Aws {
  const middleware =
    (next: Next, { commandName = '' }: { readonly commandName?: string }): Next =>
    async (args) => {
      before(commandName.replace(/Command$/, ''));
      return next(args);
    };
  return {
    client(make, place) {
      const client = aws.client(make, place);
      const { middlewareStack } = client as { middlewareStack: { add(...of: readonly unknown[]): void } };
      middlewareStack.add(middleware, { step: 'initialize', name: 'watching', override: true });
      return client;
    },
  };
}
