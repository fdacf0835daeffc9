// Written by `npm run generate`. Do not edit.
import type { AnyRule } from '../../shared/core/rule.ts';

export { prefixList as kind } from '../../shared/resources/prefix-list/kind.ts';
const none: readonly AnyRule[] = [];
export default none;
