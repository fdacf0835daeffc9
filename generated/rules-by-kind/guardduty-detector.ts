// Written by `npm run generate`. Do not edit.
import guarddutyWeakened from '../../shared/rules/guardduty/guardduty-weakened.ts';

export { guarddutyDetector as kind } from '../../shared/resources/guardduty-detector/kind.ts';
export default [guarddutyWeakened];
