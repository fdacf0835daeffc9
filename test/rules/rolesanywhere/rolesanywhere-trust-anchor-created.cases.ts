import rule from '../../../shared/rules/rolesanywhere/rolesanywhere-trust-anchor-created.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const trustAnchorId = '49e25ec3-0000-4000-8000-b4ea4ee85cfd';
const authority = 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1f2e3d4c-0000-4000-8000-000000000001';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`rolesanywhere:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const source = { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: '-----BEGIN CERTIFICATE-----' } };
const create = (minute: number, request: object, parts: object = {}) =>
  call(
    'CreateTrustAnchor',
    minute,
    { name: 'plant', source, ...request },
    {
      response: { trustAnchor: { trustAnchorId } },
      ...parts,
    },
  );
const own = { message: 'own', path: 'anchor', data: { name: 'plant' } } as const;
const on = { name: 'plant', enabled: true, authority: null };

export default casesOf(rule, {
  compliant: [
    { name: 'it is off', state: { ...on, enabled: false } },
    { name: 'it is approved by its name', options: { anchors: ['pla*'] }, state: on },
    { name: 'it is approved by its id', id: trustAnchorId, options: { anchors: [trustAnchorId] }, state: on },
  ],
  drifted: [
    {
      name: 'certificates of the owner',
      state: on,
      violations: [own],
      plan: [{ type: 'rolesanywhere.put-trust-anchor', params: { before: true, after: false } }],
    },
    {
      name: 'a private authority',
      state: { ...on, authority },
      violations: [{ message: 'authority', path: 'anchor', data: { name: 'plant', authority } }],
    },
  ],
  unknown: [{ name: 'no event showed whether it is on', state: { name: 'plant' } }],
  events: [
    {
      name: 'it is made, switched off and on, changed and deleted',
      events: [
        create(0, { enabled: true }),
        call('DisableTrustAnchor', 1, { trustAnchorId }),
        call('EnableTrustAnchor', 2, { trustAnchorId }),
        call('UpdateTrustAnchor', 3, {
          trustAnchorId,
          name: 'plant-2',
          source: { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: authority } },
        }),
        call('DeleteTrustAnchor', 4, { trustAnchorId }),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'changed', 'resolved'],
      resource: trustAnchorId,
    },
    { name: 'it is made off', events: [create(0, {})], transitions: [] },
    {
      name: 'a refused call',
      events: [create(0, { enabled: true }, { errorCode: 'AccessDeniedException', response: null })],
      transitions: [],
    },
    {
      name: 'an answer without the id',
      events: [create(0, { enabled: true }, { response: {} })],
      transitions: [],
      unreadable: /shows no trustAnchorId/,
    },
  ],
});
