import { neighboursOf } from '../../core/neighbour.ts';
import { iamAdministrators } from '../iam-administrators/kind.ts';

export const neighbours = {
  /** Who can administer the account: somebody has to be left. */
  administrators: neighboursOf<object>()(iamAdministrators, ['administrators'], () => ['account']),
};
