import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plumbline } from '../support/cli.ts';
import { ssoUser, trailRecord } from '../support/events.ts';

const SECRET = 'q9XvT3mLr8KzW2pNcY5h';
const ODD = '\u001b[2Jgone\u202e';
const rule = (cidr: string) => ({
  groupId: 'sg-0123456789abcdef0',
  ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: cidr }] } }] },
});
const bucket = (bucketName: string) => ({
  bucketName,
  bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] },
});
const opened = trailRecord('ec2:AuthorizeSecurityGroupIngress', {
  at: '2026-03-02T09:00:00Z',
  request: rule('0.0.0.0/0'),
  by: ssoUser(`jane${ODD}@example.com`, 'Admin'),
  sourceIp: `1.2.3.4${ODD}`,
  userAgent: `agent${ODD}`,
});
const closed = trailRecord('ec2:RevokeSecurityGroupIngress', {
  at: '2026-03-02T11:00:00Z',
  request: rule('0.0.0.0/0'),
});
const published = trailRecord('s3:PutBucketPolicy', {
  at: '2026-03-02T10:00:00Z',
  request: bucket(`b${ODD}`),
  region: `eu${ODD}`,
});
const registered = trailRecord('ecs:RegisterTaskDefinition', {
  at: '2026-03-02T12:00:00Z',
  request: {
    family: 'web',
    containerDefinitions: [{ name: 'app', environment: [{ name: 'DB_PASSWORD', value: SECRET }] }],
  },
  response: {
    taskDefinition: {
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1',
      family: 'web',
      revision: 1,
      containerDefinitions: [{ name: 'app', environment: [{ name: 'DB_PASSWORD', value: SECRET }] }],
    },
  },
});
const failed = trailRecord('s3:PutBucketPolicy', {
  at: '2026-03-02T12:30:00Z',
  request: bucket('x'),
  errorCode: 'AccessDenied',
});
const unreadable = { ...failed, errorCode: undefined, eventTime: `soon${ODD}` };
const story = [registered, failed, closed, published, opened, opened, unreadable];
const lines = story.map((record) => `${JSON.stringify(record)}\n`).join('');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
  writeFileSync(join(folder, 'log.jsonl'), lines);
  writeFileSync(
    join(folder, 'cut.json'),
    `{"Records":[${JSON.stringify(opened)},${JSON.stringify(published).slice(0, 300)}`,
  );
  writeFileSync(
    join(folder, 'exempt.yml'),
    'exemptions:\n  - {resource: "sg-*", reason: bastion, owner: lee@example.com, until: 2099-12-31}\n',
  );
  writeFileSync(join(folder, 'good.yml'), 'rules:\n  sg-open-ingress:\n    enabled: false\n');
  writeFileSync(
    join(folder, 'restricted.yml'),
    'requests:\n  allowed:\n    approve: ["arn:aws:iam::111122223333:role/a"]\n',
  );
  writeFileSync(join(folder, 'bad.yml'), 'rules:\n  sg-open-ingres: {}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));
const run = (args: string, more: Parameters<typeof plumbline>[1] = {}) =>
  plumbline(args.split(' ').filter(Boolean), { cwd: folder, ...more });

// oxlint-disable-next-line no-control-regex -- control characters are what this is about.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe.concurrent('replay', () => {
  test('the table, in a pipe: no colours, no progress, nothing that moves the cursor, no secret', async () => {
    const { code, stdout, stderr } = await run('replay log.jsonl --remediate');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(CONTROL);
    expect(stdout).not.toContain(SECRET);
    expect(stdout).toContain('b\\u{1b}[2Jgone\\u{202e}');
    expect(stdout).toContain('jane\\u{1b}[2Jgone\\u{202e}@example.com');
    expect(stdout).toMatch(/unreadable: .*soon\\u\{1b\}/);
    expect(stdout).toMatch(/\nWith remediation \(simulated; each fix takes 1 min\):\n/);
    expect(stdout).toMatch(/7 records in 1 source: .*1 refused by AWS, 1 repeated, 1 unreadable/);
  });

  test('colours where asked for', async () => {
    const [forced, none] = await Promise.all([
      run('replay log.jsonl', { env: { FORCE_COLOR: '1' } }),
      run('replay log.jsonl', { env: { FORCE_COLOR: '0', NO_COLOR: '1' } }),
    ]);
    expect(forced.stdout).toContain('\u001b[31m');
    expect(none.stdout).not.toMatch(CONTROL);
  });

  test('JSON', async () => {
    const { code, stdout, stderr } = await run('replay - --json --remediate=5m --fail-on critical', {
      input: gzipSync(lines),
    });
    const report = JSON.parse(stdout) as { summary: Record<string, unknown>; findings: Record<string, unknown>[] };
    expect([code, stderr]).toEqual([report.findings.some(({ severity }) => severity === 'critical') ? 1 : 0, '']);
    expect(report.summary).toMatchObject({
      records: 7,
      failedCalls: 1,
      repeated: 1,
      sources: 1,
      unreadable: 1,
      damage: [],
    });
    expect(report.summary['remediation']).toMatchObject({ assumedReactionSeconds: 300 });
    const found = report.findings.find((finding) => finding['rule'] === 'sg-open-ingress');
    expect(found).toMatchObject({
      status: 'resolved',
      openSeconds: 7200,
      firstSeen: '2026-03-02T09:00:00.000Z',
      resolvedAt: '2026-03-02T11:00:00.000Z',
      cause: {
        eventId: opened.eventID,
        eventName: 'AuthorizeSecurityGroupIngress',
        actor: { type: 'person', role: 'Admin' },
      },
    });
    expect(report.findings.map(({ rule: id }) => id)).toContain('ecs-secret-in-environment');
    expect(stdout).not.toContain(SECRET);
  });

  test('one transition a line', async () => {
    const { code, stdout, stderr } = await run('replay --format jsonl --rules sg-*,ecs-secret-*', { input: lines });
    const seen = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(seen.map(({ type, rule: id }) => [id, type])).toEqual([
      ['sg-open-ingress', 'opened'],
      ['sg-open-ingress', 'resolved'],
      ['ecs-secret-in-environment', 'opened'],
    ]);
    for (const line of seen)
      for (const key of ['eventId', 'rule', 'resource', 'type', 'occurredAt'])
        expect(line[key]).toEqual(expect.any(String));
    expect(stdout + stderr).not.toContain(SECRET);
  });

  test('SARIF', async () => {
    const { stdout, stderr } = await run('replay log.jsonl -f sarif');
    const { version, runs } = JSON.parse(stdout) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; ruleIndex: number; level: string }[];
      }[];
    };
    const [only] = runs;
    expect([version, runs.length, (only?.results.length ?? 0) > 2]).toEqual(['2.1.0', 1, true]);
    for (const { ruleId, ruleIndex, level } of only?.results ?? []) {
      expect(only?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
    }
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stderr).toMatch(/1 record unreadable/);
  });

  test('what is damaged is named, the rest judged, and the exit code says so', async () => {
    const { code, stdout, stderr } = await run('replay cut.json log.jsonl --json --fail-on low');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^plumbline: cut\.json: damaged at byte \d+: the file ends inside a record\n$/);
    expect((JSON.parse(stdout) as { findings: unknown[] }).findings.length).toBeGreaterThan(2);
  });

  test.each([
    ['--rules sg-* --fail-on low', 1],
    ['--rules sg-* --fail-on critical --until 2026-03-02T10:30:00Z', 0],
    ['--rules sg-* --fail-on critical --until 2026-03-01', 2],
    ['--rules sg-* --since 2026-03-02T11:00:01Z --fail-on low', 0],
    ['--config exempt.yml --rules sg-open-ingress --fail-on low', 0],
  ])('replay log.jsonl %s exits with %i', async (flags, expected) => {
    expect((await run(`replay log.jsonl ${flags}`)).code).toBe(expected);
  });

  test('what is accepted is shown with who answers for it, in every format', async () => {
    const flags = 'replay log.jsonl --config exempt.yml --rules sg-open-ingress';
    const [table, sarif, lines] = await Promise.all([
      run(`${flags} --until 2026-03-02T10:30:00Z`),
      run(`${flags} --format sarif`),
      run(`${flags} --format jsonl`),
    ]);
    expect(table.stdout).toMatch(/high +exempt /);
    expect(table.stdout).toContain('accepted by lee@example.com until 2099-12-31: bastion');
    expect(table.stdout).toContain('1 finding, 0 open, 1 exempt');
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      runs: [{ results: [{ suppressions: [{ kind: 'external', justification: 'bastion' }] }] }],
    });
    expect(JSON.parse(lines.stdout.split('\n')[0] ?? '')).toMatchObject({
      type: 'exempted',
      note: 'Accepted by lee@example.com until 2099-12-31: bastion',
    });
  });

  test('a reader that has seen enough', async () => {
    const { code, stderr } = await run('replay --format jsonl', { input: lines.repeat(50), closeEarly: true });
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('EPIPE')]);
  });
});

describe.concurrent('mistakes', () => {
  test.each([
    ['replay --fromat json', '(Did you mean --format?)'],
    ['repaly', '(Did you mean replay?)'],
    ['replay log.jsonl --format jsno', 'Allowed choices are table, json, jsonl, sarif'],
    ['replay log.jsonl --fail-on hihg', 'Allowed choices are low, medium, high, critical'],
    ['replay log.jsonl --json --format sarif', "cannot be used with option '-f, --format"],
    ['replay log.jsonl --rules sg-open-ingres', 'there is no rule sg-open-ingres; did you mean sg-open-ingress?'],
    ['replay log.jsonl --rules zz-*', 'there is no rule zz-*'],
    ['replay log.jsonl --since yesterday', '--since yesterday: write a date (2026-03-01)'],
    ['replay log.jsonl --until 2026-02-30', '--until 2026-02-30: write a date'],
    ['replay log.jsonl --since 1d --until 2d', '--since is after --until'],
    ['replay --remediate log.jsonl', 'before a path, write --remediate=60s'],
    ['replay log.jsonl --workers 0', '--workers 0: write a whole number from 1 to 256'],
    ['replay log.jsonl --config none.yml', 'there is no file none.yml'],
    [
      'replay log.jsonl --config bad.yml',
      'bad.yml:2:3: there is no rule "sg-open-ingres"; did you mean "sg-open-ingress"?',
    ],
    [
      'replay log.jsonl --config good.yml --rules sg-open-ingress',
      '--rules sg-open-ingress: sg-open-ingress is switched off in good.yml:3',
    ],
    [
      'replay log.jsonl --severity hihg',
      '--severity hihg: possible are low, medium, high, critical; did you mean high?',
    ],
    ['replay log.jsonl --severity ,', '--severity names no severity: low, medium, high, critical'],
    ['replay log.jsonl --status high', '--status high: possible are open, exempt, resolved, gone'],
    ['replay log.jsonl --account 1234', '--account 1234: write the 12 digits of an account'],
    ['replay log.jsonl --actor ,', '--actor names no actor'],
    ['replay none.json', 'there is no file or folder'],
    ['rules shwo x', 'did you mean plumbline rules show?'],
    ['rules sg-open-ingress', 'did you mean plumbline rules show sg-open-ingress?'],
    ['rules show open-ingress', 'there is no rule or control open-ingress; did you mean sg-open-ingress?'],
    ['check none.yml', 'there is no file none.yml'],
    ['check bad.yml', 'bad.yml:2:3: there is no rule "sg-open-ingres"'],
  ])('plumbline %s', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

describe.concurrent('the other commands', () => {
  test.each([
    ['--help', ['replay', 'rules', 'check', '--version']],
    [
      'replay --help',
      [
        '--format',
        '--json',
        '--rules',
        '--since',
        '--until',
        '--config',
        '--remediate',
        '--fail-on',
        '--workers',
        '--severity',
        '--status',
        '--actor',
        '--account',
        '--resource',
        'Exit codes',
      ],
    ],
    ['rules --help', ['list', 'show', '--json']],
    ['rules show --help', ['--json', 'id']],
    ['check --help', ['--json', 'plumbline.yml']],
    ['--version', ['0.']],
    ['check good.yml', ['good.yml is valid: ', ' on, 1 off']],
    ['rules', ['sg-open-ingress', 'plumbline rules show <id>']],
    ['rules show sg-open-ingress', ['Resource', 'Events', 'Reports', 'Options', 'Fix', 'Remediation', 'Controls']],
  ])('plumbline %s', async (args, texts) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).toEqual([0, '']);
    for (const text of texts) expect(stdout).toContain(text);
    expect(stdout).not.toMatch(/undefined|\[object/);
  });

  test('plumbline check warns of settings that need a parameter of the deployment', async () => {
    const [text, json] = await Promise.all(
      ['check restricted.yml', 'check restricted.yml --json'].map((args) => run(args)),
    );
    expect(text?.code).toBe(0);
    expect(text?.stdout).toContain('restricted.yml is valid');
    expect(text?.stderr).toMatch(/^warning: requests\.allowed limits approve: deploy with --param="requests=url"\./);
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject({
      valid: true,
      warnings: [expect.stringContaining('approve')],
    });
  });

  test('for machines', async () => {
    const [good, bad, list, one] = await Promise.all(
      ['check good.yml --json', 'check bad.yml --json', 'rules --json', 'rules show sg-open-ingress --json'].map(
        (args) => run(args),
      ),
    );
    expect([good?.code, bad?.code]).toEqual([0, 2]);
    expect(JSON.parse(good?.stdout ?? '')).toMatchObject({ valid: true, problems: [], warnings: [], rulesOff: 1 });
    expect(JSON.parse(bad?.stdout ?? '')).toMatchObject({ valid: false, problems: [{ line: 2, column: 3 }] });
    const rules = JSON.parse(list?.stdout ?? '') as { id: string }[];
    expect(rules).toContainEqual(JSON.parse(one?.stdout ?? ''));
  });
});
