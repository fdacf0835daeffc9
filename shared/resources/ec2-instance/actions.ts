import { inverses } from '../../core/action.ts';
import { UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { putField } from '../common/put-field.ts';
import type { Ec2Instance } from './kind.ts';
import { addressKey, ordered, type PublicAddress } from './public-address.ts';

const put = putField<Ec2Instance>();

export const putHttpTokens = put('ec2.put-http-tokens', 'httpTokens', (tokens) =>
  tokens === 'required'
    ? 'Serve the instance metadata with a session token only (IMDSv2)'
    : 'Serve the instance metadata also without a session token (IMDSv1)',
);

export const putHopLimit = put(
  'ec2.put-hop-limit',
  'hopLimit',
  (hops) => `Let responses of the instance metadata travel ${hops} ${hops === 1 ? 'hop' : 'hops'}`,
);

export const [removePublicAddress, addPublicAddress] = inverses<Ec2Instance, PublicAddress>()(
  {
    type: 'ec2.remove-public-address',
    describe: (address) => `Take ${shown(address)} from the instance`,
    simulate: (state, address) => ({
      ...state,
      addresses: withoutItems(state.addresses ?? UNSEEN, (each) => addressKey(each) === addressKey(address)),
    }),
  },
  {
    type: 'ec2.add-public-address',
    describe: (address) =>
      address.type === 'assigned'
        ? 'Give the instance a public IPv4 address, which is another one than before'
        : `Give ${shown(address)} to the instance`,
    simulate: (state, address) => {
      const { items, complete } = withItems(state.addresses ?? UNSEEN, [address], addressKey);
      return { ...state, addresses: { items: ordered(items), complete } };
    },
  },
);

function shown({ type, name = '' }: PublicAddress): string {
  if (type === 'assigned') return 'the assigned public IPv4 address';
  return type === 'elastic' ? `the Elastic IP address ${name}` : `the IPv6 address ${name}`;
}
