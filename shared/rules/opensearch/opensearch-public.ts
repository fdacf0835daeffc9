import { putAccessPolicy } from '../../resources/opensearch-domain/actions.ts';
import { opensearchDomain } from '../../resources/opensearch-domain/kind.ts';
import { resourcePolicyRule } from '../common/resource-policy-rule.ts';

export default resourcePolicyRule({
  id: 'opensearch-public',
  title: 'OpenSearch domains on the internet give access to trusted accounts only',
  kind: opensearchDomain,
  field: 'policy',
  reads: ['door'],
  // Behind a VPC or users of its own, AWS recommends a policy for everybody.
  isClosed: ({ door }) => door === 'vpc' || door === 'users',
  name: 'access policy',
  controls: ['opensearch-public'],
  shared: {
    option: 'sharedDomains',
    description: 'Names of domains that named outside accounts may use. Access of anyone is always reported.',
  },
  fix: 'Name the roles that need the domain in its access policy, or switch fine-grained access control on.',
  put: putAccessPolicy,
});
