import {
  DeleteRepositoryPolicyCommand,
  ECRClient,
  type ImageTagMutability,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putRepositoryPolicy, putScanOnPush, putTagMutability } from './actions.ts';

const REPOSITORIES = 'ecr:{region}:{account}:repository/*';
const refusals = { RepositoryNotFoundException: 'The repository no longer exists.' } as const;

export default [
  effectOf(putRepositoryPolicy, {
    permissions: { 'ecr:SetRepositoryPolicy': REPOSITORIES, 'ecr:DeleteRepositoryPolicy': REPOSITORIES },
    refusals,
    async apply({ id: repositoryName, ...place }, { after }, aws) {
      const ecr = aws.client(ECRClient, place);
      const policy = writable(after);
      // ECR refuses an empty policy, so none is deleted. Without `force` it refuses one that locks its writer out.
      if (policy === null) {
        await absentOn('RepositoryPolicyNotFoundException', () =>
          ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName })),
        );
      } else await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: policyText(policy) }));
    },
  }),
  effectOf(putScanOnPush, {
    permissions: { 'ecr:PutImageScanningConfiguration': REPOSITORIES },
    refusals,
    async apply({ id: repositoryName, ...place }, { after: scanOnPush }, aws) {
      await aws
        .client(ECRClient, place)
        .send(new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration: { scanOnPush } }));
    },
  }),
  effectOf(putTagMutability, {
    permissions: { 'ecr:PutImageTagMutability': REPOSITORIES },
    refusals,
    async apply({ id: repositoryName, ...place }, { after: { mode, exclusions } }, aws) {
      await aws.client(ECRClient, place).send(
        new PutImageTagMutabilityCommand({
          repositoryName,
          imageTagMutability: mode as ImageTagMutability,
          ...(exclusions.length > 0
            ? {
                imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })),
              }
            : {}),
        }),
      );
    },
  }),
];
