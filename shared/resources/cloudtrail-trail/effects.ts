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
} as const;

export default [
  effectOf(startLogging, {
    permissions: { 'cloudtrail:StartLogging': TRAILS },
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
    async apply(ref, { setting, after }, aws) {
      // An empty key id removes the key.
      const change = { [PARAMETERS[setting]]: after ?? '' };
      await aws.client(CloudTrailClient, ref).send(new UpdateTrailCommand({ Name: ref.id, ...change }));
    },
  }),
  effectOf(putEventSelectors, {
    permissions: { 'cloudtrail:GetEventSelectors': TRAILS, 'cloudtrail:PutEventSelectors': TRAILS },
    async apply(ref, { after }, aws) {
      const cloudtrail = aws.client(CloudTrailClient, ref);
      const now = await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: ref.id }));
      await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: ref.id, ...selectorsWith(after, now) }));
    },
  }),
];
