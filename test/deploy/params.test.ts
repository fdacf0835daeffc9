import { describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { NOT_FOUND, run } from '../../scripts/check-templates/project.ts';
import { OFF } from './off.ts';

describe('how often everything is swept', () => {
  const given = (sweepRate: string) => () => paramsFrom({ ...OFF, sweepRate });

  test.each([
    'rate(1 minute)',
    'rate(1 hour)',
    'rate(2 hours)',
    'rate(10 days)',
    'cron(0 6 * * ? *)',
    'cron(0/15 8-17 ? * MON-FRI *)',
    'cron(0 0 L * ? *)',
    'cron(0 9 ? * 2#1 *)',
  ])('%s is a schedule', (rate) => {
    expect(given(rate)().sweepRate).toBe(rate);
  });

  test.each([
    'rate(1 hours)',
    'rate(0 minutes)',
    'rate(0 minute)',
    'rate(2 hour)',
    'rate(01 hours)',
    'rate(5 weeks)',
    'cron(0 6 * * *)',
    'cron(0 6 * * ? * *)',
    'cron(0 6 * * * *)',
    'cron(0 6 ? * ? *)',
    'cron()',
    '6 hours',
  ])('%s would be refused while stacks are made, and is refused before', (rate) => {
    expect(given(rate)).toThrow(/^sweepRate must be a schedule such as rate\(1 hour\)/);
  });
});

test('a key of another region is refused, and one of the own is taken', () => {
  const given = (region: string) => () =>
    paramsFrom({ ...OFF, kmsKey: `arn:aws:kms:${region}:123456789012:key/1234abcd` });
  expect(given('eu-west-1')().kmsKey).toContain('eu-west-1');
  expect(given('us-east-1')).toThrow('kmsKey must be a key of the region that is deployed to');
});

test('everything that is wrong is told at once', () => {
  const wrong = () => paramsFrom({ ...OFF, remediation: 'yes', detectConcurrency: '1', alertEmail: 'nobody' });
  expect(wrong).toThrow(/remediation must .*\nalertEmail must .*\ndetectConcurrency must /);
});

test('a program that is not installed is told from one that fails', async () => {
  expect(await run('plumbline-no-such-program', [], '.')).toMatchObject({ code: NOT_FOUND });
  expect((await run('node', ['-e', 'process.exit(3)'], '.')).code).toBe(3);
});
