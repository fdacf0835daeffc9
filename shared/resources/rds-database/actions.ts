import { swap } from '../../core/action.ts';
import type { RdsDatabase } from './kind.ts';

export const setPubliclyAccessible = swap<RdsDatabase, boolean>()({
  type: 'rds.set-publicly-accessible',
  describe: ({ after }) =>
    after ? 'Switch public access to the database on' : 'Switch public access to the database off',
  simulate: (database, { after }) => ({ ...database, publiclyAccessible: after }),
});
