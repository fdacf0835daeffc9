import { arnOf } from '../../core/arn.ts';
import type { TrailEvent } from '../../core/event.ts';
import { getFlag, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { answered, known, requested } from '../common/named.ts';
import { taggedByArn } from '../common/tagging.ts';

/**
 * A trust anchor of IAM Roles Anywhere: who holds a certificate of its authority can take roles of the account.
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html
 */
export interface TrustAnchor {
  readonly name?: string;
  readonly enabled?: boolean;
  /** The ARN of a private authority in AWS Private CA. `null`: certificates that the owner brought. */
  readonly authority?: string | null;
}

const named = requested('trust anchor', 'trustAnchorId');
const tagged = taggedByArn('resourceArn', 'trust-anchor/');

/** A real record shows `CreateTrustAnchor` and `DeleteTrustAnchor`; the others follow the API. */
export const trustAnchor = defineKind<TrustAnchor>()({
  name: 'trust-anchor',
  type: 'AWS::RolesAnywhere::TrustAnchor',
  title: 'Trust anchor of IAM Roles Anywhere',
  blank: {},
  arn: (ref) => arnOf('rolesanywhere', ref, `trust-anchor/${ref.id}`),
  tagging: { 'rolesanywhere:TagResource': tagged, 'rolesanywhere:UntagResource': tagged },
  events: {
    'rolesanywhere:CreateTrustAnchor': {
      ids: answered('trustAnchorId', 'trustAnchor', 'trustAnchorId'),
      creates: true,
      evolve: (_, event) => ({ enabled: false, ...requestedIn(event) }),
    },
    'rolesanywhere:UpdateTrustAnchor': {
      ids: named,
      sets: ['name', 'authority'],
      evolve: (state, event) => ({ ...state, ...requestedIn(event) }),
    },
    'rolesanywhere:EnableTrustAnchor': {
      ids: named,
      sets: ['enabled'],
      evolve: (state) => ({ ...state, enabled: true }),
    },
    'rolesanywhere:DisableTrustAnchor': {
      ids: named,
      sets: ['enabled'],
      evolve: (state) => ({ ...state, enabled: false }),
    },
    'rolesanywhere:DeleteTrustAnchor': { ids: named, evolve: () => GONE },
  },
});

function requestedIn({ requestParameters: request }: TrailEvent): TrustAnchor {
  const source = getText(request, 'source', 'sourceType');
  const arn = getText(request, 'source', 'sourceData', 'acmPcaArn');
  return known<TrustAnchor>({
    name: getText(request, 'name'),
    enabled: getFlag(request, 'enabled'),
    authority: arn ?? (source === undefined ? undefined : null),
  });
}
