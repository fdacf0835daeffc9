import { arnOf } from '../../core/arn.ts';
import type { TrailEvent } from '../../core/event.ts';
import { get, getFlag, getList, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { known, requested } from '../common/named.ts';
import { taggedByArn } from '../common/tagging.ts';

/** How clients reach a domain. */
export interface Endpoint {
  readonly enforcesHttps: boolean;
  /** `Policy-Min-TLS-1-2-2019-07`. */
  readonly tlsPolicy: string;
}

/** @see https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainConfig.html */
export interface OpensearchDomain {
  /** `null`: it has none, so that nobody has access by it. */
  readonly policy?: unknown;
  /** What is before the policy: a VPC, or users of the domain itself. `nothing`: the internet reaches it. */
  readonly door?: 'vpc' | 'users' | 'nothing';
  readonly encryptedAtRest?: boolean;
  readonly encryptedBetweenNodes?: boolean;
  readonly endpoint?: Endpoint;
}

const named = requested('domain', 'domainName');
const FIELDS = ['policy', 'door', 'encryptedAtRest', 'encryptedBetweenNodes', 'endpoint'] as const;
const tagged = taggedByArn('aRN', 'domain/');

/** No real record shows these events; their shapes follow the API. */
export const opensearchDomain = defineKind<OpensearchDomain>()({
  name: 'opensearch-domain',
  type: 'AWS::OpenSearchService::Domain',
  title: 'OpenSearch domain',
  blank: {},
  arn: (ref) => arnOf('es', ref, `domain/${ref.id}`),
  tagging: { 'es:AddTags': tagged, 'es:RemoveTags': tagged },
  events: {
    'es:CreateDomain': { ids: named, creates: true, evolve: begin },
    'es:CreateElasticsearchDomain': { ids: named, creates: true, evolve: begin },
    'es:UpdateDomainConfig': { ids: named, sets: FIELDS, evolve: modify },
    'es:UpdateElasticsearchDomainConfig': { ids: named, sets: FIELDS, evolve: modify },
    'es:DeleteDomain': { ids: named, evolve: () => GONE },
    'es:DeleteElasticsearchDomain': { ids: named, evolve: () => GONE },
  },
});

/** The policy of TLS that AWS gives where the request has none. */
export const DEFAULT_TLS = 'Policy-Min-TLS-1-0-2019-07';

function begin(_: OpensearchDomain, event: TrailEvent): OpensearchDomain {
  const nothing: OpensearchDomain = {
    policy: null,
    door: 'nothing',
    encryptedAtRest: false,
    encryptedBetweenNodes: false,
    endpoint: { enforcesHttps: false, tlsPolicy: DEFAULT_TLS },
  };
  return modify(nothing, event);
}

function modify(state: OpensearchDomain, { requestParameters: request }: TrailEvent): OpensearchDomain {
  const policy = getText(request, 'accessPolicies');
  return known<OpensearchDomain>({
    policy: policy === undefined ? state.policy : policy === '' ? null : parsedObject(policy),
    door: doorIn(request, state.door),
    encryptedAtRest: getFlag(request, 'encryptionAtRestOptions', 'enabled') ?? state.encryptedAtRest,
    encryptedBetweenNodes: getFlag(request, 'nodeToNodeEncryptionOptions', 'enabled') ?? state.encryptedBetweenNodes,
    endpoint: endpointIn(get(request, 'domainEndpointOptions'), state.endpoint),
  });
}

/** A domain cannot leave its VPC. */
function doorIn(request: unknown, before: OpensearchDomain['door']): OpensearchDomain['door'] {
  if (before === 'vpc' || getList(request, 'vPCOptions', 'subnetIds').length > 0) return 'vpc';
  const users = get(request, 'advancedSecurityOptions');
  if (users === undefined) return before;
  if (getFlag(users, 'anonymousAuthEnabled')) return 'nothing';
  const isOn = getFlag(users, 'enabled');
  return isOn === undefined ? before : isOn ? 'users' : 'nothing';
}

function endpointIn(options: unknown, before: Endpoint | undefined): Endpoint | undefined {
  const enforcesHttps = getFlag(options, 'enforceHTTPS') ?? before?.enforcesHttps;
  const tlsPolicy = getText(options, 'tLSSecurityPolicy') ?? before?.tlsPolicy;
  return enforcesHttps === undefined || tlsPolicy === undefined ? undefined : { enforcesHttps, tlsPolicy };
}
