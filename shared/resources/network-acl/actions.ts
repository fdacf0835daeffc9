import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type AclEntry, entryKey, type NetworkAcl } from './kind.ts';

export const [createAclEntry, deleteAclEntry] = inverses<NetworkAcl, AclEntry>()(
  {
    type: 'ec2.create-acl-entry',
    describe: (entry) => `Add rule ${textOf(entry)}`,
    simulate: (state, entry) => ({ inbound: withItems(state.inbound, [entry], entryKey) }),
  },
  {
    type: 'ec2.delete-acl-entry',
    describe: (entry) => `Delete rule ${textOf(entry)}`,
    simulate: (state, { number }) => ({ inbound: withoutItems(state.inbound, (each) => each.number === number) }),
  },
);

function textOf({ number, allows, protocol, cidr, from, to }: AclEntry): string {
  const ports = from === undefined ? 'every port' : from === to ? `port ${from}` : `ports ${from} to ${to ?? from}`;
  const what = protocol === '-1' ? 'everything' : `protocol ${protocol}, ${ports}`;
  return `${number}, which ${allows ? 'allows' : 'denies'} ${what} from ${cidr}`;
}
