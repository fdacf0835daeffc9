import { describe, expect, test } from 'vitest';
import { doc, exposed, FOREIGN, OWN, says, trust } from './policies.ts';

const GITHUB = 'token.actions.githubusercontent.com';
const oidc = (provider: string, account = OWN): unknown => ({
  Federated: `arn:aws:iam::${account}:oidc-provider/${provider}`,
});
const role = (Principal: unknown, Condition?: unknown, Action = 'sts:AssumeRoleWithWebIdentity'): unknown => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) },
});
const EVERYBODY = [`anyone who signs in through ${GITHUB} may sts:AssumeRoleWithWebIdentity`];

describe('a role for GitHub', () => {
  test.each([
    ['without any condition', undefined, EVERYBODY],
    ['with an audience only', { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }, EVERYBODY],
    ['for any subject', { StringLike: { [`${GITHUB}:sub`]: '*' } }, EVERYBODY],
    ['for any repository', { StringLike: { [`${GITHUB}:sub`]: 'repo:*' } }, EVERYBODY],
    ['for any owner with a certain repository', { StringLike: { [`${GITHUB}:sub`]: 'repo:*/infra:*' } }, EVERYBODY],
    ['for owners whose name begins alike', { StringLike: { [`${GITHUB}:sub`]: 'repo:acme*' } }, EVERYBODY],
    ['for one branch name anywhere', { StringEquals: { [`${GITHUB}:sub`]: 'environment:prod' } }, EVERYBODY],
    ['for one of ours or anybody', { StringLike: { [`${GITHUB}:sub`]: ['repo:acme/x:*', '*'] } }, EVERYBODY],
    ['for an environment if there is one', { StringEqualsIfExists: { [`${GITHUB}:enterprise`]: 'acme' } }, EVERYBODY],
    ['for one visibility', { StringLike: { [`${GITHUB}:sub`]: 'repository_visibility:private:*' } }, EVERYBODY],
    ['for one person', { StringEquals: { [`${GITHUB}:actor`]: 'sam' } }, EVERYBODY],
    ['for any workflow', { StringLike: { [`${GITHUB}:sub`]: 'job_workflow_ref:*/deploy.yml@*' } }, EVERYBODY],
    ['for our subjects if there is one', { StringLikeIfExists: { [`${GITHUB}:sub`]: 'repo:acme/x:*' } }, []],
    ['for all values', { 'ForAllValues:StringLike': { [`${GITHUB}:sub`]: 'repo:acme/x:*' } }, []],
    ['for a literal star, which no repository has', { StringEquals: { [`${GITHUB}:sub`]: 'repo:*' } }, []],
    ['for ids beside names', { StringLike: { [`${GITHUB}:sub`]: 'repo:acme@12/x@34:*' } }, []],
    ['for our workflow', { StringLike: { [`${GITHUB}:sub`]: 'job_workflow_ref:acme/ci/.github/workflows/*' } }, []],
    ['for our workflow as a claim', { StringLike: { [`${GITHUB}:job_workflow_ref`]: 'acme/ci/*' } }, []],
    ['for a template', { StringLike: { [`${GITHUB}:sub`]: 'environment:prod:repository_owner_id:12:*' } }, []],
    ['for every subject but ours', { StringNotLike: { [`${GITHUB}:sub`]: 'repo:acme/x:*' } }, EVERYBODY],
    ['for part of an owner id', { StringLike: { [`${GITHUB}:sub`]: 'repository_owner_id:12*' } }, EVERYBODY],
    ['for our organisation', { StringLike: { [`${GITHUB}:sub`]: 'repo:acme/*' } }, []],
    ['for our branch', { StringEquals: { [`${GITHUB.toUpperCase()}:SUB`]: 'repo:acme/x:ref:refs/heads/main' } }, []],
    ['for our owner id', { StringLike: { [`${GITHUB}:sub`]: 'repository_owner_id:12:*' } }, []],
    ['for our owner', { StringEquals: { [`${GITHUB}:repository_owner`]: 'acme' } }, []],
  ])('%s', (_, Condition, expected) => {
    expect(says(role(oidc(GITHUB), Condition))).toEqual(expected);
  });

  test('a Deny of other subjects closes it', () => {
    const Principal = oidc(GITHUB);
    const Action = 'sts:AssumeRoleWithWebIdentity';
    const Condition = { StringNotLike: { [`${GITHUB}:sub`]: 'repo:acme/*' } };
    expect(
      says(doc({ Effect: 'Allow', Principal, Action }, { Effect: 'Deny', Principal: '*', Action: 'sts:*', Condition })),
    ).toEqual([]);
  });
});

describe('providers that AWS lists as shared', () => {
  const SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
  const TURBONOMIC = 'oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu';
  const aud = (provider: string) => ({ StringEquals: { [`${provider}:aud`]: 'api://1' } });
  test.each([
    ['Sentinel, any workspace', SENTINEL, aud(SENTINEL), 1],
    ['Sentinel, a workspace', SENTINEL, { StringEquals: { 'sts:RoleSessionName': 'MicrosoftSentinel_1' } }, 0],
    ['Sentinel, workspaces', SENTINEL, { StringLike: { 'sts:RoleSessionName': 'MicrosoftSentinel_*' } }, 1],
    ['GitHub, a session that its user names', GITHUB, { StringEquals: { 'sts:RoleSessionName': 'ci' } }, 1],
    ['Turbonomic, any cluster', TURBONOMIC, aud(TURBONOMIC), 1],
    ['Turbonomic, a cluster', TURBONOMIC, { StringLike: { [`${TURBONOMIC}:sub`]: 'system:serviceaccount:a:*' } }, 0],
    ['Turbonomic, clusters', TURBONOMIC, { StringLike: { [`${TURBONOMIC}:sub`]: 'system:serviceaccount:*' } }, 1],
  ])('%s', (_, provider, Condition, expected) => {
    expect(says(role(oidc(provider), Condition))).toHaveLength(expected);
  });

  test('a hybrid app of Google', () => {
    const Condition = { StringEquals: { 'accounts.google.com:oaud': '1.apps.googleusercontent.com' } };
    expect(says(role({ Federated: 'accounts.google.com' }, Condition))).toEqual([]);
  });
});

describe('a key that some requests do not have', () => {
  const Principal = '*';
  test.each([
    ['the caller, where every call is signed', { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/x` }, []],
    ['the organisation', { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, ['anyone may sts:AssumeRole']],
  ])('%s', (_, keys, expected) => {
    for (const operator of ['StringLikeIfExists', 'ForAllValues:StringLike']) {
      expect(says(role(Principal, { [operator]: keys }, 'sts:AssumeRole'))).toEqual(expected);
    }
  });

  test('the subject of another provider', () => {
    const Condition = { StringLikeIfExists: { [`${GITHUB}:sub`]: 'repo:acme/*' } };
    expect(says(role(oidc('gitlab.com'), Condition))).toEqual([
      'anyone who signs in through gitlab.com may sts:AssumeRoleWithWebIdentity',
    ]);
  });
});

describe('a principal without the call that it needs', () => {
  const saml = { Federated: `arn:aws:iam::${FOREIGN}:saml-provider/Okta` };
  test.each([
    ['a web identity', oidc(GITHUB), 'sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'],
    ['a Cognito pool', { Federated: 'cognito-identity.amazonaws.com' }, 'sts:AssumeRole', 'sts:AssumeRoleWith*'],
    ['a directory', saml, 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
    ['an account', { AWS: FOREIGN }, 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRole'],
    ['an account that may only tag', { AWS: FOREIGN }, 'sts:TagSession', 'sts:*'],
    ['anyone', '*', 'sts:SetSourceIdentity', '*'],
  ])('%s', (_, Principal, useless, useful) => {
    const of = { service: 'sts' };
    expect(says(role(Principal, undefined, useless), { ...trust, of })).toEqual([]);
    expect(says(role(Principal, undefined, useful), { ...trust, of })).toHaveLength(1);
  });
});

describe('roles for other providers', () => {
  test.each([
    ['an own cluster', role(oidc('oidc.eks.eu-west-1.amazonaws.com/id/ABC')), []],
    [
      'an own directory',
      role(
        { Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` },
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        'sts:AssumeRoleWithSAML',
      ),
      [],
    ],
    [
      'a foreign directory',
      role({ Federated: `arn:aws:iam::${FOREIGN}:saml-provider/Okta` }, undefined, 'sts:AssumeRoleWithSAML'),
      [`account ${FOREIGN} may sts:AssumeRoleWithSAML`],
    ],
    [
      'any Cognito pool',
      role({ Federated: 'cognito-identity.amazonaws.com' }),
      ['anyone who signs in through cognito-identity.amazonaws.com may sts:AssumeRoleWithWebIdentity'],
    ],
    [
      'one Cognito pool',
      role(
        { Federated: 'cognito-identity.amazonaws.com' },
        { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:12345678' } },
      ),
      [],
    ],
    [
      'any Google application',
      role({ Federated: 'accounts.google.com' }),
      ['anyone who signs in through accounts.google.com may sts:AssumeRoleWithWebIdentity'],
    ],
    [
      'one Google application',
      role({ Federated: 'accounts.google.com' }, { StringEquals: { 'accounts.google.com:aud': '66677788899900pro0' } }),
      [],
    ],
    [
      'the audience of another provider',
      role({ Federated: 'accounts.google.com' }, { StringEquals: { 'www.amazon.com:aud': 'x' } }),
      ['anyone who signs in through accounts.google.com may sts:AssumeRoleWithWebIdentity'],
    ],
    [
      'any GitLab group',
      role(oidc('gitlab.com'), { StringLike: { 'gitlab.com:sub': 'project_path:*' } }),
      ['anyone who signs in through gitlab.com may sts:AssumeRoleWithWebIdentity'],
    ],
    ['our GitLab group', role(oidc('gitlab.com'), { StringLike: { 'gitlab.com:sub': 'project_path:acme/*' } }), []],
    [
      'our Terraform organisation',
      role(oidc('app.terraform.io'), { StringLike: { 'app.terraform.io:sub': 'organization:acme:project:*' } }),
      [],
    ],
    [
      'any Terraform organisation',
      role(oidc('app.terraform.io'), { StringLike: { 'app.terraform.io:sub': 'organization:*:project:p:*' } }),
      ['anyone who signs in through app.terraform.io may sts:AssumeRoleWithWebIdentity'],
    ],
  ])('%s', (_, document, expected) => {
    expect(says(document)).toEqual(expected);
  });
});

describe('roles for accounts and services', () => {
  test('everyone with an external id is still everyone', () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'x' } };
    expect(exposed(role('*', Condition, 'sts:AssumeRole'))).toMatchObject([
      { to: 'anyone', mitigatedBy: ['sts:ExternalId'] },
    ]);
  });

  test('a vendor with an external id', () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'x' } };
    expect(exposed(role({ AWS: FOREIGN }, Condition, 'sts:AssumeRole'))).toMatchObject([
      { to: { account: FOREIGN }, mitigatedBy: ['sts:ExternalId'], says: `account ${FOREIGN} may sts:AssumeRole` },
    ]);
  });

  test('a service', () => {
    const document = role({ Service: 'lambda.amazonaws.com' }, undefined, 'sts:AssumeRole');
    expect(exposed(document)).toEqual([]);
    expect(exposed(document, { ...trust, services: true })).toMatchObject([
      { to: { service: 'lambda.amazonaws.com' } },
    ]);
  });
});
