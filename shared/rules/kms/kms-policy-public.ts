import { globCovers } from '../../policy/glob.ts';
import { parsePolicy } from '../../policy/policy.ts';
import { putKeyPolicy } from '../../resources/kms-key/actions.ts';
import { kmsKey } from '../../resources/kms-key/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

/** KMS.5 asks only that the public has no access. */
const ACCESS = { 'iso-27001': ['A.8.1'], 'ellipsis-drive': ['ED-L28.1'], 'inrupt-ess': ['ESS-L37.1'] };

export default resourcePolicyRule({
  id: 'kms-policy-public',
  title: 'KMS key policies give access to trusted accounts only',
  kind: kmsKey,
  field: 'policy',
  name: 'key policy',
  controls: { fsbp: ['KMS.5'], ...ACCESS },
  shared: {
    option: 'sharedKeys',
    description: 'Ids of keys that named outside accounts may use. Access of anyone is always reported.',
    controls: ACCESS,
  },
  fix: 'Name the accounts and roles that need the key in its policy, and add trusted accounts to the configuration.',
  put: putKeyPolicy,
  restores: true,
  refusal: ({ after }, { ref }) =>
    after && canChange(after, ref.account)
      ? undefined
      : 'Without these statements nobody in the account could change the key policy again.',
});

/** Whether a policy allows its own account to replace it, without a condition. */
function canChange(document: unknown, account: string): boolean {
  const statements = parsePolicy(document)?.statements ?? [];
  return statements.some(
    ({ effect, who, actions, clauses }) =>
      effect === 'allow' &&
      clauses.length === 0 &&
      !actions.but &&
      actions.patterns.some((pattern) => globCovers(pattern, 'kms:putkeypolicy')) &&
      who?.but === false &&
      who.principals.some((principal) => 'account' in principal && principal.account === account),
  );
}
