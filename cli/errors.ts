/** An error that the user can fix; it is shown without a stack. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
