/** The text of a policy for a request. A policy that is no JSON object is a text already. */
export function policyText(policy: unknown): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy);
}
