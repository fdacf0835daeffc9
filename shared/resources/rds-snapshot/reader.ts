import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { inTurn } from '../../aws/in-turn.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { identifierOf } from './api-identifier.ts';
import { rdsSnapshot } from './kind.ts';

const SNAPSHOTS = 'rds:{region}:{account}:snapshot:*';
const CLUSTER_SNAPSHOTS = 'rds:{region}:{account}:cluster-snapshot:*';
/** The types of snapshots that can be shared. Automated snapshots and those of AWS Backup must be copied first. */
const SnapshotType = 'manual';

interface Attribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly string[] | undefined;
}

export default defineReader(rdsSnapshot, {
  permissions: {
    read: {
      'rds:DescribeDBSnapshotAttributes': SNAPSHOTS,
      'rds:DescribeDBClusterSnapshotAttributes': CLUSTER_SNAPSHOTS,
    },
    list: {
      'rds:DescribeDBSnapshots': [SNAPSHOTS, 'rds:{region}:{account}:db:*'],
      'rds:DescribeDBClusterSnapshots': [CLUSTER_SNAPSHOTS, 'rds:{region}:{account}:cluster:*'],
    },
  },
  async read(ref, aws) {
    const rds = aws.client(RDSClient, ref);
    const identifier = identifierOf(ref);
    if ('DBClusterSnapshotIdentifier' in identifier) {
      const found = await absentOn('DBClusterSnapshotNotFoundFault', () =>
        rds.send(new DescribeDBClusterSnapshotAttributesCommand(identifier)),
      );
      const result = found?.DBClusterSnapshotAttributesResult;
      return result ? sharedBy(result.DBClusterSnapshotAttributes) : GONE;
    }
    const found = await absentOn('DBSnapshotNotFoundFault', () =>
      rds.send(new DescribeDBSnapshotAttributesCommand(identifier)),
    );
    const result = found?.DBSnapshotAttributesResult;
    return result ? sharedBy(result.DBSnapshotAttributes) : GONE;
  },
  list(place, aws, from) {
    const rds = aws.client(RDSClient, place);
    return inTurn(
      {
        async snapshot(Marker) {
          const found = await rds.send(new DescribeDBSnapshotsCommand({ SnapshotType, Marker }));
          return page(
            (found.DBSnapshots ?? []).map(({ DBSnapshotIdentifier: name }) => name && `snapshot:${name}`),
            found.Marker,
          );
        },
        async clusterSnapshot(Marker) {
          const found = await rds.send(new DescribeDBClusterSnapshotsCommand({ SnapshotType, Marker }));
          return page(
            (found.DBClusterSnapshots ?? []).map(
              ({ DBClusterSnapshotIdentifier: name }) => name && `cluster-snapshot:${name}`,
            ),
            found.Marker,
          );
        },
      },
      from,
    );
  },
});

/** The accounts that can restore a snapshot. A snapshot without shares can lack this attribute. */
function sharedBy(attributes: readonly Attribute[] = []) {
  const restore = attributes.find(({ AttributeName }) => AttributeName === 'restore');
  return { sharedWith: exactly(inOrder(restore?.AttributeValues ?? [], (account) => account)) };
}
