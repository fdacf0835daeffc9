import { describe, expect, test } from 'vitest';
import { type Actor, actorOf, describeActor } from '../../shared/core/actor.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { ACCOUNT, assumedRole, iamUser, root, ssoUser, through, trailRecord } from '../support/events.ts';

type Identity = Readonly<Record<string, unknown>>;

const actor = (by: unknown, more: object = {}): Actor =>
  actorOf(decodeEvent({ ...trailRecord('ec2:CreateVpc'), userIdentity: by, ...more }));

const withSession = (identity: Identity, more: object): Identity => ({
  ...identity,
  sessionContext: { ...(identity['sessionContext'] as object), ...more },
});

const github = {
  type: 'WebIdentityUser',
  principalId:
    'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:shop/web:ref:refs/heads/main',
  userName: 'repo:shop/web:ref:refs/heads/main',
  identityProvider: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
};
const githubSession = withSession(assumedRole('deploy', 'GitHubActions'), {
  webIdFederationData: {
    federatedProvider: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
    attributes: {},
  },
});
const identityCenter = {
  type: 'IdentityCenterUser',
  accountId: ACCOUNT,
  onBehalfOf: {
    userId: '544894e8-80c1-707f-60e3-3ba6510dfac1',
    identityStoreArn: 'arn:aws:identitystore::111122223333:identitystore/d-9067642ac7',
  },
  credentialId: 'EXAMPLEVHULjJdTUdPJfofVa1sufHDoj7aYcOYcxFVllWR_Whr1fEXAMPLE',
};

describe('the actor of an event', () => {
  test.each<[string, unknown, Pick<Actor, 'type' | 'name'> & Partial<Actor>, string]>([
    [
      'a person with SSO',
      ssoUser('jane@example.com', 'Admin'),
      { type: 'person', name: 'jane@example.com', role: 'Admin' },
      'jane@example.com (Admin)',
    ],
    [
      'SSO with plain names',
      ssoUser('jane', 'Power_User'),
      { type: 'person', name: 'jane', role: 'Power_User' },
      'jane (Power_User)',
    ],
    [
      'a person who assumed a role directly',
      assumedRole('admin', 'jane@example.com'),
      { type: 'person', name: 'jane@example.com', role: 'admin' },
      'jane@example.com (admin)',
    ],
    [
      'a person behind a session with another name',
      withSession(assumedRole('admin', 'botocore-session-1'), { sourceIdentity: 'jane' }),
      { type: 'person', name: 'jane', role: 'admin' },
      'jane (admin)',
    ],
    [
      'a source identity counts more than the name of the session',
      withSession(assumedRole('admin', 'boss@example.com'), { sourceIdentity: 'jane' }),
      { type: 'person', name: 'jane', role: 'admin' },
      'jane (admin)',
    ],
    [
      'a role',
      assumedRole('worker', 'i-0aaa0000'),
      { type: 'role', name: 'worker/i-0aaa0000', role: 'worker' },
      'worker/i-0aaa0000',
    ],
    [
      'a Lambda function whose role has its name',
      assumedRole('resize', 'resize'),
      { type: 'role', name: 'resize', role: 'resize' },
      'resize',
    ],
    [
      'a pipeline with a web identity',
      githubSession,
      { type: 'role', name: 'deploy/GitHubActions', role: 'deploy' },
      'deploy/GitHubActions',
    ],
    [
      'a role without a session context',
      { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/worker/run-7' },
      { type: 'role', name: 'worker', role: 'worker' },
      'worker',
    ],
    [
      'a role with only a principal id',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE:run-7' },
      { type: 'role', name: 'run-7' },
      'run-7',
    ],
    ['a role without any name', { type: 'AssumedRole' }, { type: 'role', name: 'an assumed role' }, 'an assumed role'],
    [
      'GitHub Actions, when it assumes its role',
      github,
      { type: 'person', name: 'repo:shop/web:ref:refs/heads/main' },
      'repo:shop/web:ref:refs/heads/main',
    ],
    [
      'an Identity Center user',
      identityCenter,
      { type: 'person', name: '544894e8-80c1-707f-60e3-3ba6510dfac1' },
      '544894e8-80c1-707f-60e3-3ba6510dfac1',
    ],
    ['root', root, { type: 'root', name: 'root' }, 'root'],
    ['an IAM user', iamUser('jane'), { type: 'user', name: 'jane' }, 'jane'],
    [
      'an IAM user without a name',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/team/jane' },
      { type: 'user', name: 'jane' },
      'jane',
    ],
    [
      'an IAM user through CloudFormation',
      through('cloudformation', iamUser('jane')),
      { type: 'user', name: 'jane', via: 'cloudformation' },
      'jane via cloudformation',
    ],
    [
      'a person through CloudFormation',
      through('cloudformation', ssoUser('jane@example.com', 'Admin')),
      { type: 'person', name: 'jane@example.com', via: 'cloudformation' },
      'jane@example.com (Admin) via cloudformation',
    ],
    [
      'AWS in China',
      { ...iamUser('jane'), invokedBy: 'autoscaling.amazonaws.com.cn' },
      { type: 'user', name: 'jane', via: 'autoscaling' },
      'jane via autoscaling',
    ],
    [
      'AWS itself',
      { ...iamUser('jane'), invokedBy: 'AWS Internal' },
      { type: 'user', name: 'jane', via: 'AWS Internal' },
      'jane via AWS Internal',
    ],
    [
      'an AWS service',
      { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
      { type: 'service', name: 'config' },
      'config',
    ],
    [
      'an AWS service without a name',
      { type: 'AWSService' },
      { type: 'service', name: 'an AWS service' },
      'an AWS service',
    ],
    [
      'a service event, without a type',
      { accountId: ACCOUNT, invokedBy: 'cloudtrail.amazonaws.com' },
      { type: 'service', name: 'cloudtrail' },
      'cloudtrail',
    ],
    [
      'another account',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' },
      { type: 'account', name: 'account 444455556666' },
      'account 444455556666',
    ],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob' },
      { type: 'person', name: 'bob' },
      'bob',
    ],
    [
      'a SAML user',
      { type: 'SAMLUser', userName: 'bob@example.com' },
      { type: 'person', name: 'bob@example.com' },
      'bob@example.com',
    ],
    ['an unknown type', { type: 'Directory', userName: 'bob' }, { type: 'unknown', name: 'bob' }, 'bob'],
    ['no identity', null, { type: 'unknown', name: 'unknown' }, 'unknown'],
    ['a string instead of an identity', 'root', { type: 'unknown', name: 'unknown' }, 'unknown'],
  ])('%s', (_, identity, expected, line) => {
    expect(actor(identity)).toMatchObject(expected);
    expect(describeActor(actor(identity))).toBe(line);
    if (expected.role === undefined && !line.includes('(')) expect(actor(identity)).not.toHaveProperty('role');
  });
});

test('an actor has source IP, user agent, ARN and account', () => {
  const [identity, event] = [iamUser('jane'), { sourceIPAddress: '203.0.113.9', userAgent: '[aws-cli/2.31.0]' }];
  expect(actor(identity, event)).toMatchObject({ sourceIp: '203.0.113.9', userAgent: 'aws-cli/2.31.0' });
  expect(actor(identity)).toMatchObject({ arn: `arn:aws:iam::${ACCOUNT}:user/jane`, account: ACCOUNT });
  expect(actor({ type: 'AWSAccount', accountId: '444455556666' }).account).toBe('444455556666');
});

test.each([
  ['[S3Console/0.4, aws-internal/3]', 'S3Console/0.4, aws-internal/3'],
  ['Mozilla/5.0 (X11) [en]', 'Mozilla/5.0 (X11) [en]'],
  ['signin.amazonaws.com', 'signin.amazonaws.com'],
])('the user agent %s is shown as %s', (userAgent, shown) => {
  expect(actor(root, { userAgent }).userAgent).toBe(shown);
});
