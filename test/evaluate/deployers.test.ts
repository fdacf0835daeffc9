import { describe, expect, test } from 'vitest';
import { actorOf } from '../../shared/core/actor.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { authorOf, isTrustedDeployer } from '../../shared/evaluate/deployers.ts';
import { ACCOUNT, assumedRole, iamUser, root, ssoUser, through, trailRecord } from '../support/events.ts';
import { createWorld, OFFICE, OWN_ROLE, SSH } from '../support/world.ts';

type Identity = Readonly<Record<string, unknown>>;

const OTHER = '999988887777';
const DEPLOYERS = ['terraform-*', 'cloudformation', `arn:aws:iam::${OTHER}:role/central-deploy`];

const actor = (by: Identity) => actorOf(decodeEvent({ ...trailRecord('ec2:CreateVpc'), userIdentity: by }));
const inAccount = (account: string, by: Identity): Identity =>
  JSON.parse(JSON.stringify(by).replaceAll(ACCOUNT, account)) as Identity;
const withSource = (by: Identity, sourceIdentity: string): Identity => ({
  ...by,
  sessionContext: { ...(by['sessionContext'] as object), sourceIdentity },
});

describe('a trusted deployer is recognised by the identity that AWS records', () => {
  test.each<[string, Identity]>([
    ['the role of a session', assumedRole('terraform-prod', 'run-12')],
    ['the role of a session with a source identity', withSource(assumedRole('terraform-prod', 'run-12'), 'jane')],
    ['a permission set', ssoUser('jane@example.com', 'terraform-admins')],
    ['an IAM user', iamUser('terraform-ci')],
    ['a service that calls on behalf of a user', through('cloudformation', iamUser('jane'))],
    ['a role of another account, by its ARN', inAccount(OTHER, assumedRole('central-deploy', 's'))],
  ])('%s', (_, by) => {
    expect(isTrustedDeployer(actor(by), DEPLOYERS, ACCOUNT)).toBe(true);
  });

  test.each<[string, Identity]>([
    ['the name of a session', assumedRole('Developer', 'terraform-x@example.com')],
    ['the name of a person', ssoUser('terraform-x@example.com', 'Developer')],
    ['a source identity', withSource(assumedRole('Developer', 's'), 'terraform-x')],
    ['a role with the name in another account', inAccount(OTHER, assumedRole('terraform-prod', 'run-12'))],
    ['a user with the name in another account', inAccount(OTHER, iamUser('terraform-ci'))],
    [
      'a federated user with the name',
      { type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/terraform-x`, accountId: ACCOUNT },
    ],
    ['the name of a web identity', { type: 'WebIdentityUser', userName: 'terraform-x' }],
    ['a session whose name is the ARN', assumedRole('Developer', `arn:aws:iam::${OTHER}:role/central-deploy`)],
    ['the root user', root],
  ])('not by %s', (_, by) => {
    expect(isTrustedDeployer(actor(by), DEPLOYERS, ACCOUNT)).toBe(false);
  });
});

const authorOfChange = (by: Identity, trustedDeployers: readonly string[] = []) =>
  authorOf(actor(by), ACCOUNT, { ownRole: OWN_ROLE, trustedDeployers });

describe("Plumbline's own changes are those of its role in its account", () => {
  test('its role', () => {
    expect(authorOfChange(assumedRole(OWN_ROLE, 'plumbline'))).toBe('plumbline');
  });

  test('its role, also where it is a trusted deployer by its name', () => {
    expect(authorOfChange(assumedRole(OWN_ROLE, 'plumbline'), ['plumbline-*'])).toBe('plumbline');
  });

  test.each<[string, Identity]>([
    ['a role with the name in another account', inAccount(OTHER, assumedRole(OWN_ROLE, 'plumbline'))],
    ['the name of a session', assumedRole('Developer', OWN_ROLE)],
    ['a source identity', withSource(assumedRole('Developer', 's'), OWN_ROLE)],
    ['a permission set with the name', ssoUser('jane@example.com', OWN_ROLE)],
    ['a user with the name', iamUser(OWN_ROLE)],
  ])('not %s', (_, by) => {
    expect(authorOfChange(by)).toBe('other');
  });
});

test.each<[string, Identity]>([
  ['of a pipeline', ssoUser('terraform-x@example.com', 'Developer')],
  ['of Plumbline', withSource(assumedRole('Developer', 's'), OWN_ROLE)],
])('a change by an actor that uses the name %s is reverted', async (_, by) => {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({ ...all, trustedDeployers: ['terraform-*'] }),
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { by });
  await world.settle();
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  expect(world.ingress()).toEqual([OFFICE]);
});
