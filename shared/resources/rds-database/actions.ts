import { swap } from '../../core/action.ts';
import type { RdsDatabase } from './kind.ts';

export const setPubliclyAccessible = swap<RdsDatabase, boolean>()({
  type: 'rds.set-publicly-accessible',
  describe: ({ after }) =>
    after ? 'Make the database publicly accessible' : 'Make the database private to its network',
  simulate: (database, { after }) => ({ ...database, publiclyAccessible: after }),
});
