import {
  BatchGetRepositoryScanningConfigurationCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { ecrRepository } from './kind.ts';

const REPOSITORIES = 'ecr:{region}:{account}:repository/*';

export default defineReader(ecrRepository, {
  permissions: {
    read: {
      'ecr:DescribeRepositories': REPOSITORIES,
      'ecr:GetRepositoryPolicy': REPOSITORIES,
      'ecr:BatchGetRepositoryScanningConfiguration': REPOSITORIES,
    },
    list: { 'ecr:DescribeRepositories': REPOSITORIES },
  },
  async read({ id: repositoryName, ...place }, aws) {
    const client = aws.client(ECRClient, place);
    const found = await absentOn('RepositoryNotFoundException', () =>
      Promise.all([
        client.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })),
        client.send(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] })),
      ]),
    );
    const now = found?.[0].repositories?.[0];
    if (!now) return GONE;
    const answer = await absentOn('RepositoryPolicyNotFoundException', () =>
      client.send(new GetRepositoryPolicyCommand({ repositoryName })),
    );
    const scanning = found[1].scanningConfigurations?.[0];
    return {
      policy: answer?.policyText ? parsedObject(answer.policyText) : null,
      // `MANUAL`: neither the repository nor the registry scans it.
      scans: now.imageScanningConfiguration?.scanOnPush === true || (scanning?.scanFrequency ?? 'MANUAL') !== 'MANUAL',
      mutable: !now.imageTagMutability?.startsWith('IMMUTABLE'),
    };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(ECRClient, place)
      .send(new DescribeRepositoriesCommand({ maxResults: 1000, nextToken: from }));
    return page(
      (found.repositories ?? []).map(({ repositoryName }) => repositoryName),
      found.nextToken,
    );
  },
});
