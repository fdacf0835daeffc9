import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { exitCodeOf, notesOf } from '../../cli/output/outcome.ts';
import { plumbline } from '../support/cli.ts';
import { iamUser, ssoUser, trailRecord } from '../support/events.ts';
import { type Given, onlyThese, reportOf } from '../support/reports.ts';

const open = (group: string, port: number) => ({
  groupId: group,
  ipPermissions: {
    items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
  },
});
const at = (hour: number) => `2026-03-02T0${hour}:00:00Z`;
const [jane, alice, bob] = [ssoUser('Jane@example.com', 'Admin'), iamUser('alice'), iamUser('bob')];
const bucketPolicy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] };

const log = [
  // Opened by Alice and by Bob, and still open.
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at(1), request: open('sg-a', 22), by: alice }),
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at(2), request: open('sg-a', 3389), by: bob }),
  // Opened by Jane, and deleted.
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at(3), request: open('sg-b', 22), by: jane }),
  trailRecord('ec2:DeleteSecurityGroup', { at: at(4), request: { groupId: 'sg-b' } }),
  // Opened by Jane in another account, and closed.
  trailRecord('ec2:AuthorizeSecurityGroupIngress', {
    at: at(5),
    request: open('sg-c', 22),
    by: jane,
    account: '444455556666',
  }),
  trailRecord('ec2:RevokeSecurityGroupIngress', { at: at(6), request: open('sg-c', 22), account: '444455556666' }),
  trailRecord('s3:PutBucketPolicy', { at: at(7), request: { bucketName: 'web', bucketPolicy }, by: jane }),
];
const configured = onlyThese('sg-open-ingress', 's3-bucket-policy-public');
type Flags = NonNullable<Given['filters']>;
const replayed = async (filters: Flags) => (await reportOf(log, { configured, filters })).report;

describe('filters', () => {
  test.each<readonly [Flags, readonly string[]]>([
    [{}, ['sg-a', 'sg-b', 'sg-c', 'web']],
    [{ severity: ['critical'] }, ['web']],
    [{ severity: ['critical,high'] }, ['sg-a', 'sg-b', 'sg-c', 'web']],
    [{ severity: ['critical', ' high '] }, ['sg-a', 'sg-b', 'sg-c', 'web']],
    [{ status: ['open'] }, ['sg-a', 'web']],
    [{ status: ['gone'] }, ['sg-b']],
    [{ status: ['resolved'] }, ['sg-c']],
    [{ actor: ['alice'] }, ['sg-a']],
    [{ actor: ['bob'] }, ['sg-a']],
    [{ actor: ['jane@*'] }, ['sg-b', 'sg-c', 'web']],
    [{ actor: ['Admin'] }, ['sg-b', 'sg-c', 'web']],
    [{ actor: ['arn:aws:iam::*:user/bob'] }, ['sg-a']],
    [{ account: ['444455556666'] }, ['sg-c']],
    [{ account: ['1111*'] }, ['sg-a', 'sg-b', 'web']],
    [{ resource: ['sg-*'] }, ['sg-a', 'sg-b', 'sg-c']],
    [{ resource: ['arn:aws:s3:::web,sg-c'] }, ['sg-c', 'web']],
    [{ actor: ['jane@*'], status: ['open'] }, ['web']],
  ])('%j', async (filters, shown) => {
    const report = await replayed(filters);
    expect(report.replayed.findings.map(({ resource }) => resource.id).sort()).toEqual(shown);
    expect(report.filtered?.hidden ?? 0).toBe(4 - shown.length);
  });

  test('--fail-on is about what is shown', async () => {
    expect(exitCodeOf(await replayed({ actor: ['alice'] }), 'critical')).toBe(0);
    expect(exitCodeOf(await replayed({ actor: ['jane@*'] }), 'critical')).toBe(1);
  });

  test('a value that matches nothing is answered with what there is', async () => {
    expect(notesOf(await replayed({ account: ['999999999999'] }))).toContain(
      'no finding has --account 999999999999: there are 111122223333, 444455556666',
    );
  });

  test('times with remediation are those of the findings that are shown', async () => {
    const { simulated } = await replayed({ resource: ['sg-b'] });
    expect(simulated?.exposure).toMatchObject({ without: 3_600_000, withRemediation: 60_000, auto: 1 });
  });

  test('every format shows the same findings, and says what is left out', async () => {
    const run = (format: string) =>
      plumbline(
        ['replay', '-', '--rules', 'sg-open-ingress,s3-bucket-policy-public', '--actor', 'alice', '-f', format],
        {
          input: log.map((record) => `${JSON.stringify(record)}\n`).join(''),
        },
      );
    const [table, json, lines, sarif] = await Promise.all(['table', 'json', 'jsonl', 'sarif'].map(run));
    expect(table?.stdout).toContain('\n1 finding, 1 open');
    expect(table?.stdout).toContain('Note: 3 findings are left out by --actor alice\n');
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject({
      summary: { findings: 1, hidden: 3, filters: '--actor alice' },
      findings: [{ resource: { id: 'sg-a' } }],
    });
    const events = (lines?.stdout ?? '').trim().split('\n');
    expect(events.map((line) => (JSON.parse(line) as { resourceId: string }).resourceId)).toEqual(['sg-a', 'sg-a']);
    expect(lines?.stderr).toContain('plumbline: 3 findings are left out by --actor alice\n');
    const [sarifRun] = (JSON.parse(sarif?.stdout ?? '') as Log).runs;
    expect(sarifRun?.results).toHaveLength(1);
    expect(JSON.stringify(sarifRun?.invocations)).toContain('3 findings are left out by --actor alice');
  });
});
