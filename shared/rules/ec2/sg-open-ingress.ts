import * as z from 'zod';
import { conclude, defineRule, type Messages, partly, unknown, type Violation } from '../../core/rule.ts';
import { portsOf, revokeIngress, sourceOf } from '../../resources/security-group/actions.ts';
import { type Reach, reachOf } from '../../resources/security-group/internet-reach.ts';
import { type Permission, permissionKey, securityGroup } from '../../resources/security-group/kind.ts';

const port = z.int().min(0).max(65535);

const options = z.strictObject({
  publicPorts: z.array(port).default([80, 443]).describe('TCP and UDP ports that may be open to the internet.'),
  publicGroups: z.array(z.string()).default([]).describe('Ids of security groups that may be open to the internet.'),
  databasePorts: z
    .array(port)
    .default([1433, 1434, 1521, 2483, 3306, 5432, 5601, 6379, 7199, 8888, 9092, 9160, 9200, 9300, 11211, 27017, 27018])
    .describe(
      'Ports of databases, caches, search engines and brokers. If they are open to the internet, the finding is critical.',
    ),
  riskyPorts: z
    .array(port)
    .default([20, 21, 23, 25, 110, 135, 143, 445, 2375, 2376, 3000, 4333, 5000, 5500, 5900, 8080, 8088])
    .describe('Ports of services that are often attacked.'),
});

const network = { 'ellipsis-drive': ['ED-L12.1'], 'inrupt-ess': ['ESS-L7.1'] } as const;
const iso = { 'iso-27001': ['A.8.20', 'A.8.21', 'A.8.22'] } as const;
const cis = { 'cis-3.0': ['5.2', '5.3'], 'cis-5.0': ['5.3', '5.4'] } as const;
const remote = { ...cis, ...iso, 'ellipsis-drive': ['ED-L12.1', 'ED-L19.1'], 'inrupt-ess': ['ESS-L7.1'] } as const;

const messages = {
  everything: {
    text: '{{ports}} is open to {{source}}.',
    resolved: '{{ports}} is no longer open to {{source}}.',
    severity: 'critical',
    controls: {
      fsbp: ['EC2.18', 'EC2.19'],
      soc2: ['CC6.6'],
      ...cis,
      ...iso,
      'ellipsis-drive': ['ED-L12.1'],
      'inrupt-ess': ['ESS-L7.1', 'ESS-L9.1'],
    },
  },
  database: {
    text: '{{ports}} is open to {{source}}: {{port}} is the port of a database, cache, search engine or broker.',
    resolved: '{{ports}} is no longer open to {{source}}.',
    severity: 'critical',
    controls: {
      fsbp: ['EC2.19'],
      soc2: ['CC6.6'],
      ...iso,
      'ellipsis-drive': ['ED-L12.1', 'ED-L28.1'],
      'inrupt-ess': ['ESS-L7.1'],
    },
  },
  ssh: {
    text: '{{ports}} is open to {{source}}: anyone may try to log in by SSH.',
    resolved: 'SSH is no longer open to {{source}}.',
    controls: { fsbp: ['EC2.13'], soc2: ['CC6.6', 'CC7.2'], ...remote },
  },
  rdp: {
    text: '{{ports}} is open to {{source}}: anyone may try to log in by RDP.',
    resolved: 'RDP is no longer open to {{source}}.',
    controls: { fsbp: ['EC2.14'], soc2: ['CC6.6'], ...remote },
  },
  risky: {
    text: '{{ports}} is open to {{source}}: port {{port}} is often attacked.',
    resolved: '{{ports}} is no longer open to {{source}}.',
    controls: { fsbp: ['EC2.19'], 'cis-5.0': ['5.1.2'], soc2: ['CC6.6'], ...iso, ...network },
  },
  unapproved: {
    text: '{{ports}} is open to {{source}} and is not a port approved for the internet.',
    resolved: '{{ports}} is no longer open to {{source}}.',
    severity: 'medium',
  },
  wide: {
    text: '{{ports}} is open to {{source}}, a very large part of the internet.',
    resolved: '{{ports}} is no longer open to {{source}}.',
    severity: 'medium',
    controls: { soc2: ['CC6.6'], 'iso-27001': ['A.8.1', 'A.8.20', 'A.8.21', 'A.8.22'], ...network },
  },
} as const satisfies Messages;

export default defineRule({
  id: 'sg-open-ingress',
  title: 'Security groups let the internet in only on approved ports',
  severity: 'high',
  kind: securityGroup,
  watches: ['ingress'],
  reads: ['unplaced'],
  controls: { fsbp: ['EC2.18'], soc2: ['CC6.6'], ...iso, ...network },
  options,
  messages,
  fix: 'Revoke the rule, or narrow it to the addresses that need it. Reach hosts through Session Manager or a VPN.',

  judge({ ingress, unplaced = [] }, { ref, options: allowed }) {
    if (allowed.publicGroups.includes(ref.id)) return [];
    const judged = (items: readonly Permission[]) =>
      reachOf(items).flatMap(({ permission, reach }) => judgeOne(permission, reach, allowed));
    const found = judged(ingress.items);
    const mayBeMore = unplaced.length > 0 && judged([...ingress.items, ...unplaced]).length > found.length;
    return conclude(
      found,
      mayBeMore && unknown('A rule was changed, and no event shows whether it lets traffic in or out.'),
      ingress.items.some(({ prefixList }) => prefixList) &&
        partly('A rule lets a prefix list in. The log does not show its addresses.'),
      !ingress.complete && partly('Ingress rules that are older than the log are not known.'),
    );
  },

  remediation: {
    mode: 'auto',
    approveFor: ['unapproved', 'wide'],
    actions: [revokeIngress],
    plan: ({ ingress }, violations) =>
      ingress.items
        .filter((permission) => violations.some(({ path }) => path.startsWith(`${permissionKey(permission)} `)))
        .map(revokeIngress),
  },
});

type Allowed = z.output<typeof options>;
type Found = Violation<typeof messages>;

/** The violations of one permission that the internet reaches. A range can contain several of the listed ports. */
function judgeOne(permission: Permission, reach: Reach, allowed: Allowed): readonly Found[] {
  const covers = (wanted: number) =>
    permission.from === undefined ||
    permission.to === undefined ||
    (permission.from <= wanted && wanted <= permission.to);
  const source = sourceOf(permission);
  const data = {
    ports: portsOf(permission),
    source: reach === 'together' ? `${source} (with other rules, most of the internet)` : source,
  };
  const at = (what: string) => `${permissionKey(permission)} ${what}`;
  if (isApproved(permission, allowed.publicPorts)) return [];
  if (reach === 'wide') return [{ message: 'wide', path: at('wide'), data }];
  if (data.ports.startsWith('all')) return [{ message: 'everything', path: at('everything'), data }];
  const tcp = permission.protocol === 'tcp';
  const [database] = allowed.databasePorts.filter(covers);
  const [risky] = allowed.riskyPorts.filter(covers);
  const found: Found[] = [];
  if (database !== undefined)
    found.push({ message: 'database', path: at('database'), data: { ...data, port: database } });
  if (tcp && covers(22)) found.push({ message: 'ssh', path: at('ssh'), data });
  if (covers(3389)) found.push({ message: 'rdp', path: at('rdp'), data });
  if (risky !== undefined) found.push({ message: 'risky', path: at('risky'), data: { ...data, port: risky } });
  return found.length > 0 ? found : [{ message: 'unapproved', path: at('unapproved'), data }];
}

function isApproved({ from, to }: Permission, publicPorts: readonly number[]): boolean {
  if (from === undefined || to === undefined || to - from >= publicPorts.length) return false;
  for (let each = from; each <= to; each += 1) if (!publicPorts.includes(each)) return false;
  return true;
}
