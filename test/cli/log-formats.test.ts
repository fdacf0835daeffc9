import { expect, test } from 'vitest';
import { plumbline } from '../support/cli.ts';
import { trailRecord } from '../support/events.ts';

const record = trailRecord('iam:AttachRolePolicy', {
  request: { roleName: 'app', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
});

test('a file in a format that is not read is named, with what to do', async () => {
  const { code, stderr } = await plumbline(['replay', '-', '--json'], { input: 'PAR1 a table PAR1' });
  expect([code, stderr]).toEqual([
    2,
    'plumbline: standard input: not read: a Parquet file: export it as JSON or CSV\n' +
      'plumbline: Nothing to judge: 0 CloudTrail records in 1 source.\n',
  ]);
});

test('a record that two messages of a queue have is judged once', async () => {
  const message = { Body: JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record }) };
  const input = JSON.stringify({ Messages: [message, message] });
  const { code, stdout, stderr } = await plumbline(['replay', '-', '--json'], { input });
  expect([code, stderr]).toEqual([0, '']);
  const { summary } = JSON.parse(stdout) as { summary: Record<string, unknown> };
  expect(summary).toMatchObject({ findings: 1, records: 2, followed: 1, repeated: 1 });
});
