import {
  BatchGetRepositoryScanningConfigurationCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { type EcrRepository, ecrRepository, tagsFrom } from './kind.ts';

const REPOSITORIES = 'ecr:{region}:{account}:repository/*';
const GONE_NAME = 'RepositoryNotFoundException';

export default defineReader(ecrRepository, {
  permissions: {
    read: {
      'ecr:DescribeRepositories': REPOSITORIES,
      'ecr:GetRepositoryPolicy': REPOSITORIES,
      'ecr:BatchGetRepositoryScanningConfiguration': REPOSITORIES,
      'ecr:GetRegistryScanningConfiguration': '*',
    },
    list: { 'ecr:DescribeRepositories': '*' },
  },
  async read({ id: repositoryName, ...place }, aws) {
    const ecr = aws.client(ECRClient, place);
    const [found, policy, registryScans] = await Promise.all([
      absentOn(GONE_NAME, () => ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))),
      absentOn([GONE_NAME, 'RepositoryPolicyNotFoundException'], () =>
        ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
      ),
      registryScansOf(ecr, repositoryName),
    ]);
    const repository = found?.repositories?.[0];
    if (!repository) return GONE;
    const tags = tagsFrom(repository);
    return {
      policy: policy?.policyText ? parsedObject(policy.policyText) : null,
      ...(tags ? { tags } : {}),
      scanOnPush: repository.imageScanningConfiguration?.scanOnPush ?? false,
      registryScans,
    };
  },
  async list(place, aws, from) {
    const found = await aws.client(ECRClient, place).send(new DescribeRepositoriesCommand({ nextToken: from }));
    return page(
      (found.repositories ?? []).map(({ repositoryName }) => repositoryName),
      found.nextToken,
    );
  },
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html */
async function registryScansOf(ecr: ECRClient, name: string): Promise<NonNullable<EcrRepository['registryScans']>> {
  const [registry, own] = await Promise.all([
    ecr.send(new GetRegistryScanningConfigurationCommand({})),
    ecr.send(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [name] })),
  ]);
  const { scanFrequency = 'MANUAL', appliedScanFilters = [] } = own.scanningConfigurations?.[0] ?? {};
  if (scanFrequency !== 'MANUAL' && appliedScanFilters.length > 0) return 'this';
  return registry.scanningConfiguration?.scanType === 'ENHANCED' ? 'others' : 'none';
}
