import { letsOwnAccount } from '../../policy/manage.ts';
import { parsePolicy } from '../../policy/policy.ts';
import { putKeyPolicy } from '../../resources/kms-key/actions.ts';
import { kmsKey } from '../../resources/kms-key/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'kms-policy-public',
  title: 'KMS key policies give access to trusted accounts only',
  kind: kmsKey,
  field: 'policy',
  name: 'key policy',
  controls: ['kms-policy-public'],
  shared: {
    option: 'sharedKeys',
    description: 'Ids of keys that named outside accounts may use. Access of anyone is always reported.',
    controls: ['kms-policy-public/foreign'],
  },
  fix: 'Name the accounts and roles that need the key in its policy, and add trusted accounts to the configuration.',
  put: putKeyPolicy,
  refusal: ({ after }, { ref }) =>
    letsOwnAccount(parsePolicy(after), ref.account, 'kms:putkeypolicy')
      ? undefined
      : 'Without this access nobody in the account could change the key policy again.',
});
