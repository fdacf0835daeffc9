import {
  type Action,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  type RedirectActionStatusCodeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { effectOf } from '../../aws/effect.ts';
import { Unmet } from '../../aws/failure.ts';
import { putDefaultAction, putSslPolicy } from './actions.ts';
import type { DefaultAction } from './default-action.ts';
import { elbListener } from './kind.ts';

const permissions = {
  'elasticloadbalancing:ModifyListener': [
    'elasticloadbalancing:{region}:{account}:listener/app/*',
    'elasticloadbalancing:{region}:{account}:listener/net/*',
    'elasticloadbalancing:{region}:{account}:listener/gwy/*',
  ],
} as const;

export default [
  effectOf(putDefaultAction, {
    permissions,
    async apply(ref, { after }, aws) {
      if (!after) throw new Unmet('A listener that takes HTTP has a default action.');
      await aws
        .client(ElasticLoadBalancingV2Client, ref)
        .send(new ModifyListenerCommand({ ListenerArn: elbListener.arn?.(ref), DefaultActions: [actionOf(after)] }));
    },
  }),
  effectOf(putSslPolicy, {
    permissions,
    async apply(ref, { after }, aws) {
      if (!after) throw new Unmet('A listener that ends TLS has a security policy.');
      await aws
        .client(ElasticLoadBalancingV2Client, ref)
        .send(new ModifyListenerCommand({ ListenerArn: elbListener.arn?.(ref), SslPolicy: after }));
    },
  }),
];

function actionOf(action: DefaultAction): Action {
  switch (action.type) {
    case 'forward':
      return {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: action.targetGroups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
          TargetGroupStickinessConfig:
            action.stickySeconds === null
              ? { Enabled: false }
              : { Enabled: true, DurationSeconds: action.stickySeconds },
        },
      };
    case 'redirect':
      return {
        Type: 'redirect',
        RedirectConfig: {
          Protocol: action.protocol,
          Port: action.port,
          Host: action.host,
          Path: action.path,
          Query: action.query,
          StatusCode: action.statusCode as RedirectActionStatusCodeEnum,
        },
      };
    case 'fixed-response':
      return {
        Type: 'fixed-response',
        FixedResponseConfig: {
          StatusCode: action.statusCode,
          ...(action.contentType === null ? {} : { ContentType: action.contentType }),
          ...(action.body === null ? {} : { MessageBody: action.body }),
        },
      };
  }
}
