import type { Aws } from '../../shared/aws/clients.ts';
import type { Action } from '../../shared/core/action.ts';
import {
  putAccessLogs,
  putDeletionProtection,
  putDesyncMode,
  putDropInvalidHeaders,
} from '../../shared/resources/elb-load-balancer/actions.ts';
import { loadBalancerIdIn } from '../../shared/resources/elb-load-balancer/kind.ts';
import { applyAction } from '../support/aws.ts';
import { makeLoadBalancer } from '../support/load-balancer.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const LOGS = { enabled: true, bucket: 'balancer-logs', prefix: 'web' };

/** One with everything on. */
async function make(aws: Aws): Promise<string> {
  const id = loadBalancerIdIn(await makeLoadBalancer(aws, PLACE)) ?? '';
  for (const action of [
    putAccessLogs({ before: { ...LOGS, enabled: false }, after: LOGS }),
    putDeletionProtection({ before: false, after: true }),
    putDropInvalidHeaders({ before: false, after: true }),
    putDesyncMode({ before: 'monitor', after: 'defensive' }),
  ])
    await applyAction({ kind: 'elb-load-balancer', ...PLACE, id }, action, aws);
  return id;
}

const drifts = (does: string, action: Action, key: string, value: string): ActionStory =>
  story(does, 'elb-hardening-off', 'elb-load-balancer', {
    make,
    drift: () => [action],
    event: ({ id }) => [
      'elasticloadbalancing:ModifyLoadBalancerAttributes',
      {
        loadBalancerArn: `arn:aws:elasticloadbalancing:${PLACE.region}:${PLACE.account}:loadbalancer/${id}`,
        attributes: [{ key, value }],
      },
    ],
  });

export const STORIES: readonly ActionStory[] = [
  drifts(
    'elasticloadbalancing.put-access-logs',
    putAccessLogs({ before: LOGS, after: { ...LOGS, enabled: false } }),
    'access_logs.s3.enabled',
    'false',
  ),
  drifts(
    'elasticloadbalancing.put-deletion-protection',
    putDeletionProtection({ before: true, after: false }),
    'deletion_protection.enabled',
    'false',
  ),
  drifts(
    'elasticloadbalancing.put-drop-invalid-headers',
    putDropInvalidHeaders({ before: true, after: false }),
    'routing.http.drop_invalid_header_fields.enabled',
    'false',
  ),
  drifts(
    'elasticloadbalancing.put-desync-mode',
    putDesyncMode({ before: 'defensive', after: 'monitor' }),
    'routing.http.desync_mitigation_mode',
    'monitor',
  ),
];
