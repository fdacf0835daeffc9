import {
  DeleteRepositoryPolicyCommand,
  ECRClient,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putRepositoryPolicy, putScanning, putTagMutability } from './actions.ts';

const REPOSITORIES = 'ecr:{region}:{account}:repository/*';
const refusals = {
  RepositoryNotFoundException: 'The repository no longer exists.',
  ValidationException: 'ECR refuses the change: the registry scans in another way.',
} as const;

export default [
  effectOf(putRepositoryPolicy, {
    permissions: { 'ecr:SetRepositoryPolicy': REPOSITORIES, 'ecr:DeleteRepositoryPolicy': REPOSITORIES },
    refusals,
    async apply({ id: repositoryName, ...place }, { after }, aws) {
      const client = aws.client(ECRClient, place);
      const policy = writable(after);
      if (policy === null) {
        await absentOn('RepositoryPolicyNotFoundException', () =>
          client.send(new DeleteRepositoryPolicyCommand({ repositoryName })),
        );
      } else await client.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: policyText(policy) }));
    },
  }),
  effectOf(putScanning, {
    permissions: { 'ecr:PutImageScanningConfiguration': REPOSITORIES },
    refusals,
    async apply({ id: repositoryName, ...place }, { after: scanOnPush }, aws) {
      const imageScanningConfiguration = { scanOnPush };
      await aws
        .client(ECRClient, place)
        .send(new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }));
    },
  }),
  effectOf(putTagMutability, {
    permissions: { 'ecr:PutImageTagMutability': REPOSITORIES },
    refusals,
    async apply({ id: repositoryName, ...place }, { after }, aws) {
      const imageTagMutability = after ? 'MUTABLE' : 'IMMUTABLE';
      await aws.client(ECRClient, place).send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability }));
    },
  }),
];
