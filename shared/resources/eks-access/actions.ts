import { inverses } from '../../core/action.ts';
import { type EksAccess, type Grant, nameOf, withGrant, withoutGrant } from './kind.ts';

export const [disassociateAccessPolicy, associateAccessPolicy] = inverses<EksAccess, Grant>()(
  {
    type: 'eks.disassociate-access-policy',
    describe: ({ principal, policy }) => `Take ${nameOf(policy)} from ${principal}`,
    simulate: withoutGrant,
  },
  {
    type: 'eks.associate-access-policy',
    describe: ({ principal, policy, namespaces }) =>
      `Give ${nameOf(policy)} to ${principal}${namespaces ? ` in ${namespaces.join(', ')}` : ''}`,
    simulate: withGrant,
  },
);
