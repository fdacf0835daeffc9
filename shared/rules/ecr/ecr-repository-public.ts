import { putRepositoryPolicy } from '../../resources/ecr-repository/actions.ts';
import { ecrRepository } from '../../resources/ecr-repository/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'ecr-repository-public',
  title: 'ECR repository policies give access to trusted accounts only',
  kind: ecrRepository,
  field: 'policy',
  name: 'repository policy',
  controls: [{ control: 'ecr-repository-policy-open', partly: 'The policy of the registry is not judged.' }],
  shared: {
    option: 'sharedRepositories',
    description: 'Names of repositories that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the accounts that need the images in the policy of the repository.',
  put: putRepositoryPolicy,
});
