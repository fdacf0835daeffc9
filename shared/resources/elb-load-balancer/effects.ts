import {
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { putAccessLogs, putDeletionProtection, putDesyncMode, putDropInvalidHeaders } from './actions.ts';
import { elbLoadBalancer } from './kind.ts';

const ALL = ['app', 'net', 'gwy'].map((type) => `elasticloadbalancing:{region}:{account}:loadbalancer/${type}/*`);
const permissions = { 'elasticloadbalancing:ModifyLoadBalancerAttributes': ALL };

export default [
  effectOf(putAccessLogs, {
    permissions,
    refusals: {
      InvalidConfigurationRequestException:
        'The policy of the bucket does not let the load balancer write, or there is no such bucket.',
    },
    apply: (ref, { after }, aws) =>
      modify(ref, aws, {
        'access_logs.s3.enabled': `${after.enabled}`,
        'access_logs.s3.bucket': after.bucket,
        'access_logs.s3.prefix': after.prefix,
      }),
  }),
  effectOf(putDeletionProtection, {
    permissions,
    apply: (ref, { after }, aws) => modify(ref, aws, { 'deletion_protection.enabled': `${after}` }),
  }),
  effectOf(putDropInvalidHeaders, {
    permissions,
    apply: (ref, { after }, aws) => modify(ref, aws, { 'routing.http.drop_invalid_header_fields.enabled': `${after}` }),
  }),
  effectOf(putDesyncMode, {
    permissions,
    apply: (ref, { after }, aws) => modify(ref, aws, { 'routing.http.desync_mitigation_mode': after }),
  }),
];

/** Attributes that are not named keep their values. */
async function modify(ref: Ref, aws: Aws, attributes: Readonly<Record<string, string>>): Promise<void> {
  await aws.client(ElasticLoadBalancingV2Client, ref).send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: elbLoadBalancer.arn?.(ref),
      Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
}
