import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getList, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArns } from '../common/tagging.ts';

/**
 * An Application, Network or Gateway Load Balancer. Its id is the end of its ARN: `app/web/50dc6c495c0c9188`. Classic Load
 * Balancers are another type, whose calls have the same names: they name a load balancer without an ARN.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 */
export interface ElbLoadBalancer {
  readonly accessLogs?: AccessLogs;
  readonly deletionProtection?: boolean;
  /** Only Application Load Balancers have it and the next one. */
  readonly dropInvalidHeaders?: boolean;
  /** `monitor`, `defensive` or `strictest`. */
  readonly desyncMode?: string;
}

export interface AccessLogs {
  readonly enabled: boolean;
  /** The S3 bucket and the beginning of the keys. Empty: none. */
  readonly bucket: string;
  readonly prefix: string;
}

const BALANCER = 'loadbalancer/';
const NO_LOGS: AccessLogs = { enabled: false, bucket: '', prefix: '' };
/** What the request does not name. */
const NEW: ElbLoadBalancer = {
  accessLogs: NO_LOGS,
  deletionProtection: false,
  dropInvalidHeaders: false,
  desyncMode: 'defensive',
};

export const elbLoadBalancer = defineKind<ElbLoadBalancer>()({
  name: 'elb-load-balancer',
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  title: 'load balancer',
  blank: {},
  arn: (ref) => arnOf('elasticloadbalancing', ref, `${BALANCER}${ref.id}`),
  tagging: {
    'elasticloadbalancing:AddTags': taggedByArns('resourceArns', BALANCER),
    'elasticloadbalancing:RemoveTags': taggedByArns('resourceArns', BALANCER),
  },
  events: {
    'elasticloadbalancing:CreateLoadBalancer': { ids: created, creates: true, evolve: () => NEW },
    'elasticloadbalancing:ModifyLoadBalancerAttributes': {
      ids: named,
      sets: ['accessLogs', 'deletionProtection', 'dropInvalidHeaders', 'desyncMode'],
      evolve: (known, { requestParameters }) => withAttributes(known, getList(requestParameters, 'attributes')),
    },
    'elasticloadbalancing:DeleteLoadBalancer': { ids: named, evolve: () => GONE },
  },
});

/** The state with these attributes, as records and AWS write them: keys with values, both texts. */
export function withAttributes(known: ElbLoadBalancer, attributes: readonly unknown[]): ElbLoadBalancer {
  const given = new Map(attributes.map((each) => [getText(each, 'key') ?? '', getText(each, 'value') ?? '']));
  const [enabled, bucket, prefix] = ['enabled', 'bucket', 'prefix'].map((name) => given.get(`access_logs.s3.${name}`));
  const before = known.accessLogs;
  const on = enabled === undefined ? before?.enabled : enabled === 'true';
  const deletion = given.get('deletion_protection.enabled');
  const drop = given.get('routing.http.drop_invalid_header_fields.enabled');
  const desyncMode = given.get('routing.http.desync_mitigation_mode');
  return {
    ...known,
    ...(on === undefined
      ? {}
      : {
          accessLogs: { enabled: on, bucket: bucket ?? before?.bucket ?? '', prefix: prefix ?? before?.prefix ?? '' },
        }),
    ...(deletion === undefined ? {} : { deletionProtection: deletion === 'true' }),
    ...(drop === undefined ? {} : { dropInvalidHeaders: drop === 'true' }),
    ...(desyncMode === undefined ? {} : { desyncMode }),
  };
}

/** `undefined` for a text that is no ARN of such a load balancer. */
export function loadBalancerIdIn(arn: string | undefined): string | undefined {
  const resource = parseArn(arn ?? '')?.resource;
  return /^loadbalancer\/(?:app|net|gwy)\//.test(resource ?? '') ? resource?.slice(BALANCER.length) : undefined;
}

function created({ requestParameters, responseElements }: TrailEvent): string[] {
  if (getText(requestParameters, 'loadBalancerName')) return [];
  const id = loadBalancerIdIn(getText(getList(responseElements, 'loadBalancers')[0], 'loadBalancerArn'));
  if (id === undefined) throw new UnreadableEvent('CreateLoadBalancer shows no load balancer');
  return [id];
}

function named({ eventName, requestParameters }: TrailEvent): string[] {
  if (getText(requestParameters, 'loadBalancerName')) return [];
  const id = loadBalancerIdIn(getText(requestParameters, 'loadBalancerArn'));
  if (id === undefined) throw new UnreadableEvent(`${eventName} names no load balancer`);
  return [id];
}
