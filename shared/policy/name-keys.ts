/** Keys whose values name accounts, organisations, resources and networks. Values of other keys can be secrets. */
const NAMES =
  /(?:account|arn|arns|owner|orgid|orgpaths|sourcevpce?|sourceip|servicename|servicenameslist)$|:(?:sub|aud)$|^aws:(?:securetransport|principalisawsservice|multifactorauthpresent)$/i;

/** Whether the values of a condition key can be shown. */
export function hasNames(key: string): boolean {
  return NAMES.test(key);
}
