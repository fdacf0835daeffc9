import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArns } from '../common/tagging.ts';
import { type DefaultAction, defaultActionIn } from './default-action.ts';

/**
 * A listener of an Application, Network or Gateway Load Balancer. Its id is the end of its ARN:
 * `app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`. Classic Load Balancers have no listeners with an id.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html
 */
export interface ElbListener {
  /** `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, … Listeners of Gateway Load Balancers have `GENEVE`. */
  readonly protocol?: string;
  readonly port?: number;
  /** The name of the security policy. `null`: the listener ends no TLS. */
  readonly sslPolicy?: string | null;
  /** `null`: the listener does not take HTTP. */
  readonly defaultAction?: DefaultAction | null;
  /** A port on which the load balancer takes HTTPS, 443 where there are several. `null`: there is none. No event shows it. */
  readonly httpsPort?: number | null;
}

const LISTENER = 'listener/';
const SET = ['protocol', 'port', 'sslPolicy', 'defaultAction'] as const;

export const elbListener = defineKind<ElbListener>()({
  name: 'elb-listener',
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  title: 'load balancer listener',
  blank: {},
  arn: (ref) => arnOf('elasticloadbalancing', ref, `${LISTENER}${ref.id}`),
  tagging: {
    'elasticloadbalancing:AddTags': taggedByArns('resourceArns', LISTENER),
    'elasticloadbalancing:RemoveTags': taggedByArns('resourceArns', LISTENER),
  },
  events: {
    'elasticloadbalancing:CreateListener': {
      ids: (event) => [idIn(event, get(shownIn(event), 'listenerArn'))],
      creates: true,
      evolve: (known, event, id) => listenerIn(shownIn(event), id, known),
    },
    'elasticloadbalancing:ModifyListener': {
      ids: (event) => [idIn(event, get(event.requestParameters, 'listenerArn'))],
      sets: SET,
      evolve: (known, event, id) => listenerIn(shownIn(event) ?? event.requestParameters, id, known),
    },
    'elasticloadbalancing:DeleteListener': {
      ids: (event) => [idIn(event, get(event.requestParameters, 'listenerArn'))],
      evolve: () => GONE,
    },
  },
});

/** The id of the load balancer of a listener: `app/web/50dc6c495c0c9188`. */
export function loadBalancerOf(id: string): string {
  return id.split('/').slice(0, 3).join('/');
}

/** `undefined` for a text that is no ARN of a listener. */
export function listenerIdIn(arn: unknown): string | undefined {
  const resource = typeof arn === 'string' ? parseArn(arn)?.resource : undefined;
  return resource?.startsWith(LISTENER) ? resource.slice(LISTENER.length) : undefined;
}

/** What a record or AWS shows of a listener. What it does not show stays. */
export function listenerIn(shown: unknown, id: string, known: ElbListener = {}): ElbListener {
  const protocol = id.startsWith('gwy/') ? 'GENEVE' : (getText(shown, 'protocol') ?? known.protocol);
  const port = getNumber(shown, 'port') ?? known.port;
  const [sslPolicy, defaultAction] = [policyIn(shown, protocol, known), actionIn(shown, protocol, known)];
  return {
    ...(protocol === undefined ? {} : { protocol }),
    ...(port === undefined ? {} : { port }),
    ...(sslPolicy === undefined ? {} : { sslPolicy }),
    ...(defaultAction === undefined ? {} : { defaultAction }),
    ...(known.httpsPort === undefined ? {} : { httpsPort: known.httpsPort }),
  };
}

/** A listener that begins to end TLS gets a policy that the request need not name. */
function policyIn(shown: unknown, protocol: string | undefined, known: ElbListener): string | null | undefined {
  if (protocol === undefined) return undefined;
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return null;
  return getText(shown, 'sslPolicy') ?? known.sslPolicy ?? undefined;
}

function actionIn(shown: unknown, protocol: string | undefined, known: ElbListener): DefaultAction | null | undefined {
  if (protocol === undefined) return undefined;
  if (protocol !== 'HTTP') return null;
  const given = getList(shown, 'defaultActions');
  return given.length > 0 ? defaultActionIn(given) : (known.defaultAction ?? undefined);
}

/** The answer shows the whole listener, also what AWS has chosen. */
function shownIn({ responseElements }: TrailEvent): unknown {
  return getList(responseElements, 'listeners')[0];
}

function idIn({ eventName }: TrailEvent, arn: unknown): string {
  const id = listenerIdIn(arn);
  if (id === undefined) throw new UnreadableEvent(`${eventName} shows no listener of a load balancer`);
  return id;
}
