import {
  CloudTrailClient,
  GetEventSelectorsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { effectOf } from '../../aws/effect.ts';
import { putEventSelectors, startLogging, stopLogging, updateTrail } from './actions.ts';
import { selectorsWith } from './api-event-selectors.ts';

const TRAILS = 'cloudtrail:{region}:{account}:trail/*';

/** The parameters of UpdateTrail for the fields of the state. Parameters that are left out stay unchanged. */
const PARAMETERS = {
  multiRegion: 'IsMultiRegionTrail',
  globalServices: 'IncludeGlobalServiceEvents',
  validation: 'EnableLogFileValidation',
  kmsKey: 'KmsKeyId',
  bucket: 'S3BucketName',
} as const;

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html */
const REFUSALS = {
  S3BucketDoesNotExistException: 'The bucket of the trail no longer exists.',
  InsufficientS3BucketPolicyException: 'The policy of the bucket does not let CloudTrail write to it.',
  InsufficientEncryptionPolicyException: 'The policy of the bucket or of the KMS key does not let CloudTrail use it.',
  KmsKeyNotFoundException: 'The KMS key of the trail no longer exists.',
  KmsKeyDisabledException: 'The KMS key of the trail is disabled.',
  KmsException: 'CloudTrail cannot use the KMS key of the trail.',
  NotOrganizationMasterAccountException: 'Only the management account of the organization can change this trail.',
  InvalidHomeRegionException: 'The trail can only be changed in its home region.',
  InvalidEventSelectorsException: 'The selectors of the trail have as many values as CloudTrail allows.',
};

export default [
  effectOf(startLogging, {
    permissions: { 'cloudtrail:StartLogging': TRAILS },
    refusals: REFUSALS,
    async apply(ref, _, aws) {
      await aws.client(CloudTrailClient, ref).send(new StartLoggingCommand({ Name: ref.id }));
    },
  }),
  effectOf(stopLogging, {
    permissions: { 'cloudtrail:StopLogging': TRAILS },
    async apply(ref, _, aws) {
      await aws.client(CloudTrailClient, ref).send(new StopLoggingCommand({ Name: ref.id }));
    },
  }),
  effectOf(updateTrail, {
    permissions: { 'cloudtrail:UpdateTrail': TRAILS },
    refusals: REFUSALS,
    async apply(ref, { setting, after }, aws) {
      // An empty key id removes the key.
      const change = { [PARAMETERS[setting]]: after ?? '' };
      await aws.client(CloudTrailClient, ref).send(new UpdateTrailCommand({ Name: ref.id, ...change }));
    },
  }),
  effectOf(putEventSelectors, {
    permissions: { 'cloudtrail:GetEventSelectors': TRAILS, 'cloudtrail:PutEventSelectors': TRAILS },
    refusals: REFUSALS,
    async apply(ref, { after }, aws) {
      const cloudtrail = aws.client(CloudTrailClient, ref);
      const now = await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: ref.id }));
      await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: ref.id, ...selectorsWith(after, now) }));
    },
  }),
];
