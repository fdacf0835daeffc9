// Written by `npm run generate`. Do not edit.
import logGroupDeletedOrShortRetention from '../../shared/rules/logs/log-group-deleted-or-short-retention.ts';

export { logGroup as kind } from '../../shared/resources/log-group/kind.ts';
export default [logGroupDeletedOrShortRetention];
