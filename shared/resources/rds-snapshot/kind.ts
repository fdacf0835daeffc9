import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getList, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE, UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { type Shared, withoutShares, withShares } from '../common/shares.ts';
import { taggedByArn } from '../common/tagging.ts';

/**
 * A snapshot of an RDS instance (`snapshot:NAME`) or of an Aurora, DocumentDB or Neptune cluster
 * (`cluster-snapshot:NAME`). All have the events of RDS.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
 */
export interface RdsSnapshot extends Shared {}

const PRIVATE: RdsSnapshot = { sharedWith: exactly([]) };

export const rdsSnapshot = defineKind<RdsSnapshot>()({
  name: 'rds-snapshot',
  type: (id) => (id.startsWith('cluster-') ? 'AWS::RDS::DBClusterSnapshot' : 'AWS::RDS::DBSnapshot'),
  title: 'RDS snapshot',
  blank: { sharedWith: UNSEEN },
  arn: (ref) => arnOf('rds', ref, ref.id),
  tagging: { 'rds:AddTagsToResource': tagged, 'rds:RemoveTagsFromResource': tagged },
  events: {
    'rds:CreateDBSnapshot': { ids: instanceSnapshot, creates: true, evolve: () => PRIVATE },
    'rds:CopyDBSnapshot': { ids: instanceSnapshot, creates: true, evolve: () => PRIVATE },
    'rds:ModifyDBSnapshotAttribute': { ids: instanceSnapshot, sets: ['sharedWith'], evolve: modify },
    'rds:DeleteDBSnapshot': { ids: instanceSnapshot, evolve: () => GONE },
    'rds:CreateDBClusterSnapshot': { ids: clusterSnapshot, creates: true, evolve: () => PRIVATE },
    'rds:CopyDBClusterSnapshot': { ids: clusterSnapshot, creates: true, evolve: () => PRIVATE },
    'rds:ModifyDBClusterSnapshotAttribute': { ids: clusterSnapshot, sets: ['sharedWith'], evolve: modify },
    'rds:DeleteDBClusterSnapshot': { ids: clusterSnapshot, evolve: () => GONE },
  },
});

/** The ARNs of instances, clusters and snapshots have one form. */
function tagged(event: TrailEvent): readonly string[] {
  return taggedByArn('resourceName', '')(event).filter((id) => /^(?:cluster-)?snapshot:/.test(id));
}

function instanceSnapshot(event: TrailEvent): string[] {
  return [`snapshot:${nameIn(event, 'DBSnapshotIdentifier')}`];
}

function clusterSnapshot(event: TrailEvent): string[] {
  return [`cluster-snapshot:${nameIn(event, 'DBClusterSnapshotIdentifier')}`];
}

/** The target of a copy is the new snapshot. RDS stores names in lower case. */
function nameIn(event: TrailEvent, field: string): string {
  const { requestParameters, responseElements } = event;
  const given =
    getText(requestParameters, `target${field}`) ??
    getText(requestParameters, field) ??
    getText(responseElements, field);
  if (!given) throw new UnreadableEvent(`${event.eventName} names no snapshot`);
  return given.replace(/^arn:.*?:(cluster-)?snapshot:/, '').toLowerCase();
}

/**
 * The response has all shares after the call. Its field for clusters, `dBClusterSnapshotAttributes`, is inferred from
 * that for instances.
 */
function modify(known: RdsSnapshot, event: TrailEvent): RdsSnapshot {
  const { requestParameters, responseElements } = event;
  if ((getText(requestParameters, 'attributeName') ?? 'restore') !== 'restore') return known;
  const answered = ['dBSnapshotAttributes', 'dBClusterSnapshotAttributes']
    .flatMap((field) => getList(responseElements, field))
    .find((attribute) => getText(attribute, 'attributeName') === 'restore');
  const added = getTexts(requestParameters, 'valuesToAdd');
  const removed = getTexts(requestParameters, 'valuesToRemove');
  if (!answered && added.length + removed.length === 0) {
    throw new UnreadableEvent(`${event.eventName} shows nobody who is added or removed`);
  }
  const base = answered ? { ...known, sharedWith: exactly(getTexts(answered, 'attributeValues')) } : known;
  return withShares(withoutShares(base, removed), added);
}
