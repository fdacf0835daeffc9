import { get, getFlag, getList, getNumber, getText } from '../../core/json.ts';

/**
 * What a listener for HTTP does with a request that no rule of it takes. Listeners for HTTP have exactly one default
 * action, of one of these types.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
 */
export type DefaultAction =
  | {
      readonly type: 'forward';
      readonly targetGroups: readonly { readonly arn: string; readonly weight: number }[];
      /** For how long a client stays with a target group. `null`: it does not. */
      readonly stickySeconds: number | null;
    }
  | {
      readonly type: 'redirect';
      /** `HTTP`, `HTTPS`, or `#{protocol}`: that of the request. The other parts are written in the same way. */
      readonly protocol: string;
      readonly port: string;
      readonly host: string;
      readonly path: string;
      readonly query: string;
      readonly statusCode: string;
    }
  | {
      readonly type: 'fixed-response';
      readonly statusCode: string;
      readonly contentType: string | null;
      readonly body: string | null;
    };

/** The one default action in a list, as records and AWS write it. `undefined`: there is none, or of another type. */
export function defaultActionIn(actions: readonly unknown[]): DefaultAction | undefined {
  const [action, another] = actions;
  if (another !== undefined) return undefined;
  switch (getText(action, 'type')) {
    case 'forward':
      return forwardIn(action);
    case 'redirect': {
      const to = get(action, 'redirectConfig');
      return {
        type: 'redirect',
        protocol: getText(to, 'protocol') ?? '#{protocol}',
        port: getText(to, 'port') ?? '#{port}',
        host: getText(to, 'host') ?? '#{host}',
        path: getText(to, 'path') ?? '/#{path}',
        query: getText(to, 'query') ?? '#{query}',
        statusCode: getText(to, 'statusCode') ?? 'HTTP_301',
      };
    }
    case 'fixed-response': {
      const answer = get(action, 'fixedResponseConfig');
      return {
        type: 'fixed-response',
        statusCode: getText(answer, 'statusCode') ?? '200',
        contentType: getText(answer, 'contentType') ?? null,
        body: getText(answer, 'messageBody') ?? null,
      };
    }
    default:
      return undefined;
  }
}

/** AWS shows a single target group twice: alone, and as the only one of a list. */
function forwardIn(action: unknown): DefaultAction | undefined {
  const config = get(action, 'forwardConfig');
  const single = getText(action, 'targetGroupArn');
  const several = getList(config, 'targetGroups').map((group) => ({
    arn: getText(group, 'targetGroupArn') ?? '',
    weight: getNumber(group, 'weight') ?? 1,
  }));
  const targetGroups = several.length > 0 ? several : single ? [{ arn: single, weight: 1 }] : [];
  if (targetGroups.length === 0) return undefined;
  const stickiness = get(config, 'targetGroupStickinessConfig');
  const stickySeconds = getFlag(stickiness, 'enabled') ? (getNumber(stickiness, 'durationSeconds') ?? null) : null;
  return { type: 'forward', targetGroups, stickySeconds };
}
