import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Aws } from '../../shared/aws/clients.ts';
import { putRepositoryPolicy, putScanning, putTagMutability } from '../../shared/resources/ecr-repository/actions.ts';
import { allowing, policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const KIND = 'ecr-repository';
const WEAK = 'ecr-repository-weakened';
const OPEN = policyDocument(allowing('Anyone', '*', 'ecr:BatchGetImage'));

const make = (repositoryName: string) => async (aws: Aws) => {
  await aws.client(ECRClient, PLACE).send(
    new CreateRepositoryCommand({
      repositoryName,
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: 'IMMUTABLE',
    }),
  );
  return repositoryName;
};

export const STORIES: readonly ActionStory[] = [
  story('ecr.put-repository-policy', 'ecr-repository-public', KIND, {
    make: make('e2e/open'),
    drift: () => [putRepositoryPolicy({ before: null, after: OPEN })],
    event: ({ id }) => ['ecr:SetRepositoryPolicy', { repositoryName: id, policyText: JSON.stringify(OPEN) }],
  }),
  story('ecr.put-scanning', WEAK, KIND, {
    make: make('e2e/unscanned'),
    drift: () => [putScanning({ before: true, after: false })],
    event: ({ id }) => [
      'ecr:PutImageScanningConfiguration',
      { repositoryName: id, imageScanningConfiguration: { scanOnPush: false } },
    ],
  }),
  story('ecr.put-tag-mutability', WEAK, KIND, {
    make: make('e2e/moving'),
    drift: () => [putTagMutability({ before: false, after: true })],
    event: ({ id }) => ['ecr:PutImageTagMutability', { repositoryName: id, imageTagMutability: 'MUTABLE' }],
  }),
];
