// Written by `npm run generate`. Do not edit.
import monitorRuleTampered from '../../shared/rules/monitor/monitor-rule-tampered.ts';

export { ownComponent as kind } from '../../shared/resources/own-component/kind.ts';
export default [monitorRuleTampered];
