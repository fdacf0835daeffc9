// Written by `npm run generate`. Do not edit.
import type { AnyRule } from '../../shared/core/rule.ts';

export { iamAdministrators as kind } from '../../shared/resources/iam-administrators/kind.ts';
const none: readonly AnyRule[] = [];
export default none;
