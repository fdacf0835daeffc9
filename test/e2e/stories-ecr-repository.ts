import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Aws } from '../../shared/aws/clients.ts';
import { putRepositoryPolicy, putScanOnPush, putTagMutability } from '../../shared/resources/ecr-repository/actions.ts';
import { policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'ecr-repository-weakened';
const OPEN = policyDocument({ Sid: 'Pull', Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] });
const MUTABLE = { mode: 'MUTABLE', exclusions: [] };
const IMMUTABLE = { mode: 'IMMUTABLE', exclusions: [] };

let count = 0;

/** A repository with scans and immutable tags. */
async function make(aws: Aws): Promise<string> {
  count += 1;
  const repositoryName = `e2e/orders-${count}`;
  await aws.client(ECRClient, PLACE).send(
    new CreateRepositoryCommand({
      repositoryName,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    }),
  );
  return repositoryName;
}

export const STORIES: readonly ActionStory[] = [
  story('ecr.put-repository-policy', 'ecr-repository-public', 'ecr-repository', {
    make,
    drift: () => [putRepositoryPolicy({ before: null, after: OPEN })],
    event: ({ id }) => ['ecr:SetRepositoryPolicy', { repositoryName: id, policyText: JSON.stringify(OPEN) }],
  }),
  story('ecr.put-scan-on-push', RULE, 'ecr-repository', {
    make,
    drift: () => [putScanOnPush({ before: true, after: false })],
    event: ({ id }) => [
      'ecr:PutImageScanningConfiguration',
      { repositoryName: id, imageScanningConfiguration: { scanOnPush: false } },
    ],
  }),
  story('ecr.put-tag-mutability', RULE, 'ecr-repository', {
    make,
    drift: () => [putTagMutability({ before: IMMUTABLE, after: MUTABLE })],
    event: ({ id }) => ['ecr:PutImageTagMutability', { repositoryName: id, imageTagMutability: 'MUTABLE' }],
  }),
];
