/** Something the person at the terminal can put right; shown without a stack. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
