import { DescribeDBInstancesCommand, ModifyDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { effectOf } from '../../aws/effect.ts';
import { setPubliclyAccessible } from './actions.ts';

const INSTANCES = 'rds:{region}:{account}:db:*';

export default [
  effectOf(setPubliclyAccessible, {
    permissions: { 'rds:DescribeDBInstances': INSTANCES, 'rds:ModifyDBInstance': INSTANCES },
    refusals: { DBInstanceNotFoundFault: 'The database no longer exists.' },
    async apply(ref, { after }, aws) {
      const rds = aws.client(RDSClient, ref);
      const DBInstanceIdentifier = ref.id.replace(/^db:/, '');
      // An instance that is being modified refuses every call, also one that changes nothing.
      const now = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
      if (now.DBInstances?.[0]?.PubliclyAccessible === after) return;
      // The setting takes effect at once. ApplyImmediately would also apply all other pending changes.
      await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, PubliclyAccessible: after }));
    },
  }),
];
