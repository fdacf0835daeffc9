// Written by `npm run generate`. Do not edit.
import logGroupDeletedOrShortRetention from '../../shared/rules/logs/log-group-deleted-or-short-retention.ts';

export default [logGroupDeletedOrShortRetention];
