import { putSecretPolicy } from '../../resources/secret/actions.ts';
import { secret } from '../../resources/secret/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'secret-policy-public',
  title: 'Policies of secrets give access to trusted accounts only',
  kind: secret,
  field: 'policy',
  name: 'policy of the secret',
  controls: ['secret-policy-public'],
  shared: {
    option: 'sharedSecrets',
    description: 'Names of secrets that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the accounts that need the secret in its policy, and rotate the secret: somebody may have read it.',
  put: putSecretPolicy,
});
