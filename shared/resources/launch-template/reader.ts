import {
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { launchTemplate, type TemplateVersion } from './kind.ts';

const NO_SUCH = ['InvalidLaunchTemplateId.NotFound', 'InvalidLaunchTemplateId.Malformed'];

export default defineReader(launchTemplate, {
  permissions: {
    read: { 'ec2:DescribeLaunchTemplateVersions': '*' },
    list: { 'ec2:DescribeLaunchTemplates': '*' },
  },
  async read(ref, aws) {
    const ec2 = aws.client(EC2Client, ref);
    const versionAt = async (version: '$Default' | '$Latest') =>
      (await ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: ref.id, Versions: [version] })))
        .LaunchTemplateVersions?.[0];
    const found = await absentOn(NO_SUCH, () => Promise.all([versionAt('$Default'), versionAt('$Latest')]));
    if (!found) return GONE;
    const [defaultVersion, latestVersion] = found.map(versionOf);
    return { ...(defaultVersion ? { defaultVersion } : {}), ...(latestVersion ? { latestVersion } : {}) };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeLaunchTemplatesCommand({ MaxResults: 200, NextToken: from }));
    return page(
      (found.LaunchTemplates ?? []).map(({ LaunchTemplateId }) => LaunchTemplateId),
      found.NextToken,
    );
  },
});

function versionOf(found: LaunchTemplateVersion | undefined): TemplateVersion | undefined {
  const { VersionNumber: number, LaunchTemplateData: data } = found ?? {};
  if (number === undefined || data === undefined) return undefined;
  return {
    number,
    httpTokens: data.MetadataOptions?.HttpTokens ?? null,
    servesMetadata: data.MetadataOptions?.HttpEndpoint !== 'disabled',
    publicIp: (data.NetworkInterfaces ?? []).some((each) => each.AssociatePublicIpAddress === true),
  };
}
