/**
 * The protocol of a security group rule: `tcp`, `udp`, `icmp`, `icmpv6`, the number of another protocol, or `-1` for
 * every protocol.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export type Protocol = string;

export const EVERY_PROTOCOL: Protocol = '-1';

/**
 * Names that a call can use. AWS itself shows four names, and the numbers of the others.
 * @see https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml
 */
const SPELLINGS: Readonly<Record<string, Protocol>> = {
  all: EVERY_PROTOCOL,
  any: EVERY_PROTOCOL,
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  icmp6: 'icmpv6',
  'ipv6-icmp': 'icmpv6',
  igmp: '2',
  dccp: '33',
  gre: '47',
  esp: '50',
  ah: '51',
  ospf: '89',
  pim: '103',
  vrrp: '112',
  l2tp: '115',
  sctp: '132',
  udplite: '136',
};

/** One spelling for each protocol. */
export function protocolFrom(given: string): Protocol {
  const name = given.trim().toLowerCase();
  return Object.hasOwn(SPELLINGS, name) ? (SPELLINGS[name] ?? name) : name;
}

export interface Ports {
  readonly from?: number;
  readonly to?: number;
}

/**
 * The ports, or the type and code of ICMP. None for every other protocol: a rule for it allows all of its traffic,
 * also if the call named ports. `-1` as the first means all.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export function portsIn(protocol: Protocol, from: number | undefined, to: number | undefined): Ports {
  const narrows = hasPorts(protocol) || isIcmp(protocol);
  return !narrows || from === undefined || to === undefined || from < 0 ? {} : { from, to };
}

/** Whether rules of this protocol can be narrowed to ports: TCP and UDP. */
export function hasPorts(protocol: Protocol): boolean {
  return protocol === 'tcp' || protocol === 'udp';
}

export function isIcmp(protocol: Protocol): boolean {
  return protocol === 'icmp' || protocol === 'icmpv6';
}

const NAMES: Readonly<Record<string, string>> = {
  '2': 'IGMP',
  '4': 'IP in IP',
  '33': 'DCCP',
  '41': 'IPv6 in IP',
  '47': 'GRE',
  '50': 'ESP',
  '51': 'AH',
  '89': 'OSPF',
  '103': 'PIM',
  '112': 'VRRP',
  '115': 'L2TP',
  '132': 'SCTP',
  '136': 'UDP-Lite',
};

/** `tcp/22`, `udp/1000-2000`, `all tcp`, `icmp type 3 code 4`, `protocol 47 (GRE)`, `all traffic`. */
export function trafficText({ protocol, from, to }: Ports & { readonly protocol: Protocol }): string {
  if (protocol === EVERY_PROTOCOL) return 'all traffic';
  if (!hasPorts(protocol) && !isIcmp(protocol)) {
    const name = NAMES[protocol];
    return name === undefined ? `protocol ${protocol}` : `protocol ${protocol} (${name})`;
  }
  if (from === undefined || to === undefined) return `all ${protocol}`;
  if (isIcmp(protocol)) return to < 0 ? `${protocol} type ${from}` : `${protocol} type ${from} code ${to}`;
  if (from === 0 && to === 65535) return `all ${protocol}`;
  return from === to ? `${protocol}/${from}` : `${protocol}/${from}-${to}`;
}
