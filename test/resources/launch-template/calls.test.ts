import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import launchTemplate from '../../../shared/resources/launch-template/reader.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError } from '../../support/mend.ts';

const SAFE = { MetadataOptions: { HttpTokens: 'required' } } satisfies RequestLaunchTemplateData;
const OPEN = {
  NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }],
} satisfies RequestLaunchTemplateData;

describeWithMoto('EC2 launch template: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(EC2Client, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const made = await client.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName: `reader-${count}`, LaunchTemplateData: SAFE }),
    );
    return made.LaunchTemplate?.LaunchTemplateId ?? '';
  }

  test('the default and the latest version are read', async () => {
    const ref = refOn(launchTemplate, await make());
    await client.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: ref.id, LaunchTemplateData: OPEN }));
    expect(await launchTemplate.read(ref, aws)).toEqual({
      defaultVersion: { number: 1, httpTokens: 'required', servesMetadata: true, publicIp: false },
      latestVersion: { number: 2, httpTokens: null, servesMetadata: true, publicIp: true },
    });
  });

  test('one that is deleted is listed no more', async () => {
    const id = await make();
    expect(await listed(launchTemplate, aws)).toContain(id);
    await client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
    expect(await listed(launchTemplate, aws)).not.toContain(id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(launchTemplate, refOn(launchTemplate, await make()), motoAws());
  });
});

describe('EC2 launch template: answers that moto does not give (aws-sdk-client-mock)', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  test('one that is deleted is gone', async () => {
    client.on(DescribeLaunchTemplateVersionsCommand).rejects(awsError('InvalidLaunchTemplateId.NotFound'));
    expect(await launchTemplate.read(refOn(launchTemplate, 'lt-1'), aws)).toBe(GONE);
  });

  test('every page is listed', async () => {
    client
      .on(DescribeLaunchTemplatesCommand, { NextToken: undefined })
      .resolves({ LaunchTemplates: [{ LaunchTemplateId: 'lt-1' }], NextToken: 'next' })
      .on(DescribeLaunchTemplatesCommand, { NextToken: 'next' })
      .resolves({ LaunchTemplates: [{ LaunchTemplateId: 'lt-2' }] });
    expect(await listed(launchTemplate, aws)).toEqual(['lt-1', 'lt-2']);
  });
});
