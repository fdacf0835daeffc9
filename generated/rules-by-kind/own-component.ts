// Written by `npm run generate`. Do not edit.
import monitorRuleTampered from '../../shared/rules/monitor/monitor-rule-tampered.ts';

export default [monitorRuleTampered];
