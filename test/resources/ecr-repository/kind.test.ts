import { GONE } from '../../../shared/core/kind.ts';
import { ecrRepository } from '../../../shared/resources/ecr-repository/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'orders/api';
const request = { repositoryName: ID };

provesOf(ecrRepository, ID, [
  ['ecr:CreateRepository', { request }, { policy: null, scans: false, mutable: true }],
  [
    'ecr:SetRepositoryPolicy',
    { request: { ...request, policyText: '{"Statement": []}' } },
    { policy: { Statement: [] } },
  ],
  ['ecr:DeleteRepositoryPolicy', { request }, { policy: null }],
  [
    'ecr:PutImageScanningConfiguration',
    { request: { ...request, imageScanningConfiguration: { scanOnPush: true } } },
    { scans: true },
  ],
  [
    'ecr:PutImageTagMutability',
    { request: { ...request, imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' } },
    { mutable: false },
  ],
  ['ecr:PutImageTagMutability', { request }, {}],
  ['ecr:DeleteRepository', { request }, GONE],
]);

unreadableOf(ecrRepository, ID, [
  ['ecr:DeleteRepository', { request: {} }, 'names no repository'],
  ['ecr:SetRepositoryPolicy', { request }, 'shows no policy'],
]);
