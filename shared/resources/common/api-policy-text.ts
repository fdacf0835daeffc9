/** A policy as a request takes it; one that could not be read as JSON is text already. */
export function policyText(policy: unknown): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy);
}
