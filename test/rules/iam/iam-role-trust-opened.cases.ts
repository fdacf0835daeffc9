import { UNSEEN } from '../../../shared/core/kind.ts';
import type { IamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import rule from '../../../shared/rules/iam/iam-role-trust-opened.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const STRANGER = '444455556666';
const TRUSTED = '222233334444';
const GITHUB = 'token.actions.githubusercontent.com';
const allow = (Principal: unknown, parts: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...parts,
});
const ec2 = allow({ Service: 'ec2.amazonaws.com' }, { Sid: 'Ec2' });
const stranger = allow({ AWS: `arn:aws:iam::${STRANGER}:root` }, { Sid: 'Stranger' });
const github = (Condition: object) =>
  allow(
    { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
    { Sid: 'GitHub', Action: 'sts:AssumeRoleWithWebIdentity', Condition },
  );
const audience = { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } };
const trust = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const role = (document: unknown): IamEntity => ({
  trust: document,
  inline: UNSEEN,
  attached: UNSEEN,
  versions: UNSEEN,
});

const create = (document: unknown, at = '2026-03-02T09:00:00Z') =>
  trailRecord('iam:CreateRole', {
    at,
    region: 'us-east-1',
    request: {
      path: '/',
      roleName: 'deploy',
      assumeRolePolicyDocument: JSON.stringify(document),
      maxSessionDuration: 3600,
    },
    response: {
      role: {
        path: '/',
        roleName: 'deploy',
        roleId: 'AROAEXAMPLE0000000000',
        arn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
        createDate: 'Mar 2, 2026 9:00:00 AM',
        assumeRolePolicyDocument: encodeURIComponent(JSON.stringify(document)),
      },
    },
  });
const update = (document: unknown, at: string, errorCode?: string) =>
  trailRecord('iam:UpdateAssumeRolePolicy', {
    at,
    region: 'us-east-1',
    request: { roleName: 'deploy', policyDocument: JSON.stringify(document, undefined, 2) },
    ...(errorCode ? { errorCode } : {}),
  });
const remove = (at: string) =>
  trailRecord('iam:DeleteRole', { at, region: 'us-east-1', request: { roleName: 'deploy' } });

export default casesOf(rule, {
  compliant: [
    { name: 'an AWS service', id: 'role/deploy', state: role(trust(ec2)) },
    { name: 'the own account as a bare id', id: 'role/deploy', state: role(trust(allow({ AWS: ACCOUNT }))) },
    {
      name: 'an identity provider without the call that it needs',
      id: 'role/deploy',
      state: role(trust(allow({ Service: 'ec2.amazonaws.com', Federated: 'cognito-identity.amazonaws.com' }))),
    },
    { name: 'a trusted account', id: 'role/deploy', state: role(trust(stranger)), trusted: { accounts: [STRANGER] } },
    {
      name: 'a role that one vendor may assume',
      id: 'role/vendor-datadog',
      state: role(trust(stranger)),
      options: { sharedRoles: ['vendor-*'] },
    },
    {
      name: 'GitHub, for one repository',
      id: 'role/deploy',
      state: role(trust(github({ ...audience, StringLike: { [`${GITHUB}:sub`]: 'repo:example/site:*' } }))),
    },
    {
      name: 'a service bound to this account',
      id: 'role/deploy',
      state: role(
        trust(
          allow(
            { Service: 'bedrock.amazonaws.com' },
            { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } },
          ),
        ),
      ),
      options: { boundServices: ['bedrock.amazonaws.com'] },
    },
    { name: 'a user has no trust policy', id: 'user/eve', state: role(undefined) },
  ],
  drifted: [
    {
      name: 'anyone, beside somebody whose name is hidden',
      id: 'role/deploy',
      state: role(trust(allow({ AWS: ['***', '*'] }, { Sid: 'Open' }))),
      violations: [{ message: 'anyone', path: 'Open/anyone', data: { says: 'anyone may sts:AssumeRole' } }],
      cannot: /cannot be read/,
    },
    {
      name: 'anyone, also for a shared role',
      id: 'role/vendor-all',
      state: role(trust(ec2, allow({ AWS: ['*'] }, { Sid: 'All' }))),
      options: { sharedRoles: ['vendor-*'] },
      violations: [{ message: 'anyone', path: 'All/anyone', data: { says: 'anyone may sts:AssumeRole' } }],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: { before: trust(ec2, allow({ AWS: ['*'] }, { Sid: 'All' })), after: trust(ec2) },
        },
      ],
    },
    {
      name: 'a foreign account added; another name that a statement was given since stays',
      id: 'role/deploy',
      state: role(trust(ec2, stranger)),
      baseline: role(trust({ ...ec2, Sid: 'Before' })),
      violations: [
        { message: 'outsider', path: `Stranger/${STRANGER}`, data: { says: `account ${STRANGER} may sts:AssumeRole` } },
      ],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: { before: trust(ec2, stranger), after: trust(ec2) },
        },
      ],
    },
    {
      name: 'a stranger, a trusted account and a service added in one change: only the stranger goes',
      id: 'role/deploy',
      state: role(trust(ec2, allow({ AWS: [TRUSTED, STRANGER], Service: 'lambda.amazonaws.com' }, { Sid: 'New' }))),
      baseline: role(trust(ec2)),
      trusted: { accounts: [TRUSTED] },
      violations: [
        { message: 'outsider', path: `New/${STRANGER}`, data: { says: `account ${STRANGER} may sts:AssumeRole` } },
      ],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: {
            before: trust(ec2, allow({ AWS: [TRUSTED, STRANGER], Service: 'lambda.amazonaws.com' }, { Sid: 'New' })),
            after: trust(ec2, allow({ AWS: [TRUSTED], Service: 'lambda.amazonaws.com' }, { Sid: 'New' })),
          },
        },
      ],
    },
    {
      name: 'everyone in the place of all others: they come back',
      id: 'role/deploy',
      state: role(trust(allow('*', { Sid: 'Everyone' }))),
      baseline: role(trust(ec2, allow({ AWS: ACCOUNT }, { Sid: 'Own' }))),
      violations: [{ message: 'anyone', path: 'Everyone/anyone', data: { says: 'anyone may sts:AssumeRole' } }],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: {
            before: trust(allow('*', { Sid: 'Everyone' })),
            after: trust(ec2, allow({ AWS: ACCOUNT }, { Sid: 'Own' })),
          },
        },
      ],
    },
    {
      name: 'GitHub, for the own repository and for every other one: only the others go',
      id: 'role/deploy',
      state: role(trust(github({ ...audience, StringLike: { [`${GITHUB}:sub`]: ['repo:example/site:*', 'repo:*'] } }))),
      violations: [
        {
          message: 'provider',
          path: `GitHub/${GITHUB}`,
          data: { says: `anyone who signs in through ${GITHUB} may sts:AssumeRoleWithWebIdentity` },
        },
      ],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: {
            before: trust(
              github({ ...audience, StringLike: { [`${GITHUB}:sub`]: ['repo:example/site:*', 'repo:*'] } }),
            ),
            after: trust(github({ ...audience, StringLike: { [`${GITHUB}:sub`]: ['repo:example/site:*'] } })),
          },
        },
      ],
    },
    {
      name: 'everyone but one account',
      id: 'role/deploy',
      state: role(
        trust(ec2, { Sid: 'But', Effect: 'Allow', NotPrincipal: { AWS: STRANGER }, Action: 'sts:AssumeRole' }),
      ),
      violations: [{ message: 'anyone', path: 'But/anyone', data: { says: 'anyone may sts:AssumeRole' } }],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: {
            before: trust(ec2, {
              Sid: 'But',
              Effect: 'Allow',
              NotPrincipal: { AWS: STRANGER },
              Action: 'sts:AssumeRole',
            }),
            after: trust(ec2),
          },
        },
      ],
    },
    {
      name: 'a service that must be bound, in the trust of a role of Plumbline itself',
      id: 'role/plumbline-prod-DetectRole-1A2B3C4D',
      state: role(trust(ec2, allow({ Service: 'lambda.amazonaws.com' }, { Sid: 'Run' }))),
      options: { boundServices: ['lambda.amazonaws.com'] },
      violations: [
        {
          message: 'service',
          path: 'Run/lambda.amazonaws.com',
          data: { says: "lambda.amazonaws.com, on anyone's behalf, may sts:AssumeRole" },
        },
      ],
      cannot: /role of Plumbline itself/,
    },
    {
      name: 'a baseline that is not fine either is not restored',
      id: 'role/deploy',
      state: role(trust(ec2, stranger)),
      baseline: role(trust(stranger)),
      violations: [
        { message: 'outsider', path: `Stranger/${STRANGER}`, data: { says: `account ${STRANGER} may sts:AssumeRole` } },
      ],
      plan: [{ type: 'iam.update-trust-policy', params: { before: trust(ec2, stranger), after: trust(ec2) } }],
    },
    {
      name: 'a foreign account with an external id, and nobody else',
      id: 'role/vendor',
      state: role(trust({ ...stranger, Condition: { StringEquals: { 'sts:ExternalId': 'a-1' } } })),
      violations: [
        {
          message: 'conditional',
          path: `Stranger/${STRANGER}`,
          data: { says: `account ${STRANGER} may sts:AssumeRole`, conditions: 'sts:ExternalId' },
        },
      ],
      cannot: /^No statement would be left/,
    },
    {
      name: 'one statement for insiders and outsiders',
      id: 'role/deploy',
      state: role(trust(ec2, allow({ AWS: [ACCOUNT, STRANGER] }, { Sid: 'Both' }))),
      violations: [
        { message: 'outsider', path: `Both/${STRANGER}`, data: { says: `account ${STRANGER} may sts:AssumeRole` } },
      ],
      plan: [
        {
          type: 'iam.update-trust-policy',
          params: {
            before: trust(ec2, allow({ AWS: [ACCOUNT, STRANGER] }, { Sid: 'Both' })),
            after: trust(ec2, allow({ AWS: [ACCOUNT] }, { Sid: 'Both' })),
          },
        },
      ],
    },
    {
      name: 'GitHub, whatever the repository, also for a shared role',
      id: 'role/deploy',
      state: role(trust(github(audience))),
      options: { sharedRoles: ['*'] },
      violations: [
        {
          message: 'provider',
          path: `GitHub/${GITHUB}`,
          data: { says: `anyone who signs in through ${GITHUB} may sts:AssumeRoleWithWebIdentity` },
        },
      ],
      cannot: /^No statement would be left/,
    },
    {
      name: 'a service that must be bound',
      id: 'role/deploy',
      state: role(trust(ec2, allow({ Service: 'bedrock.amazonaws.com' }, { Sid: 'Models' }))),
      options: { boundServices: ['bedrock.amazonaws.com'] },
      violations: [
        {
          message: 'service',
          path: 'Models/bedrock.amazonaws.com',
          data: { says: "bedrock.amazonaws.com, on anyone's behalf, may sts:AssumeRole" },
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'an organisation, with none in the configuration',
      id: 'role/deploy',
      state: role(
        trust(allow({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })),
      ),
    },
    { name: 'a role whose trust policy no event showed', id: 'role/deploy', state: role(undefined) },
    {
      name: 'a trust policy that cannot be read',
      id: 'role/deploy',
      state: role({ Statement: [{ Effect: 'Allow', Principal: 7 }] }),
    },
  ],
  events: [
    {
      name: 'opened to a foreign account and closed again',
      events: [
        create(trust(ec2)),
        update(trust(ec2, stranger), '2026-03-02T09:05:00Z'),
        update(trust(ec2), '2026-03-02T09:25:00Z'),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'role/deploy',
      texts: [`The trust policy lets an outsider assume the role: account ${STRANGER} may sts:AssumeRole.`],
    },
    {
      name: 'created open, opened further, then deleted',
      events: [
        create(trust(stranger)),
        update(trust(stranger, allow('*')), '2026-03-02T09:05:00Z'),
        remove('2026-03-02T09:06:00Z'),
      ],
      transitions: ['opened', 'changed', 'resolved'],
    },
    {
      name: 'a document that is encoded for a URL',
      events: [
        trailRecord('iam:UpdateAssumeRolePolicy', {
          request: { roleName: 'deploy', policyDocument: encodeURIComponent(JSON.stringify(trust(stranger))) },
        }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'accounts that somebody made up: the own one, then another',
      events: [
        trailRecord('iam:UpdateAssumeRolePolicy', {
          account: '000000000',
          request: { roleName: 'deploy', policyDocument: JSON.stringify(trust(allow({ AWS: '000000000' }))) },
        }),
        trailRecord('iam:UpdateAssumeRolePolicy', {
          at: '2026-03-02T09:05:00Z',
          account: '000000000',
          request: {
            roleName: 'deploy',
            policyDocument: JSON.stringify(trust(allow({ AWS: 'arn:aws:iam::9990001112223:root' }))),
          },
        }),
      ],
      transitions: ['opened'],
      texts: [/account 9990001112223 may/],
    },
    { name: 'created for a service', events: [create(trust(ec2))], transitions: [] },
    {
      name: 'a refused call',
      events: [update(trust(stranger), '2026-03-02T09:05:00Z', 'AccessDenied')],
      transitions: [],
    },
    {
      name: 'a trust policy that is no policy',
      events: [update({ Statement: 'all' }, '2026-03-02T09:05:00Z')],
      transitions: [],
      doubt: /cannot be read/,
    },
    {
      name: 'a request without its document',
      events: [trailRecord('iam:UpdateAssumeRolePolicy', { request: { roleName: 'deploy' } })],
      transitions: [],
      unreadable: /UpdateAssumeRolePolicy shows no policyDocument/,
    },
  ],
});
