import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getList, getText } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { destinationOf } from '../common/destination.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/**
 * Addresses under one name, for rules of security groups and for routes.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
export interface PrefixList {
  /** CIDR blocks with their host bits cleared. */
  readonly blocks: Listing<string>;
}

export const prefixList = defineKind<PrefixList>()({
  name: 'prefix-list',
  type: 'AWS::EC2::PrefixList',
  title: 'VPC prefix list',
  blank: { blocks: UNSEEN },
  shared: true,
  arn: (ref) => arnOf('ec2', ref, `prefix-list/${ref.id}`),
  tagging: taggedInEc2('pl-'),
  events: {
    'ec2:CreateManagedPrefixList': {
      ids: created,
      creates: true,
      evolve: (_, event) => ({ blocks: exactly(blocksIn(event, 'entry', 'entries')) }),
    },
    'ec2:ModifyManagedPrefixList': { ids: named, sets: ['blocks'], evolve: modify },
    // The call names an earlier version, and shows none of its blocks.
    'ec2:RestoreManagedPrefixListVersion': { ids: named, sets: ['blocks'], evolve: () => ({ blocks: UNSEEN }) },
    'ec2:DeleteManagedPrefixList': { ids: named, evolve: () => GONE },
  },
});

function created(event: TrailEvent): string[] {
  return idIn(event, getText(responseOf(event), 'prefixList', 'prefixListId'));
}

function named(event: TrailEvent): string[] {
  return idIn(event, getText(requestOf(event), 'prefixListId'));
}

function idIn({ eventName }: TrailEvent, id: string | undefined): string[] {
  if (!id) throw new UnreadableEvent(`${eventName} names no prefix list`);
  return [id];
}

function modify({ blocks }: PrefixList, event: TrailEvent): PrefixList {
  const removed = blocksIn(event, 'removeEntry', 'removeEntries');
  const added = blocksIn(event, 'addEntry', 'addEntries');
  const left = withoutItems(blocks, (block) => removed.includes(block));
  return { blocks: withItems(left, added, (block) => block) };
}

/** The name of the list follows the query API or the SDK: `AddEntry` or `addEntries`. */
function blocksIn(event: TrailEvent, ...names: readonly string[]): readonly string[] {
  return names
    .flatMap((name) => getList(requestOf(event), name))
    .map((entry) => {
      const block = getText(entry, 'cidr');
      if (!block) throw new UnreadableEvent(`${event.eventName} shows an entry without a block`);
      return destinationOf(block);
    });
}
