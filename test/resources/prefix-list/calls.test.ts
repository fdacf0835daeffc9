import {
  CreateManagedPrefixListCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  ModifyManagedPrefixListCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import prefixList from '../../../shared/resources/prefix-list/reader.ts';
import { describeWithMoto, listed, motoAws, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

const REGION = 'eu-west-1';

describeWithMoto('prefix lists in AWS', () => {
  const aws = motoAws();
  let id = '';

  beforeAll(async () => {
    const { PrefixList } = await aws.client(EC2Client, { region: REGION }).send(
      new CreateManagedPrefixListCommand({
        PrefixListName: 'offices',
        AddressFamily: 'IPv4',
        MaxEntries: 5,
        Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '10.0.0.0/8' }],
      }),
    );
    id = PrefixList?.PrefixListId ?? '';
  });

  test('all blocks, in an order of their own', async () => {
    const ref = refOn(prefixList, id, REGION);
    expect(await prefixList.read(ref, aws)).toEqual({ blocks: exactly(['10.0.0.0/8', '198.51.100.0/24']) });
    await aws
      .client(EC2Client, ref)
      .send(new ModifyManagedPrefixListCommand({ PrefixListId: id, AddEntries: [{ Cidr: '0.0.0.0/0' }] }));
    expect(await prefixList.read(ref, aws)).toMatchObject({
      blocks: { items: expect.arrayContaining(['0.0.0.0/0']) as unknown },
    });
  });

  test('the ids are those of events', async () => {
    expect(await listed(prefixList, aws, refOn(prefixList, id, REGION))).toContain(id);
  });
});

describe('prefix lists (calls mocked: moto denies nothing, has no pages, and keeps deleted lists)', () => {
  const ref = refOn(prefixList, 'pl-0aaa0000', REGION);

  test('blocks of all pages', async () => {
    const aws = createAws();
    mockClient(aws.client(EC2Client, ref))
      .on(GetManagedPrefixListEntriesCommand)
      .resolvesOnce({ Entries: [{ Cidr: '10.0.0.0/8' }], NextToken: 'more' })
      .resolvesOnce({ Entries: [{ Cidr: '2001:db8::/32' }] });
    expect(await prefixList.read(ref, aws)).toEqual({ blocks: exactly(['10.0.0.0/8', '2001:db8::/32']) });
  });

  test('a deleted list is gone', async () => {
    const aws = createAws();
    mockClient(aws.client(EC2Client, ref))
      .on(GetManagedPrefixListEntriesCommand)
      .rejects(awsError('InvalidPrefixListID.NotFound'));
    expect(await prefixList.read(ref, aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    const aws = createAws();
    mockClient(aws.client(EC2Client, ref))
      .on(GetManagedPrefixListEntriesCommand)
      .rejects(awsError('UnauthorizedOperation'));
    await expect(prefixList.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });
});
