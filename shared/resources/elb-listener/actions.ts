import { putField } from '../common/put-field.ts';
import type { DefaultAction } from './default-action.ts';
import type { ElbListener } from './kind.ts';

const put = putField<ElbListener>();

export const putDefaultAction = put('elasticloadbalancing.put-default-action', 'defaultAction', (action) =>
  action ? described(action) : 'Take the default action away',
);

export const putSslPolicy = put(
  'elasticloadbalancing.put-ssl-policy',
  'sslPolicy',
  (policy) => `Give the listener the security policy ${policy}`,
);

/** Different actions have different words. */
function described(action: DefaultAction): string {
  switch (action.type) {
    case 'forward': {
      const groups = action.targetGroups.map(({ arn, weight }) => `${arn} with weight ${weight}`).join(', ');
      return `Forward requests to ${groups}${action.stickySeconds === null ? '' : ` for ${action.stickySeconds} s`}`;
    }
    case 'redirect': {
      const { protocol, host, port, path, query, statusCode } = action;
      return `Redirect requests to ${protocol}://${host}:${port}${path}?${query} (${statusCode})`;
    }
    case 'fixed-response':
      return `Answer requests with ${action.statusCode}, ${action.contentType ?? 'no type'}, ${action.body ?? 'no body'}`;
  }
}
