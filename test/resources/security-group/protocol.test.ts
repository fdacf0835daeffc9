import { expect, test } from 'vitest';
import { portsIn, protocolFrom, trafficText } from '../../../shared/resources/security-group/protocol.ts';

test.each([
  ['tcp', ['tcp', 'TCP', ' Tcp ', '6']],
  ['udp', ['udp', 'UDP', '17']],
  ['icmp', ['icmp', '1']],
  ['icmpv6', ['icmpv6', 'ICMPv6', '58', 'ipv6-icmp']],
  ['-1', ['-1', 'all', 'ALL', 'any']],
  ['47', ['47', 'gre', 'GRE']],
  ['50', ['50', 'esp']],
  ['51', ['51', 'ah']],
  ['132', ['132', 'sctp']],
  ['253', ['253']],
  ['constructor', ['constructor']],
])('%s is written %j', (protocol, spellings) => {
  expect(spellings.map(protocolFrom)).toEqual(spellings.map(() => protocol));
});

test.each([
  ['tcp', 22, 22, { from: 22, to: 22 }],
  ['udp', 0, 65535, { from: 0, to: 65535 }],
  ['tcp', -1, -1, {}],
  ['icmp', 8, -1, { from: 8, to: -1 }],
  ['icmp', -1, -1, {}],
  ['47', 22, 22, {}],
  ['132', 22, 22, {}],
  ['-1', 22, 22, {}],
  ['tcp', undefined, undefined, {}],
] as const)('a rule for %s from %s to %s narrows to %j', (protocol, from, to, ports) => {
  expect(portsIn(protocol, from, to)).toEqual(ports);
});

test.each([
  [{ protocol: '-1' }, 'all traffic'],
  [{ protocol: 'tcp', from: 22, to: 22 }, 'tcp/22'],
  [{ protocol: 'udp', from: 1000, to: 2000 }, 'udp/1000-2000'],
  [{ protocol: 'tcp', from: 0, to: 65535 }, 'all tcp'],
  [{ protocol: 'tcp' }, 'all tcp'],
  [{ protocol: 'icmp' }, 'all icmp'],
  [{ protocol: 'icmp', from: 8, to: -1 }, 'icmp type 8'],
  [{ protocol: 'icmpv6', from: 3, to: 4 }, 'icmpv6 type 3 code 4'],
  [{ protocol: '47' }, 'protocol 47 (GRE)'],
  [{ protocol: '253' }, 'protocol 253'],
])('%j is called %s', (permission, text) => {
  expect(trafficText(permission)).toBe(text);
});
