import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { createAws } from '../../shared/aws/clients.ts';
import { ownOrganization } from '../../shared/aws/organization.ts';
import { meetsOrganizations, withOwnOrganization } from '../../shared/config/organizations.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { loadModules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';

const aws = createAws();
const client = mockClient(aws.client(OrganizationsClient, { region: 'eu-west-1' }));
const failure = (name: string, status = 400) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

beforeEach(() => void client.reset());

describe('the organisation of the own account', () => {
  test('is asked for once', async () => {
    client.on(DescribeOrganizationCommand).resolves({ Organization: { Id: 'o-a1b2c3d4e5' } });
    const ask = ownOrganization('eu-west-1', aws);
    expect(await Promise.all([ask(), ask()])).toEqual([['o-a1b2c3d4e5'], ['o-a1b2c3d4e5']]);
    expect(await ask()).toEqual(['o-a1b2c3d4e5']);
    expect(client.calls()).toHaveLength(1);
  });

  test('is none where the account is in none', async () => {
    client.on(DescribeOrganizationCommand).rejects(failure('AWSOrganizationsNotInUseException'));
    expect(await ownOrganization('eu-west-1', aws)()).toEqual([]);
  });

  test('stays unknown where the call is denied, and is not asked for again', async () => {
    client.on(DescribeOrganizationCommand).rejects(failure('AccessDeniedException', 403));
    const ask = ownOrganization('eu-west-1', aws);
    expect(await ask()).toBeUndefined();
    expect(await ask()).toBeUndefined();
    expect(client.calls()).toHaveLength(1);
  });

  test('is asked for again after a failure that may pass', async () => {
    client
      .on(DescribeOrganizationCommand)
      .rejectsOnce(failure('TooManyRequestsException', 429))
      .resolves({ Organization: { Id: 'o-a1b2c3d4e5' } });
    const ask = ownOrganization('eu-west-1', aws);
    expect(await ask()).toBeUndefined();
    expect(await ask()).toEqual(['o-a1b2c3d4e5']);
  });
});

describe('settings', () => {
  const settings = defaultSettings(rules);
  const ask = vi.fn<() => Promise<readonly string[]>>(async () => ['o-a1b2c3d4e5']);
  beforeEach(() => void ask.mockClear());

  test('without an organisation get the own one', async () => {
    const { trusted } = await withOwnOrganization(settings, ask);
    expect(trusted).toEqual({ accounts: [], organizations: ['o-a1b2c3d4e5'] });
  });

  test('stay as they are where nothing is known', async () => {
    expect(await withOwnOrganization(settings, async () => undefined)).toEqual(settings);
  });

  test.each([
    [
      'that list organisations',
      { ...settings, trusted: { accounts: [], organizations: ['o-listed0000'] } },
      () => true,
    ],
    ['for a rule that meets none', settings, ({ id }: { id: string }) => id === 'sg-open-ingress'],
  ])('%s are not completed, and nobody is asked', async (_, given, isConcerned) => {
    expect(await withOwnOrganization(given, ask, isConcerned)).toBe(given);
    expect(ask).not.toHaveBeenCalled();
  });

  test('are completed for every rule that has a case with an organisation', async () => {
    const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()];
    const concerned = cases
      .map(({ default: own }) => own)
      .filter(({ compliant, drifted }) => [...compliant, ...drifted].some(({ trusted }) => trusted?.organizations));
    expect(concerned.length).toBeGreaterThan(3);
    expect(concerned.filter(({ rule }) => !meetsOrganizations(rule)).map(({ rule }) => rule.id)).toEqual([]);
  });
});
