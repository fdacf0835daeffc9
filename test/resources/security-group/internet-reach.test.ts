import { expect, test } from 'vitest';
import { reachOf } from '../../../shared/resources/security-group/internet-reach.ts';
import type { Permission } from '../../../shared/resources/security-group/kind.ts';

const over = (protocol: string, from: number, to: number, cidr: string): Permission => ({ protocol, from, to, cidr });
const reached = (...permissions: readonly Permission[]) =>
  reachOf(permissions).map(({ permission: { cidr }, reach }) => [cidr, reach]);

test.each(['0.0.0.0/0', '::/0', '2000::/3', '::/1'])('%s is the internet', (cidr) => {
  expect(reached(over('tcp', 22, 22, cidr))).toEqual([[cidr, 'internet']]);
});

test.each(['0.0.0.0/1', '2000::/4'])('%s alone is a wide block', (cidr) => {
  expect(reached(over('tcp', 22, 22, cidr))).toEqual([[cidr, 'wide']]);
});

test('blocks are the internet together where their ports and protocols meet', () => {
  const [low, high] = ['0.0.0.0/1', '128.0.0.0/1'];
  expect(reached(over('tcp', 20, 30, low), over('tcp', 30, 40, high))).toEqual([
    [low, 'together'],
    [high, 'together'],
  ]);
  expect(reached(over('tcp', 20, 29, low), over('tcp', 30, 40, high))).toEqual([
    [low, 'wide'],
    [high, 'wide'],
  ]);
  expect(reached(over('tcp', 20, 30, low), over('udp', 20, 30, high))).toEqual([
    [low, 'wide'],
    [high, 'wide'],
  ]);
  expect(reached({ protocol: '-1', cidr: low }, over('udp', 20, 30, high))).toEqual([
    [low, 'together'],
    [high, 'together'],
  ]);
});

test('several prefix lists of a thousand blocks each are compared in less than a second', () => {
  const blocks = Array.from({ length: 5_000 }, (_, index) =>
    over('tcp', 20 + (index % 5), 30, `52.${index % 256}.${Math.floor(index / 256)}.0/24`),
  );
  const started = performance.now();
  expect(reachOf(blocks)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(1_000);
});
