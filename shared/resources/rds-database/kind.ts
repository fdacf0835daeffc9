import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getText, objectOf } from '../../core/json.ts';
import { defineKind, GONE, type Gone } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';

/**
 * A DB instance (`db:NAME`) or a DB cluster (`cluster:NAME`). DocumentDB and Neptune have the same events.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
 */
export interface RdsDatabase {
  readonly publiclyAccessible?: boolean;
  /** Set when the database is created. It cannot be changed. */
  readonly storageEncrypted?: boolean;
  /** The cluster of an instance, in lower case. The instance uses its storage. */
  readonly cluster?: string;
  /** `postgres`, `aurora-mysql`. Members of a cluster that is not Aurora cannot be modified on their own. */
  readonly engine?: string;
  /** The names of the settings that wait for the maintenance window. */
  readonly pending?: readonly string[];
}

const newInstance = { ids: instance, creates: true, evolve: begin } as const;
const newCluster = { ids: cluster, creates: true, evolve: begin } as const;

export const rdsDatabase = defineKind<RdsDatabase>()({
  name: 'rds-database',
  type: (id) => (id.startsWith('cluster:') ? 'AWS::RDS::DBCluster' : 'AWS::RDS::DBInstance'),
  title: 'RDS database',
  blank: {},
  arn: (ref) => arnOf('rds', ref, ref.id),
  tagging: { 'rds:AddTagsToResource': tagged, 'rds:RemoveTagsFromResource': tagged },
  events: {
    'rds:CreateDBInstance': newInstance,
    'rds:CreateDBInstanceReadReplica': newInstance,
    'rds:RestoreDBInstanceFromDBSnapshot': newInstance,
    'rds:RestoreDBInstanceFromS3': newInstance,
    'rds:RestoreDBInstanceToPointInTime': newInstance,
    'rds:ModifyDBInstance': { ids: modified, showsMore: true, evolve: modify },
    'rds:DeleteDBInstance': { ids: instance, evolve: () => GONE },
    'rds:CreateDBCluster': newCluster,
    'rds:RestoreDBClusterFromSnapshot': newCluster,
    'rds:RestoreDBClusterFromS3': newCluster,
    'rds:RestoreDBClusterToPointInTime': newCluster,
    'rds:DeleteDBCluster': { ids: cluster, evolve: () => GONE },
  },
});

/** The ARNs of instances, clusters and snapshots have one form. */
function tagged(event: TrailEvent): readonly string[] {
  return taggedByArn('resourceName', '')(event).filter((id) => /^(?:db|cluster):/.test(id));
}

function instance(event: TrailEvent): string[] {
  return [`db:${nameIn(event, 'DBInstanceIdentifier')}`];
}

function cluster(event: TrailEvent): string[] {
  return [`cluster:${nameIn(event, 'DBClusterIdentifier')}`];
}

/** In a restore to a point in time, the target is the new database. RDS stores names in lower case. */
function nameIn(event: TrailEvent, field: string): string {
  const { requestParameters, responseElements } = event;
  const given =
    getText(requestParameters, `target${field}`) ??
    getText(requestParameters, field) ??
    getText(responseElements, field);
  if (!given) throw new UnreadableEvent(`${event.eventName} names no database`);
  return given.toLowerCase();
}

/** The response shows the settings that follow from defaults, snapshots and sources. */
function begin(_: RdsDatabase, { requestParameters, responseElements }: TrailEvent): RdsDatabase {
  return { ...settingsIn(requestParameters), ...settingsIn(responseElements) };
}

function settingsIn(source: unknown): RdsDatabase {
  const publiclyAccessible = getFlag(source, 'publiclyAccessible');
  const storageEncrypted = getFlag(source, 'storageEncrypted');
  const engine = getText(source, 'engine');
  const member = getText(source, 'dBInstanceIdentifier') && getText(source, 'dBClusterIdentifier');
  return {
    ...(publiclyAccessible === undefined ? {} : { publiclyAccessible }),
    ...(storageEncrypted === undefined ? {} : { storageEncrypted }),
    ...(member ? { cluster: member.toLowerCase() } : {}),
    ...(engine ? { engine } : {}),
  };
}

/**
 * A rename ends one id and begins another. If it is not applied immediately, it happens in the maintenance window, and
 * no event shows it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
 */
function modified(event: TrailEvent): string[] {
  const renamed = newNameIn(event);
  return renamed ? [...instance(event), renamed] : instance(event);
}

function newNameIn({ requestParameters }: TrailEvent): string | undefined {
  const name = getText(requestParameters, 'newDBInstanceIdentifier')?.toLowerCase();
  const changes = name && name !== getText(requestParameters, 'dBInstanceIdentifier')?.toLowerCase();
  return changes && getFlag(requestParameters, 'applyImmediately') === true ? `db:${name}` : undefined;
}

/**
 * The response shows the settings before the call. A renamed instance keeps them, and for another instance they fill
 * what is not known. An earlier change may not be in them yet, so what is known counts more. The request shows what was
 * set.
 */
function modify(known: RdsDatabase, event: TrailEvent, id: string): RdsDatabase | Gone {
  const { requestParameters, responseElements } = event;
  const renamed = newNameIn(event);
  if (renamed && id !== renamed) return GONE;
  const shown = settingsIn(responseElements);
  const before = renamed ? shown : { ...shown, ...known };
  const pending = pendingAfter(event);
  return { ...before, ...settingsIn(requestParameters), ...(pending ? { pending } : {}) };
}

/** Applying immediately also applies earlier pending changes. A password is never pending. */
function pendingAfter({ requestParameters, responseElements }: TrailEvent): readonly string[] | undefined {
  if (getFlag(requestParameters, 'applyImmediately') === true) return [];
  const pending = objectOf(get(responseElements, 'pendingModifiedValues'));
  return pending && Object.keys(pending).filter((name) => name.toLowerCase() !== 'masteruserpassword');
}
