// Written by `npm run generate`. Do not edit.
import logDataProtectionRemoved from '../../shared/rules/logs/log-data-protection-removed.ts';
import logGroupDeletedOrShortRetention from '../../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import logGroupKmsRemoved from '../../shared/rules/logs/log-group-kms-removed.ts';

export { logGroup as kind } from '../../shared/resources/log-group/kind.ts';
export default [logDataProtectionRemoved, logGroupDeletedOrShortRetention, logGroupKmsRemoved];
