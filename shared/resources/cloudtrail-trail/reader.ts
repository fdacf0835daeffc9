import {
  CloudTrailClient,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
  paginateListTrails,
} from '@aws-sdk/client-cloudtrail';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parseArn } from '../../core/arn.ts';
import { GONE } from '../../core/kind.ts';
import { known } from '../common/named.ts';
import { type CloudTrailTrail, cloudtrailTrail } from './kind.ts';
import { managementEventsIn, s3ObjectsIn } from './selectors.ts';

/** A trail of another region or of the organisation records this region too. */
const TRAILS = 'cloudtrail:*:*:trail/*';

export default defineReader(cloudtrailTrail, {
  permissions: {
    read: {
      'cloudtrail:GetTrail': TRAILS,
      'cloudtrail:GetTrailStatus': TRAILS,
      'cloudtrail:GetEventSelectors': TRAILS,
    },
    list: { 'cloudtrail:ListTrails': '*' },
  },
  async read(ref, aws) {
    const cloudtrail = aws.client(CloudTrailClient, ref);
    // By its name AWS would also return a trail of another region, which is shown in every region.
    const arn = cloudtrailTrail.arn?.(ref);
    const found = await absentOn(
      ['TrailNotFoundException', 'InvalidTrailNameException', 'CloudTrailARNInvalidException'],
      () =>
        Promise.all([
          cloudtrail.send(new GetTrailCommand({ Name: arn })),
          cloudtrail.send(new GetTrailStatusCommand({ Name: arn })),
          cloudtrail.send(new GetEventSelectorsCommand({ TrailName: arn })),
        ]),
    );
    if (!found) return GONE;
    const [{ Trail: trail }, { IsLogging, LatestDeliveryError: error }, selectors] = found;
    const bucket = trail?.S3BucketName;
    const managementEvents = managementEventsIn(selectors);
    return {
      ...known<CloudTrailTrail>({
        logging: IsLogging,
        multiRegion: trail?.IsMultiRegionTrail,
        globalServices: trail?.IncludeGlobalServiceEvents,
        validation: trail?.LogFileValidationEnabled,
      }),
      kmsKey: trail?.KmsKeyId || null,
      logGroup: trail?.CloudWatchLogsLogGroupArn || null,
      s3Objects: s3ObjectsIn(selectors),
      ...(bucket ? { bucket } : {}),
      ...(bucket && error ? { deliveryFailure: { bucket, error } } : {}),
      ...(managementEvents ? { managementEvents } : {}),
    };
  },
  async refs(place, aws) {
    const found = await everyItem(
      paginateListTrails({ client: aws.client(CloudTrailClient, place) }, {}),
      ({ Trails }) => Trails,
    );
    return found.flatMap(({ TrailARN = '' }) => {
      const { region, account, resource } = parseArn(TrailARN) ?? {};
      if (!region || !account || !resource) return [];
      return [{ kind: cloudtrailTrail.name, account, region, id: resource.replace(/^trail\//, '') }];
    });
  },
  async list(place, aws, from) {
    const found = await aws.client(CloudTrailClient, place).send(new ListTrailsCommand({ NextToken: from }));
    // The list also shows trails of other regions and of the organisation.
    const here = `:${place.region}:${place.account}:trail/`;
    return page(
      (found.Trails ?? []).map(({ TrailARN }) => TrailARN?.split(here)[1]),
      found.NextToken,
    );
  },
});
