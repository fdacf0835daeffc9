import { describe, expect, test } from 'vitest';
import { controlIds } from '../../cli/output/control-ids.ts';
import { json } from '../../cli/output/machine.ts';
import { noticeLine } from '../../cli/output/notices.ts';
import { replayNoticeEvent, replayReport } from '../../cli/output/report-schema.ts';
import { sarif } from '../../cli/output/sarif.ts';
import { table } from '../../cli/output/table.ts';
import type { Paint } from '../../cli/output/text.ts';
import { rules } from '../../generated/rules.ts';
import { aNotice, reported } from '../store/things.ts';
import { byRoot, denied, signIn } from '../support/activity.ts';
import { plumbline } from '../support/cli.ts';
import { reportOf } from '../support/reports.ts';

const manifest = { version: '0.1.0', homepage: 'https://github.com/plumbline-dev/plumbline#readme' };
const LOG = [
  byRoot({ event: 'sts:GetCallerIdentity', at: '2026-03-02T09:00:00Z', sourceIp: '203.0.113.9' }),
  signIn({ mfa: false, at: '2026-03-02T09:01:00Z' }),
  ...Array.from({ length: 11 }, (_, index) => denied({ at: `2026-03-02T09:02:${10 + index}Z` })),
];
const plain: Paint = { severity: (text) => text, dim: (text) => text, bold: (text) => text };

async function shown(filters: Record<string, readonly string[]> = {}) {
  const { report } = await reportOf(LOG, { filters });
  return { report, names: report.notices.map(({ notice }) => notice.name).sort() };
}

describe('notices of a replay', () => {
  test('are a section of the table, the most severe first', async () => {
    const { report } = await shown();
    const text = table(report, plain, 120);
    expect(text).toContain(
      [
        '3 notices: what has happened, and is no state',
        '',
        'high      The root user was used: once at 2026-03-02T09:00:00Z',
        '          root from 203.0.113.9: sts GetCallerIdentity in us-east-1',
        '          root-used, account 111122223333',
      ].join('\n'),
    );
    expect(text).toContain('denied again and again: 11 times from 2026-03-02T09:02:10Z to 2026-03-02T09:02:20Z');
    expect(text.indexOf('sign-in-without-mfa')).toBeLessThan(text.indexOf('denied-calls'));
  });

  test('are members of the JSON, and counted', async () => {
    const { report } = await shown();
    const given = replayReport.parse(JSON.parse(json(report, '0.1.0')));
    expect(given.summary).toMatchObject({ notices: 3, findings: 0 });
    expect(given.notices.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'root-used 1',
      'sign-in-without-mfa 1',
      'denied-calls 11',
    ]);
  });

  test('are notifications of SARIF, and no results', async () => {
    const { report } = await shown();
    const [run] = (JSON.parse(sarif(report, rules, manifest, new Map())) as { runs: readonly { results: unknown[] }[] })
      .runs;
    expect(run?.results).toEqual([]);
    expect(JSON.stringify(run)).toContain(
      'The root user was used: once at 2026-03-02T09:00:00Z. root from 203.0.113.9',
    );
  });

  test('are lines that the schema describes', () => {
    const line: unknown = JSON.parse(
      noticeLine(reported(aNotice('0123456789abcdef')), { ids: controlIds, frameworks: [] }),
    );
    expect(replayNoticeEvent.parse(line)).toMatchObject({ type: 'reported', name: 'root-used', count: 1 });
  });

  test.each([
    [{ severity: ['high'] }, ['root-used', 'sign-in-without-mfa']],
    [{ actor: ['jane'] }, ['denied-calls', 'sign-in-without-mfa']],
    [{ actor: ['root'], severity: ['medium'] }, []],
    [{ account: ['1111*'] }, ['denied-calls', 'root-used', 'sign-in-without-mfa']],
    [{ account: ['444455556666'] }, []],
    [{ status: ['open'] }, []],
    [{ resource: ['*'] }, []],
  ] as const)('are selected by filters: %j', async (filters, names) => {
    expect((await shown(filters)).names).toEqual(names);
  });

  test('are printed by the command in every format, and left out with --rules', async () => {
    const input = LOG.map((record) => `${JSON.stringify(record)}\n`).join('');
    const run = async (...args: readonly string[]) => (await plumbline(['replay', '-', ...args], { input })).stdout;
    expect(await run()).toContain('3 notices');
    expect(await run('--format', 'jsonl')).toContain('"type":"reported"');
    expect(await run('--json', '--rules', 'sg-*')).toContain('"notices": 0');
  });
});
