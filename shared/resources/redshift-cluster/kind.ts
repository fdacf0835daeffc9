import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { known, requested } from '../common/named.ts';

/** Where a cluster writes its audit logs: a bucket, or CloudWatch Logs. */
export interface AuditLogging {
  readonly bucket?: string;
  readonly prefix?: string;
  /** Of CloudWatch Logs: which logs, in order. */
  readonly exports?: readonly string[];
}

/** @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_Cluster.html */
export interface RedshiftCluster {
  readonly public?: boolean;
  readonly encrypted?: boolean;
  /** `null`: it writes no audit logs. */
  readonly logging?: AuditLogging | null;
}

const named = requested('cluster', 'clusterIdentifier');

/** No real record shows these events; their shapes follow the API. */
export const redshiftCluster = defineKind<RedshiftCluster>()({
  name: 'redshift-cluster',
  type: 'AWS::Redshift::Cluster',
  title: 'Redshift cluster',
  blank: {},
  arn: (ref) => arnOf('redshift', ref, `cluster:${ref.id}`),
  tagging: { 'redshift:CreateTags': tagged, 'redshift:DeleteTags': tagged },
  events: {
    'redshift:CreateCluster': { ids: named, creates: true, evolve: begin },
    'redshift:RestoreFromClusterSnapshot': { ids: named, creates: true, evolve: begin },
    'redshift:ModifyCluster': { ids: named, sets: ['public', 'encrypted'], evolve: modify },
    'redshift:EnableLogging': { ids: named, sets: ['logging'], evolve: enableLogging },
    'redshift:DisableLogging': {
      ids: named,
      sets: ['logging'],
      evolve: (state) => ({ ...state, logging: null }),
    },
    'redshift:DeleteCluster': { ids: named, evolve: () => GONE },
  },
});

function tagged({ requestParameters }: TrailEvent): readonly string[] {
  const resource = parseArn(getText(requestParameters, 'resourceName') ?? '')?.resource;
  return resource?.startsWith('cluster:') ? [resource.slice('cluster:'.length)] : [];
}

/** The answer has the cluster. What a restored cluster is not given, it has from its snapshot. */
function begin(_: RedshiftCluster, event: TrailEvent): RedshiftCluster {
  const { requestParameters: request, responseElements: response } = event;
  const isNew = event.eventName === 'CreateCluster';
  const shown = (field: string) => getFlag(response, field) ?? getFlag(request, field) ?? (isNew ? false : undefined);
  return known<RedshiftCluster>({ public: shown('publiclyAccessible'), encrypted: shown('encrypted'), logging: null });
}

function modify(state: RedshiftCluster, { requestParameters: request }: TrailEvent): RedshiftCluster {
  return known<RedshiftCluster>({
    ...state,
    public: getFlag(request, 'publiclyAccessible') ?? state.public,
    encrypted: getFlag(request, 'encrypted') ?? state.encrypted,
  });
}

function enableLogging(state: RedshiftCluster, { requestParameters: request }: TrailEvent): RedshiftCluster {
  const bucket = getText(request, 'bucketName');
  const logs = getTexts(request, 'logExports');
  if (!bucket && logs.length === 0) throw new UnreadableEvent('EnableLogging shows no destination');
  const prefix = getText(request, 's3KeyPrefix') || undefined;
  const logging = bucket ? known<AuditLogging>({ bucket, prefix }) : { exports: [...logs].sort() };
  return { ...state, logging };
}
