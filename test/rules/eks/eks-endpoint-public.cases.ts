import rule from '../../../shared/rules/eks/eks-endpoint-public.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`eks:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { name: 'shop', ...request }, ...parts });
const set = (minute: number, resourcesVpcConfig: object, parts: object = {}) =>
  call('UpdateClusterConfig', minute, { resourcesVpcConfig }, parts);
const open = (range: string) => ({ message: 'open', path: range, data: { range } }) as const;
const limited = (range: string) => ({ message: 'public', path: range, data: { range } }) as const;
const endpoint = (publicAccessCidrs: readonly string[], endpointPrivateAccess = true) => ({
  endpointPublicAccess: publicAccessCidrs.length > 0,
  endpointPrivateAccess,
  publicAccessCidrs,
});
const OFFICE = '203.0.113.0/24';
const PIPELINE = '198.51.100.7/32';
const put = (before: object, after: object) => [{ type: 'eks.put-endpoint', params: { before, after } }];

export default casesOf(rule, {
  compliant: [
    { name: 'only the VPC reaches it', state: endpoint([]) },
    { name: 'the office reaches it', state: endpoint([OFFICE]), options: { allowedRanges: [OFFICE] } },
    { name: 'one address of the office', state: endpoint(['203.0.113.9/32']), options: { allowedRanges: [OFFICE] } },
  ],
  drifted: [
    {
      name: 'open to everyone, and private besides: public access is switched off',
      state: endpoint(['0.0.0.0/0']),
      violations: [open('0.0.0.0/0')],
      plan: put(endpoint(['0.0.0.0/0']), endpoint([])),
    },
    {
      name: 'open to everyone, and before to the office: the office keeps its access',
      state: endpoint(['0.0.0.0/0'], false),
      baseline: endpoint([OFFICE], false),
      options: { allowedRanges: [OFFICE] },
      violations: [open('0.0.0.0/0')],
      plan: put(endpoint(['0.0.0.0/0'], false), endpoint([OFFICE], false)),
    },
    {
      name: 'without private access nobody could reach it',
      state: endpoint(['0.0.0.0/0'], false),
      violations: [open('0.0.0.0/0')],
      cannot: /Nobody could reach the cluster/,
    },
    {
      name: 'both halves of the internet',
      state: endpoint(['0.0.0.0/1', '128.0.0.0/1']),
      violations: [open('0.0.0.0/1'), open('128.0.0.0/1')],
    },
    {
      name: 'a range that is not allowed, beside one that is',
      state: endpoint([PIPELINE, OFFICE]),
      options: { allowedRanges: [OFFICE] },
      violations: [limited(PIPELINE)],
      plan: put(endpoint([PIPELINE, OFFICE]), endpoint([OFFICE])),
    },
    {
      name: 'whether the VPC reaches it is not known',
      state: { endpointPublicAccess: true, publicAccessCidrs: [PIPELINE] },
      violations: [limited(PIPELINE)],
      cannot: /not known/,
    },
  ],
  unknown: [
    { name: 'no event showed it', state: {} },
    { name: 'no event showed the ranges', state: { endpointPublicAccess: true, endpointPrivateAccess: true } },
  ],
  events: [
    {
      name: 'a new cluster is open to everyone until public access is limited, and switched off',
      events: [
        call('CreateCluster', 0, { resourcesVpcConfig: { subnetIds: ['subnet-1'] } }),
        set(1, { publicAccessCidrs: [OFFICE] }),
        set(2, { endpointPublicAccess: false, endpointPrivateAccess: true }),
      ],
      transitions: ['opened', 'changed', 'resolved'],
      resource: 'shop',
      texts: ['The endpoint of the Kubernetes API is public, for 203.0.113.0/24.'],
    },
    {
      name: 'public access that is switched on, as the answer of AWS shows it, and the end of the cluster',
      events: [
        set(0, { endpointPublicAccess: false }),
        set(
          1,
          { endpointPublicAccess: true },
          {
            response: {
              update: {
                type: 'EndpointAccessUpdate',
                params: [
                  { type: 'EndpointPublicAccess', value: 'true' },
                  { type: 'EndpointPrivateAccess', value: 'true' },
                  { type: 'PublicAccessCidrs', value: '["0.0.0.0/0"]' },
                ],
              },
            },
          },
        ),
        call('DeleteCluster', 2),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'public access that is switched on, for unknown ranges',
      events: [set(0, { endpointPublicAccess: false }), set(1, { endpointPublicAccess: true })],
      transitions: [],
      doubt: /for which ranges/,
    },
    {
      name: 'a refused call',
      events: [set(0, { endpointPublicAccess: true }, { errorCode: 'InvalidParameterException' })],
      transitions: [],
    },
    {
      name: 'a call that names no cluster',
      events: [call('DeleteCluster', 0, { name: '' })],
      transitions: [],
      unreadable: /names no cluster/,
    },
  ],
});
