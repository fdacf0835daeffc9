/** The policy cannot be read, so it cannot be judged. The message names the place and quotes no value. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
