import { putSecretPolicy } from '../../resources/secret/actions.ts';
import { secret } from '../../resources/secret/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'secret-policy-public',
  title: 'Resource policies of secrets give access to trusted accounts only',
  kind: secret,
  field: 'policy',
  name: 'resource policy',
  controls: ['secret-policy-public'],
  shared: {
    option: 'sharedSecrets',
    description:
      'Ids of secrets, such as `orders-a1b2c3`, that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the accounts that need the secret in its resource policy, or remove the policy. Rotate a secret that others could read.',
  put: putSecretPolicy,
});
