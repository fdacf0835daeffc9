import {
  type AdvancedEventSelector,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  putEventSelectors,
  startLogging,
  stopLogging,
  updateTrail,
} from '../../../shared/resources/cloudtrail-trail/actions.ts';
import trail from '../../../shared/resources/cloudtrail-trail/reader.ts';
import type { ManagementEvents } from '../../../shared/resources/cloudtrail-trail/selectors.ts';
import scopeReduced from '../../../shared/rules/cloudtrail/cloudtrail-scope-reduced.ts';
import stopped from '../../../shared/rules/cloudtrail/cloudtrail-stopped-or-deleted.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-4222-8333-444455556666';
const ALL: ManagementEvents = { included: true, readWrite: 'All', excludedSources: [] };
const READ_ONLY: ManagementEvents = { included: true, readWrite: 'ReadOnly', excludedSources: ['kms.amazonaws.com'] };
const NONE: ManagementEvents = { included: false, readWrite: 'All', excludedSources: [] };
const objects = { DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::a-bucket/'] }] };

/** What a trail has for which nobody has put any selectors; moto shows none. */
const PRISTINE: EventSelector = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

describeWithMoto('CloudTrail trails in AWS', () => {
  const aws = motoAws();
  const cloudtrail = aws.client(CloudTrailClient, PLACE);
  let count = 0;
  let ref = refOn(trail, '');

  beforeEach(async () => {
    count += 1;
    ref = refOn(trail, `reader-${count}`);
    const Bucket = `reader-trail-${count}`;
    await aws
      .client(S3Client, PLACE)
      .send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
    await cloudtrail.send(new CreateTrailCommand({ Name: ref.id, S3BucketName: Bucket }));
    await put([PRISTINE]);
  });

  const put = (EventSelectors: EventSelector[]) =>
    cloudtrail.send(new PutEventSelectorsCommand({ TrailName: ref.id, EventSelectors }));
  const putAdvanced = (AdvancedEventSelectors: AdvancedEventSelector[]) =>
    cloudtrail.send(new PutEventSelectorsCommand({ TrailName: ref.id, AdvancedEventSelectors }));
  const selectors = () => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: ref.id }));

  test('a trail, and every setting of it', async () => {
    expect(await trail.read(ref, aws)).toEqual({
      logGroup: null,
      s3Objects: { reads: false, writes: false },
      bucket: expect.stringMatching(/^reader-trail-/) as string,
      logging: false,
      multiRegion: false,
      globalServices: true,
      validation: false,
      kmsKey: null,
      managementEvents: ALL,
    });
    await expectConforming(trail, ref, updateTrail({ setting: 'multiRegion', before: false, after: true }), aws);
    await expectConforming(trail, ref, updateTrail({ setting: 'globalServices', before: true, after: false }), aws);
    await expectConforming(trail, ref, updateTrail({ setting: 'validation', before: false, after: true }), aws);
    await expectConforming(trail, ref, updateTrail({ setting: 'kmsKey', before: null, after: KEY }), aws);
    const before = `reader-trail-${count}`;
    const Bucket = `other-trail-${count}`;
    await aws
      .client(S3Client, PLACE)
      .send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
    await expectConforming(trail, ref, updateTrail({ setting: 'bucket', before, after: Bucket }), aws);
  });

  test('whether it logs', async () => {
    await expectConforming(trail, ref, startLogging({}), aws);
    await applyAction(ref, startLogging({}), aws);
    await expectConforming(trail, ref, stopLogging({}), aws);
  });

  test('management events; data events of the same selectors stay as they were', async () => {
    const both = { ...PRISTINE, ...objects };
    await put([both]);
    await expectConforming(trail, ref, putEventSelectors({ before: ALL, after: READ_ONLY }), aws);
    expect((await selectors()).EventSelectors).toEqual([both]);
    await applyAction(ref, putEventSelectors({ before: ALL, after: READ_ONLY }), aws);
    expect((await selectors()).EventSelectors).toEqual([
      { ...both, IncludeManagementEvents: false },
      {
        ReadWriteType: 'ReadOnly',
        IncludeManagementEvents: true,
        ExcludeManagementEventSources: ['kms.amazonaws.com'],
      },
    ]);
  });

  test('management events switched on and off beside data events', async () => {
    const data = { ...PRISTINE, ...objects, ReadWriteType: 'WriteOnly', IncludeManagementEvents: false } as const;
    await put([data]);
    await expectConforming(trail, ref, putEventSelectors({ before: NONE, after: ALL }), aws);
    expect((await selectors()).EventSelectors).toEqual([data]);
  });

  test('management events of advanced selectors', async () => {
    const buckets = {
      Name: 'buckets',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'readOnly', Equals: ['false'] },
      ],
    };
    await putAdvanced([
      { Name: 'management', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      buckets,
    ]);
    await expectConforming(trail, ref, putEventSelectors({ before: ALL, after: READ_ONLY }), aws);
    await expectConforming(trail, ref, putEventSelectors({ before: ALL, after: NONE }), aws);
    await applyAction(ref, putEventSelectors({ before: ALL, after: READ_ONLY }), aws);
    expect((await selectors()).AdvancedEventSelectors).toEqual([
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'readOnly', Equals: ['true'] },
          { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
        ],
      },
      buckets,
    ]);
  });

  test('a trail that was stopped is found and started', async () => {
    await expectMended(stopped, trail, ref, aws);
  });

  test('a trail that was blinded is found and sees again, its data events untouched', async () => {
    const blind = { ...PRISTINE, ...objects, ReadWriteType: 'ReadOnly', IncludeManagementEvents: false } as const;
    await put([blind]);
    await expectMended(scopeReduced, trail, ref, aws);
    expect((await selectors()).EventSelectors).toContainEqual(blind);
  });

  test('a trail that is deleted is gone, and listed no more', async () => {
    expect(await listed(trail, aws)).toContain(ref.id);
    await cloudtrail.send(new DeleteTrailCommand({ Name: ref.id }));
    expect(await trail.read(ref, aws)).toBe(GONE);
    expect(await listed(trail, aws)).not.toContain(ref.id);
  });

  test('a trail is read and listed in its own region only', async () => {
    await applyAction(ref, updateTrail({ setting: 'multiRegion', before: false, after: true }), aws);
    const elsewhere = { ...PLACE, region: 'eu-central-1' };
    expect(await trail.read({ ...ref, ...elsewhere }, aws)).toBe(GONE);
    expect(await listed(trail, aws, elsewhere)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(trail, ref, motoAws());
  });
});

describe('CloudTrail trails (calls mocked: moto has neither organizations nor pages)', () => {
  const aws = createAws();
  const cloudtrail = mockClient(aws.client(CloudTrailClient, PLACE));
  const ref = refOn(trail, 'audit');
  beforeEach(() => cloudtrail.reset());

  test("an organization's trail of another account is not listed", async () => {
    const TrailARN = (region: string, account: string, name: string) => ({
      TrailARN: `arn:aws:cloudtrail:${region}:${account}:trail/${name}`,
    });
    cloudtrail
      .on(ListTrailsCommand, { NextToken: undefined })
      .resolves({ Trails: [TrailARN('eu-west-1', '999999999999', 'organization')], NextToken: 'next' })
      .on(ListTrailsCommand, { NextToken: 'next' })
      .resolves({ Trails: [TrailARN('eu-west-1', PLACE.account, 'audit')] });
    expect(await listed(trail, aws)).toEqual(['audit']);
  });

  test.each([
    ['NoSuchBucket', { bucket: 'logs', error: 'NoSuchBucket' }],
    [undefined, undefined],
  ])('a delivery that fails is read: %s', async (LatestDeliveryError, deliveryFailure) => {
    cloudtrail.on(GetTrailCommand).resolves({ Trail: { S3BucketName: 'logs' } });
    cloudtrail.on(GetTrailStatusCommand).resolves({ IsLogging: true, LatestDeliveryError });
    cloudtrail.on(GetEventSelectorsCommand).resolves({});
    const state = await trail.read(ref, aws);
    expect(state === GONE ? GONE : state.deliveryFailure).toEqual(deliveryFailure);
  });

  test('a change that AWS refuses fails', async () => {
    cloudtrail.on(StartLoggingCommand).rejects(awsError('InvalidHomeRegionException'));
    await expect(applyAction(ref, startLogging({}), aws)).rejects.toThrow('InvalidHomeRegionException');
  });
});
