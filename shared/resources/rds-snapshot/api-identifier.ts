import type { Ref } from '../../core/ref.ts';

/** What names a snapshot in a call: an instance's and a cluster's have calls of their own. */
export function identifierOf({
  id,
}: Ref): { readonly DBSnapshotIdentifier: string } | { readonly DBClusterSnapshotIdentifier: string } {
  const [, cluster, name = id] = /^(cluster-)?snapshot:(.*)$/s.exec(id) ?? [];
  return cluster ? { DBClusterSnapshotIdentifier: name } : { DBSnapshotIdentifier: name };
}
