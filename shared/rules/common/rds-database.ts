import type { RdsDatabase } from '../../resources/rds-database/kind.ts';

export function isCluster(id: string): boolean {
  return id.startsWith('cluster:');
}

/** Aurora, DocumentDB and Neptune keep the instances of a cluster separate; a Multi-AZ DB cluster does not. */
export function hasOwnInstances(engine: string): boolean {
  return /^(aurora|docdb|neptune)/.test(engine);
}

/** The cluster, if this is an instance of a Multi-AZ DB cluster: such instances cannot be modified. */
export function multiAzCluster({ cluster, engine }: RdsDatabase): string | undefined {
  return cluster && engine && !hasOwnInstances(engine) ? cluster : undefined;
}

/** Why no plan is made while these changes wait for the maintenance window. */
export function waitsFor(pending: readonly string[] = []): string | undefined {
  return pending.length > 0
    ? `Other changes wait for the maintenance window and would be applied, too: ${pending.join(', ')}.`
    : undefined;
}
