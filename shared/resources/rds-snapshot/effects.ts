import {
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { shareRdsSnapshot, unshareRdsSnapshot } from './actions.ts';
import { identifierOf } from './api-identifier.ts';

const permissions = {
  'rds:ModifyDBSnapshotAttribute': 'rds:{region}:{account}:snapshot:*',
  'rds:ModifyDBClusterSnapshotAttribute': 'rds:{region}:{account}:cluster-snapshot:*',
} as const;

export default [
  effectOf(unshareRdsSnapshot, {
    permissions,
    apply: (ref, { share }, aws) => modify(ref, { ValuesToRemove: [share] }, aws),
  }),
  effectOf(shareRdsSnapshot, {
    permissions,
    apply: (ref, { share }, aws) => modify(ref, { ValuesToAdd: [share] }, aws),
  }),
];

/** Adding an existing share and removing a missing one change nothing. */
async function modify(
  ref: Ref,
  values: { readonly ValuesToAdd: string[] } | { readonly ValuesToRemove: string[] },
  aws: Aws,
): Promise<void> {
  const rds = aws.client(RDSClient, ref);
  const identifier = identifierOf(ref);
  const change = { AttributeName: 'restore', ...values };
  if ('DBClusterSnapshotIdentifier' in identifier) {
    await rds.send(new ModifyDBClusterSnapshotAttributeCommand({ ...identifier, ...change }));
  } else {
    await rds.send(new ModifyDBSnapshotAttributeCommand({ ...identifier, ...change }));
  }
}
