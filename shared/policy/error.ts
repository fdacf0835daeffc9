/** A policy that cannot be understood, and so cannot be called safe. The message says where, and quotes no value. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
