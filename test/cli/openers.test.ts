import { describe, expect, test } from 'vitest';
import { json } from '../../cli/output/machine.ts';
import { sarif } from '../../cli/output/sarif.ts';
import { table } from '../../cli/output/table.ts';
import { paintFor } from '../../cli/output/text.ts';
import { rules } from '../../generated/rules.ts';
import { iamUser, type TrailRecord, trailRecord } from '../support/events.ts';
import { onlyThese, reportOf } from '../support/reports.ts';

const [alice, bob] = [iamUser('alice'), iamUser('bob')];
const at = (day: number) => `2026-03-0${day}T09:00:00Z`;
const rule = (port: number, groupId = 'sg-1') => ({
  groupId,
  ipPermissions: {
    items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
  },
});
const opened = (day: number, port: number, by: typeof alice) =>
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at(day), request: rule(port), by });
const closed = (day: number, port: number) =>
  trailRecord('ec2:RevokeSecurityGroupIngress', { at: at(day), request: rule(port), by: alice });
const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
const resources = [{ ARN: `arn:aws:kms:eu-west-1:111122223333:key/${key}` }];

async function shown(records: readonly TrailRecord[], id = 'sg-open-ingress') {
  const { report } = await reportOf(records, { configured: onlyThese(id) });
  const homepage = 'https://example.com/plumbline#readme';
  const lines = table(report, paintFor(process.stdout), 200)
    .split('\n')
    .map((line) => line.trim());
  return {
    lines,
    finding: (JSON.parse(json(report, '0.1.0')) as { findings: { violations: unknown[] }[] }).findings[0],
    message: sarif(report, rules, { version: '0.1.0', homepage }, new Map()),
  };
}

describe('two people opened one finding', () => {
  const both = [opened(1, 22, alice), opened(3, 3389, bob)];

  test('the table names each below what he did', async () => {
    const { lines } = await shown(both);
    const [ssh, first, rdp, second] = lines.slice(3);
    expect([ssh, rdp]).toEqual([expect.stringContaining('tcp/22 '), expect.stringContaining('tcp/3389 ')]);
    expect(first).toBe('opened by alice from 198.51.100.7 with AuthorizeSecurityGroupIngress');
    expect(second).toBe(`added by bob from 198.51.100.7 with AuthorizeSecurityGroupIngress at ${at(3)}`);
  });

  test('the JSON has the cause of each violation', async () => {
    const { finding } = await shown(both);
    expect(finding?.violations).toMatchObject([
      {
        text: expect.stringContaining('tcp/22 '),
        cause: { actor: { name: 'alice' }, occurredAt: '2026-03-01T09:00:00.000Z' },
      },
      {
        text: expect.stringContaining('tcp/3389 '),
        cause: { actor: { name: 'bob' }, occurredAt: '2026-03-03T09:00:00.000Z' },
      },
    ]);
  });

  test('SARIF names each in its message, and has the record of each', async () => {
    const { message } = await shown(both);
    expect(message).toMatch(
      /tcp\/22 .*Opened by alice with AuthorizeSecurityGroupIngress at 2026-03-01T09:00:00Z\. tcp\/3389 .*Opened by bob with /,
    );
    expect(message.match(/"byteOffset"/g)).toHaveLength(2);
    expect(message).toContain('"relatedLocations"');
  });

  test('of other rules too: a key whose material is deleted, and then the key itself', async () => {
    const { lines } = await shown(
      [
        trailRecord('kms:DeleteImportedKeyMaterial', { at: at(1), request: { keyId: key }, resources, by: alice }),
        trailRecord('kms:ScheduleKeyDeletion', { at: at(2), request: { keyId: key }, resources, by: bob }),
      ],
      'kms-key-deletion-scheduled',
    );
    const [material, first, deletion, second] = lines.slice(3);
    expect([material, deletion]).toEqual([
      expect.stringContaining('key material is gone'),
      expect.stringContaining('AWS will delete the key'),
    ]);
    expect([first, second]).toEqual([
      expect.stringMatching(/^opened by alice .* with DeleteImportedKeyMaterial$/),
      expect.stringMatching(/^added by bob .* with ScheduleKeyDeletion at /),
    ]);
  });
});

test('what the first person did has ended: both are named, and only the second for what is left', async () => {
  const { lines } = await shown([opened(1, 22, alice), opened(2, 3389, bob), closed(3, 22)]);
  expect(lines.slice(3, 6)).toEqual([
    'first opened by alice from 198.51.100.7 with AuthorizeSecurityGroupIngress',
    expect.stringContaining('tcp/3389 '),
    expect.stringMatching(/^added by bob /),
  ]);
});

test('a finding that was opened before: who did it then is named as well', async () => {
  const { lines, message } = await shown([opened(1, 22, alice), closed(2, 22), opened(3, 22, bob)]);
  const earlier = `opened 2 times, earlier by alice with AuthorizeSecurityGroupIngress at ${at(1)}`;
  expect(lines).toContain(earlier);
  expect(lines).toContain('opened by bob from 198.51.100.7 with AuthorizeSecurityGroupIngress');
  expect(message).toContain(`It was ${earlier}.`);
});

test('a resource that was deleted is gone, and not resolved', async () => {
  const deleted = trailRecord('ec2:DeleteSecurityGroup', { at: at(3), request: { groupId: 'sg-1' }, by: bob });
  const { lines, finding, message } = await shown([opened(1, 22, alice), deleted]);
  expect(lines[2]).toMatch(/^high +gone +2026-03-01T09:00:00Z +2 d /);
  expect(lines).toContain('ended by bob from 198.51.100.7 with DeleteSecurityGroup: the resource was deleted');
  expect(finding).toMatchObject({ status: 'gone', resolvedAt: '2026-03-03T09:00:00.000Z' });
  expect(message).toContain('Ended by bob with DeleteSecurityGroup at 2026-03-03T09:00:00Z: the resource was deleted.');
});

test('every time is ISO 8601', async () => {
  const { lines, finding, message } = await shown([opened(1, 22, alice), opened(3, 3389, bob), closed(4, 22)]);
  const text = [...lines, JSON.stringify(finding), message].join('\n');
  expect(text).not.toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
  // Milliseconds since 1970 have 13 digits.
  expect(text).not.toMatch(/\b1[67]\d{11}\b/);
});
