import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Configured } from '../../cli/commands/settings.ts';
import { json } from '../../cli/output/machine.ts';
import { exitCodeOf, notesOf, outcomeOf } from '../../cli/output/outcome.ts';
import { sarif } from '../../cli/output/sarif.ts';
import { table } from '../../cli/output/table.ts';
import { paintFor } from '../../cli/output/text.ts';
import { rules } from '../../generated/rules.ts';
import { plumbline } from '../support/cli.ts';
import { iamUser, trailRecord } from '../support/events.ts';
import { type Given, onlyThese, reportOf } from '../support/reports.ts';

const ssh = {
  groupId: 'sg-0123456789abcdef0',
  ipPermissions: {
    items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
  },
};
const opened = trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: '2026-03-02T09:00:00Z', request: ssh });
const closed = trailRecord('ec2:RevokeSecurityGroupIngress', { at: '2026-03-02T11:00:00Z', request: ssh });
const listed = trailRecord('ec2:DescribeInstances');
const hidden = trailRecord('iam:AttachUserPolicy', { by: iamUser('a') });
const retained = trailRecord('logs:PutRetentionPolicy', { request: { logGroupName: 'audit', retentionInDays: 3653 } });
const logOf = (...records: readonly object[]) => JSON.stringify({ Records: records });

const empty: Configured = { ...onlyThese(), file: 'off.yml' };
const manifest = { version: '0.1.0', homepage: 'https://example.com' };
const plainly = paintFor(process.stdout);

describe('a log with nothing to judge', () => {
  test.each<readonly [string, string, Given, string]>([
    ['no records', '{"Records":[]}', {}, 'Nothing to judge: 0 CloudTrail records in 1 source.'],
    ['an empty file', '', {}, 'Nothing to judge: 0 CloudTrail records in 1 source.'],
    ['another JSON file', '{"a":1}', {}, 'Nothing to judge: 0 CloudTrail records in 1 source, 1 unreadable.'],
    [
      'a change that hides what it did',
      logOf(hidden, listed),
      {},
      'Nothing to judge: 2 CloudTrail records in 1 source, 1 unreadable.',
    ],
    [
      'changes after --until only',
      logOf(opened, listed),
      { until: Date.parse('2026-03-01') },
      'Nothing to judge: 1 change after --until, and none before.',
    ],
    [
      'settings that switch every rule off',
      logOf(opened),
      { configured: empty },
      'Nothing to judge: off.yml switches every rule off.',
    ],
  ])('%s: every format says so, and --fail-on fails', async (_, log, given, sentence) => {
    const { report } = await reportOf(log, given);
    const shown = table(report, plainly, 100);
    expect(shown.split('\n')[0]).toBe(sentence);
    expect(shown).not.toContain('No drift');
    expect(JSON.parse(json(report, '0.1.0'))).toMatchObject({
      summary: { outcome: 'nothing-to-judge', outcomeText: sentence },
    });
    const { runs } = JSON.parse(sarif(report, rules, manifest, new Map())) as Log;
    expect(runs[0]?.invocations?.[0]?.executionSuccessful).toBe(false);
    expect(runs[0]?.invocations?.[0]?.toolExecutionNotifications?.[0]).toEqual({
      level: 'error',
      message: { text: sentence },
    });
    expect([exitCodeOf(report, 'critical'), exitCodeOf(report, undefined)]).toEqual([2, 0]);
  });
});

describe('what was judged', () => {
  test.each<readonly [string, string, Given, string, string]>([
    ['a quiet log', logOf(listed, listed), {}, 'no-change', 'No change to judge: 0 of 2 records concern a rule.'],
    [
      'a change that is all right',
      JSON.stringify(retained),
      { configured: onlyThese('log-group-deleted-or-short-retention') },
      'no-drift',
      'No drift found.',
    ],
    [
      'a change that rules could not decide',
      logOf(closed),
      { configured: onlyThese('sg-default-allows-traffic') },
      'no-drift',
      'No drift found. Some changes are undetermined: see below.',
    ],
    [
      'findings that filters leave out',
      logOf(opened),
      { filters: { severity: ['low'] } },
      'all-filtered',
      'No finding is shown: 1 finding is left out by --severity low.',
    ],
    ['a finding', logOf(opened), {}, 'findings', '1 finding.'],
  ])('%s', async (_, log, given, type, text) => {
    const { report } = await reportOf(log, given);
    expect(outcomeOf(report)).toEqual({ type, text });
    expect(exitCodeOf(report, 'low')).toBe(type === 'findings' ? 1 : 0);
  });

  test('findings that --since leaves out are counted', async () => {
    const { report } = await reportOf(logOf(opened, closed), { since: Date.parse('2026-03-02T11:00:01Z') });
    expect(notesOf(report)).toContain('1 finding ended before --since, and is left out');
  });
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcome-test-'));
  writeFileSync(join(folder, 'off.yml'), 'rules:\n  sg-open-ingress:\n    enabled: false\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (flags: string, input: string, cwd = folder) =>
  plumbline(['replay', '-', ...flags.split(' ').filter(Boolean)], { cwd, input });

test('the command fails with nothing to judge, and says why', async () => {
  const { code, stdout, stderr } = await run('--fail-on critical -f jsonl', '{"Records":[]}');
  const sentence = 'Nothing to judge: 0 CloudTrail records in 1 source.';
  expect([code, stdout, stderr]).toEqual([2, '', `plumbline: ${sentence}\n`]);
});

describe('the settings', () => {
  test('that are in use are named', async () => {
    const flags = '--config off.yml --rules sg-*';
    const [people, machines] = await Promise.all([run(flags, logOf(opened)), run(`${flags} --json`, logOf(opened))]);
    expect(people.stdout).toContain('\nSettings: off.yml; 1 rule on\nNote: switched off in off.yml: sg-open-ingress\n');
    expect(JSON.parse(machines.stdout)).toMatchObject({
      summary: { settings: 'off.yml', rulesOn: 1, rulesOff: ['sg-open-ingress'] },
    });
  });

  test('that are not there are said to be the defaults', async () => {
    const { report } = await reportOf(logOf(opened));
    expect(table(report, plainly, 100)).toContain('Settings: the defaults, as there is no plumbline.yml; ');
    expect(JSON.parse(json(report, '0.1.0'))).toMatchObject({ summary: { settings: null, rulesOff: [] } });
  });

  test('in plumbline.yml are found without an option, and named', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, 'plumbline.yml'), 'rules:\n  ami-public: {enabled: false}\n');
    expect((await run('', logOf(opened), home)).stdout).toContain('Settings: plumbline.yml; ');
    const { code, stderr } = await run('--rules ami-public', logOf(opened), home);
    expect([code, stderr]).toEqual([
      2,
      'plumbline: --rules ami-public: ami-public is switched off in plumbline.yml:2\n',
    ]);
  });
});
