import type { Ref } from '../../core/ref.ts';

/** Snapshots of instances and of clusters have different calls and parameters. */
export function identifierOf({
  id,
}: Ref): { readonly DBSnapshotIdentifier: string } | { readonly DBClusterSnapshotIdentifier: string } {
  const [, cluster, name = id] = /^(cluster-)?snapshot:(.*)$/s.exec(id) ?? [];
  return cluster ? { DBClusterSnapshotIdentifier: name } : { DBSnapshotIdentifier: name };
}
