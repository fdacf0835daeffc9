import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { type Cidr, containsCidr, holdsInternet, isWide, parseCidr } from '../../policy/cidr.ts';
import { createAclEntry, deleteAclEntry } from '../../resources/network-acl/actions.ts';
import { type AclEntry, networkAcl } from '../../resources/network-acl/kind.ts';

const messages = { open: 'Rule {{number}} lets {{source}} reach the ports of administrators: {{ports}}.' } as const;

type Step = ReturnType<typeof createAclEntry> | ReturnType<typeof deleteAclEntry>;

const ANY_SOURCE = ['0.0.0.0/0', '::/0'];

export default defineRule({
  id: 'nacl-open-admin-ports',
  title: 'Network ACLs keep the internet from the ports of administrators',
  severity: 'medium',
  kind: networkAcl,
  watches: ['inbound'],
  controls: ['nacl-open-admin-ports'],
  options: z.strictObject({
    ports: z
      .array(z.int().min(0).max(65535))
      .default([22, 3389])
      .describe('TCP ports that the internet must not reach: 22 is SSH, 3389 is RDP.'),
    publicAcls: z.array(z.string()).default([]).describe('Ids of network ACLs that let the internet in on purpose.'),
  }),
  messages,
  fix: 'Add rules with lower numbers that deny these ports, or narrow the rule to the networks that need them.',

  judge({ inbound: { items, complete } }, { ref, options }) {
    if (options.publicAcls.includes(ref.id)) return [];
    const open = Map.groupBy(
      options.ports.flatMap((port) => opening(items, port).map((entry) => [entry, port] as const)),
      ([entry]) => entry,
    );
    const violations = [...open].map(([{ number, cidr }, found]): Violation<typeof messages> => {
      const source = ANY_SOURCE.includes(cidr) ? 'the internet' : `${cidr}, much of the internet,`;
      const ports = found.map(([, port]) => port).join(', ');
      return { message: 'open', path: String(number), data: { number, source, ports } };
    });
    return conclude(violations, !complete && partly('No event showed the other rules of the network ACL.'));
  },

  remediation: {
    mode: 'approve',
    actions: [createAclEntry, deleteAclEntry],
    plan({ inbound: { items } }, violations, { options }) {
      const cannot = 'No number is free before the rule that lets the internet in.';
      const taken = new Set(items.map(({ number }) => number));
      const steps = violations.flatMap(({ path }): readonly (Step | undefined)[] => {
        const entry = items.find(({ number }) => String(number) === path);
        if (!entry) return [undefined];
        const ports = options.ports.filter((port) => opening(items, port).includes(entry));
        if (isOnlyFor(entry, ports)) return [deleteAclEntry(entry)];
        return ports.map((port) => {
          const number = freeBefore(entry.number, taken);
          if (number === undefined) return undefined;
          taken.add(number);
          return createAclEntry({ number, allows: false, protocol: '6', cidr: entry.cidr, from: port, to: port });
        });
      });
      const planned = steps.flatMap((step) => step ?? []);
      return planned.length < steps.length ? { cannot } : { oneOf: [planned], cannot };
    },
    caution: () =>
      'Answers to connections that machines begin themselves can come to these ports too, and are denied then.',
  },
});

/** The rules that let much of the internet reach a port, each before a rule that denies it to the same addresses. */
function opening(entries: readonly AclEntry[], port: number): readonly AclEntry[] {
  const denied: Cidr[] = [];
  const inOrder = entries.toSorted((a, b) => a.number - b.number);
  return inOrder.filter((entry) => {
    const cidr = parseCidr(entry.cidr);
    if (!cidr || !covers(entry, port)) return false;
    if (!entry.allows) denied.push(cidr);
    const isOpen = holdsInternet(cidr) || isWide(cidr);
    return entry.allows && isOpen && !denied.some((block) => containsCidr(block, cidr));
  });
}

function covers({ protocol, from, to }: AclEntry, port: number): boolean {
  if (protocol === '-1') return true;
  return protocol === '6' && (from ?? 0) <= port && port <= (to ?? 65535);
}

function isOnlyFor({ protocol, from, to }: AclEntry, ports: readonly number[]): boolean {
  return protocol === '6' && from !== undefined && from === to && ports.includes(from);
}

function freeBefore(number: number, taken: ReadonlySet<number>): number | undefined {
  for (let free = number - 1; free > 0; free -= 1) if (!taken.has(free)) return free;
  return undefined;
}
