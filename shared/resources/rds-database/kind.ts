import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getNumber, getText, objectOf } from '../../core/json.ts';
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
  readonly autoMinorVersionUpgrade?: boolean;
  readonly deletionProtection?: boolean;
  /** Days. If another value waits for the maintenance window, the smaller of the two. */
  readonly backupRetentionPeriod?: number;
  /** True for a copy that follows another database. */
  readonly replica?: boolean;
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
    'rds:CreateDBInstanceReadReplica': {
      ...newInstance,
      evolve: (known, event) => ({ ...begin(known, event), replica: true }),
    },
    'rds:RestoreDBInstanceFromDBSnapshot': newInstance,
    'rds:RestoreDBInstanceFromS3': newInstance,
    'rds:RestoreDBInstanceToPointInTime': newInstance,
    'rds:PromoteReadReplica': { ids: instance, sets: ['replica', 'backupRetentionPeriod'], evolve: promote },
    'rds:ModifyDBInstance': { ids: modified, showsMore: true, evolve: modify },
    'rds:DeleteDBInstance': { ids: instance, evolve: () => GONE },
    'rds:CreateDBCluster': newCluster,
    'rds:RestoreDBClusterFromSnapshot': newCluster,
    'rds:RestoreDBClusterFromS3': newCluster,
    'rds:RestoreDBClusterToPointInTime': newCluster,
    'rds:PromoteReadReplicaDBCluster': { ids: cluster, sets: ['replica'], evolve: promote },
    'rds:ModifyDBCluster': { ids: modified, showsMore: true, evolve: modify },
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
  return { replica: false, ...settingsIn(requestParameters), ...settingsIn(responseElements) };
}

function settingsIn(source: unknown): RdsDatabase {
  const engine = getText(source, 'engine');
  const member = getText(source, 'dBInstanceIdentifier') && getText(source, 'dBClusterIdentifier');
  const days = getNumber(source, 'backupRetentionPeriod');
  return {
    ...flagIn(source, 'publiclyAccessible'),
    ...flagIn(source, 'storageEncrypted'),
    ...flagIn(source, 'autoMinorVersionUpgrade'),
    ...flagIn(source, 'deletionProtection'),
    ...(days === undefined ? {} : { backupRetentionPeriod: days }),
    ...(SOURCES.some((name) => getText(source, name)) ? { replica: true } : {}),
    ...(member ? { cluster: member.toLowerCase() } : {}),
    ...(engine ? { engine } : {}),
  };
}

/** Where a request or a response names the database that a replica follows. */
const SOURCES = [
  'readReplicaSourceDBInstanceIdentifier',
  'readReplicaSourceDBClusterIdentifier',
  'replicationSourceIdentifier',
] as const;

function flagIn(source: unknown, name: Flag): RdsDatabase {
  const flag = getFlag(source, name);
  return flag === undefined ? {} : { [name]: flag };
}

type Flag = 'publiclyAccessible' | 'storageEncrypted' | 'autoMinorVersionUpgrade' | 'deletionProtection';

/** A replica that becomes a database of its own. */
function promote(known: RdsDatabase, { requestParameters, responseElements }: TrailEvent): RdsDatabase {
  return { ...known, ...settingsIn(responseElements), ...settingsIn(requestParameters), replica: false };
}

/**
 * A rename ends one id and begins another. If it is not applied immediately, it happens in the maintenance window, and
 * no event shows it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
 */
function modified(event: TrailEvent): string[] {
  const [before, after] = namesIn(event);
  return after ? [before, after] : [before];
}

/** The id before the call and, if the call renames the database at once, the one after it. */
function namesIn(event: TrailEvent): [before: string, after?: string] {
  const [prefix, field] =
    event.eventName === 'ModifyDBCluster' ? ['cluster', 'DBClusterIdentifier'] : ['db', 'DBInstanceIdentifier'];
  const { requestParameters } = event;
  const before = nameIn(event, field);
  const after = getText(requestParameters, `new${field}`)?.toLowerCase();
  const renamed = after && after !== before && getFlag(requestParameters, 'applyImmediately') === true;
  return renamed ? [`${prefix}:${before}`, `${prefix}:${after}`] : [`${prefix}:${before}`];
}

/**
 * The response shows the settings before the call. A renamed instance keeps them, and for another instance they fill
 * what is not known. An earlier change may not be in them yet, so what is known counts more. The request shows what was
 * set.
 */
function modify(known: RdsDatabase, event: TrailEvent, id: string): RdsDatabase | Gone {
  const { requestParameters, responseElements } = event;
  const [, renamed] = namesIn(event);
  if (renamed && id !== renamed) return GONE;
  const shown = settingsIn(responseElements);
  const before = renamed ? shown : { ...shown, ...known };
  const pending = pendingAfter(event);
  const after = { ...before, ...settingsIn(requestParameters), ...(pending ? { pending } : {}) };
  const { backupRetentionPeriod: days } = before;
  const { backupRetentionPeriod: asked } = after;
  if (days === undefined || asked === undefined || !pending?.includes('backupRetentionPeriod')) return after;
  return { ...after, backupRetentionPeriod: Math.min(days, asked) };
}

/** Applying immediately also applies earlier pending changes. A password is never pending. */
function pendingAfter({ requestParameters, responseElements }: TrailEvent): readonly string[] | undefined {
  if (getFlag(requestParameters, 'applyImmediately') === true) return [];
  const pending = objectOf(get(responseElements, 'pendingModifiedValues'));
  return pending && Object.keys(pending).filter((name) => name.toLowerCase() !== 'masteruserpassword');
}
