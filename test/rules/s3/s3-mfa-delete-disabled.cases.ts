import rule from '../../../shared/rules/s3/s3-mfa-delete-disabled.ts';
import { bucketCall } from '../../support/bucket-protection.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const version = (minute: number, MfaDelete: string, parts: object = {}) =>
  bucketCall('PutBucketVersioning', minute, { VersioningConfiguration: { Status: 'Enabled', MfaDelete } }, parts);

export default settingsCases(rule, {
  right: { mfaDelete: true },
  wrong: { mfaDelete: false },
  options: { required: ['*'] },
  compliant: [{ name: 'a bucket that never needed MFA', state: { mfaDelete: false } }],
  drifted: [
    {
      name: 'MFA delete is switched off',
      baseline: { mfaDelete: true },
      state: { mfaDelete: false },
      violations: [{ message: 'mfaDelete', path: 'mfaDelete', data: {} }],
    },
  ],
  events: [
    {
      name: 'a new bucket needs MFA, no longer, and is deleted',
      events: [
        bucketCall('CreateBucket', 0, {}),
        version(1, 'Enabled'),
        version(2, 'Disabled'),
        bucketCall('DeleteBucket', 3, {}),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a refused call',
      events: [version(0, 'Enabled'), version(1, 'Disabled', { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
