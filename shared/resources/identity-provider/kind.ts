import { createHash } from 'node:crypto';
import { formatArn, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { partitionOf } from '../../core/ref.ts';
import { known } from '../common/named.ts';

/**
 * An identity provider of IAM, whose users can take roles of the account. Ids are `saml-provider/NAME` and
 * `oidc-provider/HOST/PATH`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
 */
export interface IdentityProvider {
  /** Of OIDC: the client ids that it accepts, in order. */
  readonly clients?: readonly string[];
  /** Of OIDC: the thumbprints of its certificates, in order. */
  readonly thumbprints?: readonly string[];
  /** Of SAML: the fingerprint of its metadata, which have the keys that sign. */
  readonly metadata?: string;
}

export const identityProvider = defineKind<IdentityProvider>()({
  name: 'identity-provider',
  type: (id) => (id.startsWith('saml-') ? 'AWS::IAM::SAMLProvider' : 'AWS::IAM::OIDCProvider'),
  title: 'IAM identity provider',
  global: true,
  blank: {},
  arn: ({ account, region, id }) =>
    formatArn({ partition: partitionOf(region), service: 'iam', region: '', account, resource: id }),
  tagging: {
    'iam:TagOpenIDConnectProvider': oidc,
    'iam:UntagOpenIDConnectProvider': oidc,
    'iam:TagSAMLProvider': saml,
    'iam:UntagSAMLProvider': saml,
  },
  events: {
    'iam:CreateOpenIDConnectProvider': { ids: oidc, sets: ['clients', 'thumbprints'], creates: true, evolve: begin },
    'iam:AddClientIDToOpenIDConnectProvider': { ids: oidc, sets: ['clients'], evolve: addClient },
    'iam:RemoveClientIDFromOpenIDConnectProvider': { ids: oidc, sets: ['clients'], evolve: removeClient },
    'iam:UpdateOpenIDConnectProviderThumbprint': { ids: oidc, sets: ['thumbprints'], evolve: thumbprint },
    'iam:DeleteOpenIDConnectProvider': { ids: oidc, evolve: () => GONE },
    'iam:CreateSAMLProvider': { ids: saml, sets: ['metadata'], creates: true, evolve: metadata },
    'iam:UpdateSAMLProvider': { ids: saml, sets: ['metadata'], evolve: metadata },
    'iam:DeleteSAMLProvider': { ids: saml, evolve: () => GONE },
  },
});

function oidc(event: TrailEvent): string[] {
  return [resourceIn(event, 'openIDConnectProviderArn') ?? urlIn(event) ?? unnamed(event)];
}

function saml(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'name');
  return [resourceIn(event, 'sAMLProviderArn') ?? (name ? `saml-provider/${name}` : unnamed(event))];
}

function resourceIn({ requestParameters, responseElements }: TrailEvent, field: string): string | undefined {
  const arn = getText(requestParameters, field) ?? getText(responseElements, field);
  return arn === undefined ? undefined : parseArn(arn)?.resource;
}

function urlIn({ requestParameters }: TrailEvent): string | undefined {
  const url = getText(requestParameters, 'url');
  return url ? `oidc-provider/${url.replace(/^https:\/\//, '')}` : undefined;
}

function unnamed({ eventName }: TrailEvent): never {
  throw new UnreadableEvent(`${eventName} names no identity provider`);
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function begin(_: IdentityProvider, { requestParameters: request }: TrailEvent): IdentityProvider {
  const thumbprints = getTexts(request, 'thumbprintList');
  return known<IdentityProvider>({
    clients: sorted(getTexts(request, 'clientIDList')),
    // AWS finds it out where the request has none.
    thumbprints: thumbprints.length === 0 ? undefined : sorted(thumbprints),
  });
}

function clientIn({ eventName, requestParameters }: TrailEvent): string {
  const client = getText(requestParameters, 'clientID');
  if (!client) throw new UnreadableEvent(`${eventName} shows no client id`);
  return client;
}

function addClient(state: IdentityProvider, event: TrailEvent): IdentityProvider {
  const added = clientIn(event);
  return state.clients ? { ...state, clients: sorted([...state.clients, added]) } : state;
}

function removeClient(state: IdentityProvider, event: TrailEvent): IdentityProvider {
  const gone = clientIn(event);
  return state.clients ? { ...state, clients: state.clients.filter((each) => each !== gone) } : state;
}

function thumbprint(state: IdentityProvider, { requestParameters: request }: TrailEvent): IdentityProvider {
  return { ...state, thumbprints: sorted(getTexts(request, 'thumbprintList')) };
}

function metadata(state: IdentityProvider, { requestParameters: request }: TrailEvent): IdentityProvider {
  const document = getText(request, 'sAMLMetadataDocument');
  // An update can be of something else.
  return document ? { ...state, metadata: fingerprintOf(document) } : state;
}

/** The metadata are public, and too long to be kept. */
export function fingerprintOf(document: string): string {
  return createHash('sha256').update(document).digest('hex').slice(0, 16);
}
