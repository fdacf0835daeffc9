import * as z from 'zod';
import type { Neighbours } from '../../core/kind.ts';
import { type Messages, type Violation } from '../../core/message.ts';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import type { PrefixList } from '../../resources/prefix-list/kind.ts';
import { revokeIngress, sourceOf } from '../../resources/security-group/actions.ts';
import { type Reached, reachOf } from '../../resources/security-group/internet-reach.ts';
import { type Permission, permissionKey, securityGroup } from '../../resources/security-group/kind.ts';
import { EVERY_PROTOCOL, hasPorts, isIcmp, trafficText } from '../../resources/security-group/protocol.ts';
import { blocksOf, doubtAbout } from '../common/prefix-lists.ts';
import { DATA_PORTS, type OpenService, RISKY_PORTS, serviceIn } from '../common/services.ts';

const port = z.int().min(0).max(65535);

const options = z.strictObject({
  publicPorts: z.array(port).default([80, 443]).describe('TCP and UDP ports that may be open to the internet.'),
  publicProtocols: z
    .array(z.int().min(0).max(255))
    .default([])
    .describe('Numbers of IP protocols without ports that may be open to the internet: 47 is GRE, 50 is ESP.'),
  publicGroups: z.array(z.string()).default([]).describe('Ids of security groups that may be open to the internet.'),
  databasePorts: z
    .array(port)
    .default(DATA_PORTS)
    .describe(
      'Ports of databases, directories, caches, search engines and brokers. If they are open to the internet, the finding is critical.',
    ),
  riskyPorts: z.array(port).default(RISKY_PORTS).describe('Ports of services that are often attacked.'),
});

const closed = '{{ports}} is no longer open to {{source}}.';
const service = {
  text: '{{ports}} is open to {{source}}: port {{port}} belongs to {{service}}.',
  resolved: closed,
} as const;

/** The first control is the one that says most: where people are shown one id, it is of that one. */
const messages = {
  everything: {
    text: '{{ports}} is open to {{source}}.',
    resolved: closed,
    severity: 'critical',
    controls: [
      'sg-open-all-traffic',
      'sg-open-ssh',
      'sg-open-rdp',
      'sg-open-high-risk-ports',
      'sg-open-unapproved-port',
    ],
  },
  everythingUdp: {
    text: '{{ports}} is open to {{source}}.',
    resolved: closed,
    severity: 'critical',
    controls: ['sg-open-all-traffic/udp', 'sg-open-unapproved-port'],
  },
  database: {
    ...service,
    severity: 'critical',
    controls: ['sg-open-database-ports', 'sg-open-unapproved-port'],
  },
  unlistedDatabase: {
    ...service,
    severity: 'critical',
    controls: ['sg-open-database-ports/unlisted', 'sg-open-unapproved-port'],
  },
  ssh: {
    text: '{{ports}} is open to {{source}}: anyone may try to log in by SSH.',
    resolved: 'SSH is no longer open to {{source}}.',
    controls: ['sg-open-ssh', 'sg-open-high-risk-ports/not-smb', 'sg-open-unapproved-port'],
  },
  rdp: {
    text: '{{ports}} is open to {{source}}: anyone may try to log in by RDP.',
    resolved: 'RDP is no longer open to {{source}}.',
    controls: ['sg-open-rdp', 'sg-open-high-risk-ports/not-smb', 'sg-open-unapproved-port'],
  },
  smb: {
    ...service,
    controls: ['sg-open-high-risk-ports', 'sg-open-unapproved-port'],
  },
  risky: { ...service, controls: ['sg-open-high-risk-ports/not-smb', 'sg-open-unapproved-port'] },
  unlistedRisky: { ...service, controls: ['sg-open-unapproved-port'] },
  unapproved: {
    text: '{{ports}} is open to {{source}} and is not a port approved for the internet.',
    resolved: closed,
    severity: 'medium',
  },
  protocol: {
    text: '{{ports}} is open to {{source}} and is not a protocol approved for the internet.',
    resolved: closed,
    severity: 'medium',
    controls: ['sg-open-unapproved-port/protocol'],
  },
  wide: {
    text: '{{ports}} is open to {{source}}, a very large part of the internet.',
    resolved: closed,
    severity: 'medium',
    controls: ['sg-wide-public-cidr'],
  },
} as const satisfies Messages;

export default defineRule({
  id: 'sg-open-ingress',
  title: 'Security groups let the internet in only on approved ports',
  severity: 'high',
  kind: securityGroup,
  watches: ['ingress'],
  reads: ['unplaced'],
  neighbours: ['prefixLists'],
  controls: ['sg-open-unapproved-port'],
  options,
  messages,
  fix: 'Revoke the rule, or narrow it to the addresses that need it. Reach hosts through Session Manager or a VPN.',

  judge({ ingress, unplaced = [] }, { ref, options: allowed, neighbours: { prefixLists } }) {
    if (allowed.publicGroups.includes(ref.id)) return [];
    const judged = (items: readonly Permission[]) => {
      const found = reachOf(items.flatMap((permission) => withBlocks(permission, prefixLists)));
      // One entry of a prefix list that lets everybody in says more than another that lets many in.
      const worstFirst = [...found.filter(({ reach }) => reach !== 'wide'), ...found];
      const open = new Map(worstFirst.toReversed().map((each) => [permissionKey(listed(each.permission)), each]));
      return items.flatMap((permission) => {
        const reached = open.get(permissionKey(permission));
        return reached ? judgeOne(permission, reached, allowed) : [];
      });
    };
    const found = judged(ingress.items);
    const mayBeMore = unplaced.length > 0 && judged([...ingress.items, ...unplaced]).length > found.length;
    return conclude(
      found,
      mayBeMore && unknown('A rule was changed, and no event shows whether it lets traffic in or out.'),
      doubtAbout(
        ingress.items.flatMap((permission) => (mayBeOpen(permission, allowed) ? (permission.prefixList ?? []) : [])),
        prefixLists,
      ),
      !ingress.complete && partly('Ingress rules that are older than the log are not known.'),
    );
  },

  remediation: {
    mode: 'auto',
    approveFor: ['unapproved', 'protocol', 'wide'],
    actions: [revokeIngress],
    plan: ({ ingress }, violations) =>
      ingress.items
        .filter((permission) => violations.some(({ path }) => path.startsWith(`${permissionKey(permission)} `)))
        .map(revokeIngress),
  },
});

type Allowed = z.output<typeof options>;
type Found = Violation<typeof messages>;

/** A permission for a prefix list is one for each of its blocks. */
function withBlocks(permission: Permission, prefixLists: Neighbours<PrefixList>): readonly Permission[] {
  if (permission.prefixList === undefined) return [permission];
  return blocksOf(permission.prefixList, prefixLists).items.map((cidr) => ({ ...permission, cidr }));
}

/** The permission of the group: without the block of a prefix list. */
function listed({ cidr, ...permission }: Permission): Permission {
  return permission.prefixList === undefined && cidr !== undefined ? { ...permission, cidr } : permission;
}

/** The violations of one permission that the internet reaches. A range can contain several of the listed ports. */
function judgeOne(
  permission: Permission,
  { reach, permission: { cidr } }: Reached,
  allowed: Allowed,
): readonly Found[] {
  const { protocol } = permission;
  const source = permission.prefixList === undefined ? sourceOf(permission) : `${permission.prefixList} (${cidr})`;
  const data = {
    ports: trafficText(permission),
    source: reach === 'together' ? `${source} (with other rules, most of the internet)` : source,
  };
  const at = (what: string) => `${permissionKey(permission)} ${what}`;
  if (isApproved(permission, allowed)) return [];
  if (reach === 'wide') return [{ message: 'wide', path: at('wide'), data }];
  if (protocol === EVERY_PROTOCOL) return [{ message: 'everything', path: at('everything'), data }];
  if (protocol !== 'tcp' && protocol !== 'udp') return [{ message: 'protocol', path: at('protocol'), data }];
  const { from, to } = rangeOf(permission);
  // Port 0 is reserved.
  if (from <= 1 && to === 65535) {
    return [{ message: protocol === 'tcp' ? 'everything' : 'everythingUdp', path: at('everything'), data }];
  }
  const covers = (wanted: number) => from <= wanted && wanted <= to;
  const { databasePorts, riskyPorts } = allowed;
  const database = serviceIn({ from, to }, protocol, databasePorts, 'a database or the like');
  const smb = serviceIn({ from, to }, protocol, riskyPorts.includes(SMB) ? [SMB] : [], 'SMB');
  const others = riskyPorts.filter((each) => each !== SMB);
  const risky = serviceIn({ from, to }, protocol, others, 'a service that is often attacked');
  const found: (Found | false | undefined)[] = [
    database && serviceFound(database.highRisk ? 'database' : 'unlistedDatabase', at('database'), data, database),
    protocol === 'tcp' && covers(22) && { message: 'ssh', path: at('ssh'), data },
    covers(3389) && { message: 'rdp', path: at('rdp'), data },
    smb && serviceFound('smb', at('smb'), data, smb),
    risky && serviceFound(risky.highRisk ? 'risky' : 'unlistedRisky', at('risky'), data, risky),
  ];
  const real = found.filter((one) => one !== undefined && one !== false);
  return real.length > 0 ? real : [{ message: 'unapproved', path: at('unapproved'), data }];
}

const SMB = 445;

type ServiceMessage = 'database' | 'unlistedDatabase' | 'smb' | 'risky' | 'unlistedRisky';

function serviceFound(
  message: ServiceMessage,
  path: string,
  data: { readonly ports: string; readonly source: string },
  { port, service }: OpenService,
): Found {
  return { message, path, data: { ...data, port, service } };
}

/** Whether the permission would be a violation if its source were the internet. */
function mayBeOpen(permission: Permission, allowed: Allowed): boolean {
  return !isIcmp(permission.protocol) && !isApproved(permission, allowed);
}

/** A rule without ports allows all of them. */
function rangeOf({ from = 0, to = 65535 }: Permission): { readonly from: number; readonly to: number } {
  return { from, to };
}

function isApproved(permission: Permission, { publicPorts, publicProtocols }: Allowed): boolean {
  if (!hasPorts(permission.protocol)) return publicProtocols.includes(Number(permission.protocol));
  const { from, to } = rangeOf(permission);
  if (to < from || to - from >= publicPorts.length) return false;
  for (let each = from; each <= to; each += 1) if (!publicPorts.includes(each)) return false;
  return true;
}
