import rule from '../../../shared/rules/iam/iam-identity-provider-changed.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const GITHUB = 'oidc-provider/token.actions.githubusercontent.com';
const SAML = 'saml-provider/corp';
const arn = (id: string) => `arn:aws:iam::111122223333:${id}`;
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`iam:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, region: 'us-east-1', request, ...parts });
const openIDConnectProviderArn = arn(GITHUB);
const approved = { providers: [GITHUB, SAML] };
const create = (minute: number) =>
  call(
    'CreateOpenIDConnectProvider',
    minute,
    {
      url: 'https://token.actions.githubusercontent.com',
      clientIDList: ['sts.amazonaws.com'],
      thumbprintList: ['aaaa'],
    },
    { response: { openIDConnectProviderArn } },
  );
const right = { clients: ['sts.amazonaws.com'], thumbprints: ['aaaa'] };
const keys = { message: 'keys', path: 'keys', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { id: GITHUB, name: 'an approved one as it was', options: approved, baseline: right, state: right },
    {
      id: 'oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC',
      name: 'that of an EKS cluster',
      state: right,
    },
    { id: GITHUB, name: 'a client fewer', options: approved, baseline: right, state: { ...right, clients: [] } },
  ],
  drifted: [
    {
      id: GITHUB,
      name: 'one that is not approved',
      state: right,
      violations: [{ message: 'unapproved', path: 'provider', data: { provider: GITHUB } }],
    },
    {
      id: GITHUB,
      name: 'another client and another certificate',
      options: approved,
      baseline: right,
      state: { clients: ['evil', 'sts.amazonaws.com'], thumbprints: ['aaaa', 'bbbb'] },
      violations: [{ message: 'client', path: 'client/evil', data: { client: 'evil' } }, keys],
    },
    {
      id: SAML,
      name: 'other metadata',
      options: approved,
      baseline: { metadata: 'one' },
      state: { metadata: 'two' },
      violations: [keys],
    },
  ],
  unknown: [{ id: GITHUB, name: 'no event showed anything', options: approved, state: {} }],
  events: [
    {
      name: 'one that is not approved is made and deleted',
      events: [create(0), call('DeleteOpenIDConnectProvider', 1, { openIDConnectProviderArn })],
      transitions: ['opened', 'resolved'],
      resource: GITHUB,
    },
    {
      name: 'a client and a certificate come and go',
      options: approved,
      events: [
        create(0),
        call('AddClientIDToOpenIDConnectProvider', 1, { openIDConnectProviderArn, clientID: 'evil' }),
        call('UpdateOpenIDConnectProviderThumbprint', 2, { openIDConnectProviderArn, thumbprintList: ['bbbb'] }),
        call('RemoveClientIDFromOpenIDConnectProvider', 3, { openIDConnectProviderArn, clientID: 'evil' }),
        call('UpdateOpenIDConnectProviderThumbprint', 4, { openIDConnectProviderArn, thumbprintList: ['aaaa'] }),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
    },
    {
      name: 'metadata of an approved one are changed, and it is deleted',
      options: approved,
      events: [
        call('CreateSAMLProvider', 0, { name: 'corp', sAMLMetadataDocument: '<a/>' }),
        call('UpdateSAMLProvider', 1, { sAMLProviderArn: arn(SAML), sAMLMetadataDocument: '<b/>' }),
        call('DeleteSAMLProvider', 2, { sAMLProviderArn: arn(SAML) }),
      ],
      transitions: ['opened', 'changed'],
      resource: SAML,
    },
    {
      name: 'a refused call',
      events: [call('CreateSAMLProvider', 0, { name: 'corp' }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that names no provider',
      events: [call('CreateSAMLProvider', 0, {})],
      transitions: [],
      unreadable: /names no identity provider/,
    },
  ],
});
