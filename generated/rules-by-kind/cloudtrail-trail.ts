// Written by `npm run generate`. Do not edit.
import cloudtrailEvidenceWeakened from '../../shared/rules/cloudtrail/cloudtrail-evidence-weakened.ts';
import cloudtrailKmsRemoved from '../../shared/rules/cloudtrail/cloudtrail-kms-removed.ts';
import cloudtrailLogFilesDiverted from '../../shared/rules/cloudtrail/cloudtrail-log-files-diverted.ts';
import cloudtrailScopeReduced from '../../shared/rules/cloudtrail/cloudtrail-scope-reduced.ts';
import cloudtrailStoppedOrDeleted from '../../shared/rules/cloudtrail/cloudtrail-stopped-or-deleted.ts';

export { cloudtrailTrail as kind } from '../../shared/resources/cloudtrail-trail/kind.ts';
export default [cloudtrailEvidenceWeakened, cloudtrailKmsRemoved, cloudtrailLogFilesDiverted, cloudtrailScopeReduced, cloudtrailStoppedOrDeleted];
