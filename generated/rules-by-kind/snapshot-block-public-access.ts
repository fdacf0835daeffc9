// Written by `npm run generate`. Do not edit.
import type { AnyRule } from '../../shared/core/rule.ts';

export { snapshotBlockPublicAccess as kind } from '../../shared/resources/snapshot-block-public-access/kind.ts';
const none: readonly AnyRule[] = [];
export default none;
