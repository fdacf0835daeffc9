import { expect, test } from 'vitest';
import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { isUnknown } from '../../../shared/core/rule.ts';
import { DATA_PORTS, RISKY_PORTS } from '../../../shared/rules/common/services.ts';
import rule from '../../../shared/rules/ec2/sg-open-ingress.ts';

/** The messages about one port that is open to everybody. */
function messagesFor(protocol: string, port: number): readonly string[] {
  const ref = { kind: 'security-group', account: '111122223333', region: 'eu-west-1', id: 'sg-0123456789abcdef0' };
  const judged = rule.judge(
    {
      ingress: exactly([{ protocol, from: port, to: port, cidr: '0.0.0.0/0' }]),
      egress: exactly([]),
    },
    {
      ref: { ...ref, kind: 'security-group' },
      options: rule.options.parse({}),
      baseline: undefined,
      now: 0,
      trusted: { accounts: [], organizations: [] },
      neighbours: { prefixLists: UNSEEN },
    },
  );
  return isUnknown(judged) ? ['unknown'] : judged.map(({ message }) => message);
}

const MEDIUM = ['unapproved'];

test('every port of the tables is more than "not approved" over the protocol of its service', () => {
  const silent = [...DATA_PORTS, ...RISKY_PORTS].filter((port) =>
    ['tcp', 'udp'].every((protocol) => messagesFor(protocol, port).join() === MEDIUM.join()),
  );
  expect(silent).toEqual([]);
});

test.each([
  'tcp 20 21 23 25 53 110 135 139 143 445 512 513 514 873 2049 2375 3000 4333 5000 5500 5900 5985 6000 6443 8080 10250',
  'tcp 88 389 464 636 1433 1521 2181 2379 3268 3306 5432 5601 5672 5984 6379 7000 7001 7474 7687 8086 8200 8500 8888',
  'tcp 9042 9092 9160 9200 9300 9870 11211 15672 27017 27018 27019 50000 50070 2484 1099 3389 22',
  'udp 53 69 111 123 137 138 161 389 1434 1900 2049 3389 11211',
])('more than a port that is not approved: %s', (line) => {
  const [protocol = '', ...ports] = line.split(' ');
  expect(ports.filter((port) => messagesFor(protocol, Number(port)).join() === MEDIUM.join())).toEqual([]);
});

test.each(['tcp 69 123 161 1900 8443 65000', 'udp 22 23 445 1521 3306 5432 6379 9042 27017'])(
  'nothing listens there: %s',
  (line) => {
    const [protocol = '', ...ports] = line.split(' ');
    for (const port of ports) expect(messagesFor(protocol, Number(port))).toEqual(MEDIUM);
  },
);
