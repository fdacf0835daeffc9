import { describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { unknownParams } from '../../deploy/unknown-params.ts';
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

describe('parameters that do not exist', () => {
  const inFile = { default: { name: 'plumbline', remediation: 'off', alertEmail: '' } };

  test.each([
    ['remediaton=auto', 'There is no parameter remediaton; did you mean remediation?'],
    ['email=a@b', 'There is no parameter email; did you mean alertEmail?'],
    ['NAME=x', 'There is no parameter NAME; did you mean name?'],
    ['quota', 'There is no parameter quota. There are name, remediation, alertEmail.'],
  ])('%s', (given, sentence) => {
    expect(unknownParams([given, 'name=x'], inFile)).toEqual([sentence]);
  });

  test('below the name of a stage in the file', () => {
    const stages = { ...inFile, prod: { slackWebook: '/x', name: 'x' }, empty: undefined };
    expect(unknownParams([], stages)).toEqual([expect.stringMatching(/^There is no parameter slackWebook/)]);
  });

  test('those that exist are taken', () => {
    expect(unknownParams(['name=x', 'alertEmail=a=b@c'], inFile)).toEqual([]);
  });
});

test.each(['forwarder', 'global'])('%s is on or off', (name) => {
  expect(() => paramsFrom({ ...OFF, [name]: 'yes' })).toThrow(`${name} must be on or off.`);
  expect(paramsFrom({ ...OFF, [name]: 'off' })).toMatchObject({ [name]: 'off' });
  expect(paramsFrom(OFF)).toMatchObject({ [name]: 'on' });
});

test('a program that is not installed is told from one that fails', async () => {
  expect(await run('plumbline-no-such-program', [], '.')).toMatchObject({ code: NOT_FOUND });
  expect((await run('node', ['-e', 'process.exit(3)'], '.')).code).toBe(3);
});
